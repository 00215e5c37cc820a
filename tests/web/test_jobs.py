"""Jobs in real child processes: what comes back, what is refused, and that none outlives us."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest

from web.errors import JobError, JobProblem
from web.job_process import NICENESS
from web.jobs import MOST_WAITING, Jobs, open_jobs


@pytest.fixture
async def jobs() -> AsyncIterator[Jobs]:
    async with open_jobs(at_once=1) as jobs:
        yield jobs


async def test_a_job_runs_in_another_process_at_lower_priority(jobs: Jobs) -> None:
    pid = await jobs.run(os.getpid)
    assert pid != os.getpid()
    assert await jobs.run(os.getpriority, os.PRIO_PROCESS, 0) == os.nice(0) + NICENESS
    assert is_gone(pid)


async def test_large_arguments_and_results_come_through(jobs: Jobs) -> None:
    paper = os.urandom(3_000_000)
    assert await jobs.run(bytes.__add__, paper, paper) == paper + paper


async def test_what_a_library_prints_does_not_disturb_the_answer(jobs: Jobs) -> None:
    assert await jobs.run(print_and_count, "printed by a library") == 20


async def test_an_error_comes_back_as_one_kind_without_its_words(jobs: Jobs) -> None:
    with pytest.raises(JobError) as caught:
        await jobs.run(int, "my name is helen marsh")
    assert caught.value.problem is JobProblem.FAILED
    assert "ValueError" in str(caught.value)
    assert "helen" not in str(caught.value)


async def test_a_function_that_cannot_be_sent_is_an_error_of_the_caller(jobs: Jobs) -> None:
    with pytest.raises((AttributeError, TypeError)):
        await jobs.run(lambda: 1)


async def test_a_process_that_dies_is_told_apart(jobs: Jobs) -> None:
    with pytest.raises(JobError) as caught:
        await jobs.run(os.abort)
    assert caught.value.problem is JobProblem.CRASHED
    assert str(-signal.SIGABRT) in caught.value.detail


async def test_a_job_over_its_time_is_ended(jobs: Jobs) -> None:
    started = time.monotonic()
    with pytest.raises(JobError) as caught:
        await jobs.run(time.sleep, 60, timeout=0.3)
    assert caught.value.problem is JobProblem.TIMED_OUT
    assert time.monotonic() - started < 5
    assert await jobs.run(abs, -1) == 1


async def test_whoever_stops_waiting_ends_the_job(jobs: Jobs, tmp_path: Path) -> None:
    task = asyncio.create_task(jobs.run(leave_mark, str(tmp_path / "pid")))
    pid = await read_pid(tmp_path / "pid")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert is_gone(pid)
    assert await jobs.run(abs, -2) == 2


async def test_closing_ends_what_runs_and_what_waits(tmp_path: Path) -> None:
    async with open_jobs(at_once=1) as jobs:
        running = asyncio.create_task(jobs.run(leave_mark, str(tmp_path / "pid")))
        pid = await read_pid(tmp_path / "pid")
        waiting = asyncio.create_task(jobs.run(abs, -1))
        await asyncio.sleep(0)
    for task in (running, waiting):
        with pytest.raises(JobError) as caught:
            await task
        assert caught.value.problem is JobProblem.STOPPED
    assert is_gone(pid)
    with pytest.raises(JobError):
        await jobs.run(abs, -1)


async def test_what_a_job_has_started_ends_with_it(jobs: Jobs, tmp_path: Path) -> None:
    with pytest.raises(JobError):
        await jobs.run(start_sleeper, str(tmp_path / "pid"), timeout=1)
    assert is_gone(await read_pid(tmp_path / "pid"))


async def test_jobs_take_turns_and_too_many_are_refused(jobs: Jobs) -> None:
    done: list[int] = []

    async def one(number: int) -> None:
        done.append(await jobs.run(abs, number))

    async with asyncio.TaskGroup() as group:
        group.create_task(jobs.run(time.sleep, 0.5))
        await asyncio.sleep(0.05)
        for number in range(3):
            group.create_task(one(number))
        await asyncio.sleep(0.05)
        assert jobs.waiting == 3
    assert done == [0, 1, 2]


async def test_one_more_than_may_wait_is_refused_at_once() -> None:
    async with open_jobs(at_once=1) as jobs:
        first = asyncio.create_task(jobs.run(time.sleep, 60))
        await asyncio.sleep(0.05)
        rest = [asyncio.create_task(jobs.run(abs, 1)) for _ in range(MOST_WAITING)]
        await asyncio.sleep(0.05)
        with pytest.raises(JobError) as caught:
            await jobs.run(abs, 1)
        assert caught.value.problem is JobProblem.BUSY
    answers = await asyncio.gather(first, *rest, return_exceptions=True)
    assert all(isinstance(answer, JobError) for answer in answers)


async def test_progress_is_told_on_the_way(jobs: Jobs) -> None:
    heard: list[float] = []
    assert await jobs.run(count_to, 4, progress=heard.append) == 4
    assert heard == [0.25, 0.5, 0.75, 1.0]


async def test_a_job_does_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, str(tmp_path / "pid"), start_new_session=True
    )
    pid = await read_pid(tmp_path / "pid")
    parent.kill()
    await parent.wait()
    await wait_until(partial(is_gone, pid))


PARENT = """
import asyncio, sys
from tests.web.test_jobs import leave_mark
from web.jobs import open_jobs

async def main():
    async with open_jobs() as jobs:
        await jobs.run(leave_mark, sys.argv[1])

asyncio.run(main())
"""


def leave_mark(path: str) -> None:
    Path(path + ".part").write_text(str(os.getpid()))
    Path(path + ".part").rename(path)
    time.sleep(60)


def start_sleeper(path: str) -> None:
    pid = os.posix_spawn("/bin/sleep", ["sleep", "60"], os.environ)
    Path(path).write_text(str(pid))
    time.sleep(60)


def count_to(number: int, *, progress: object) -> int:
    assert callable(progress)
    for step in range(number):
        progress((step + 1) / number)
    return number


def print_and_count(text: str) -> int:
    sys.stdout.write(text)
    return len(text)


async def read_pid(path: Path) -> int:
    await wait_until(path.exists)
    return int(path.read_text())  # noqa: ASYNC240 - a few bytes


async def wait_until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 - another process has no event of ours
            await asyncio.sleep(0.02)


def is_gone(pid: int) -> bool:
    """Tell whether the process has ended; one that only waits to be reaped by init has too."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True
