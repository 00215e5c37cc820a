"""Heavy work in child processes of low priority: papers, redacted copies, checks of models.

Policy: as many processes at once as `open_jobs` is told (one on two cores, so that visits keep the
other), the rest wait in the order they came, at most MOST_WAITING of them; one more is refused at
once. The time limit of a job counts from its start, not from its place in the queue. Whoever stops
waiting ends the job; when the house closes, every process is killed and reaped first.
"""

import asyncio
import os
import pickle
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeAlias, TypeVar, cast

from .errors import JobError, JobProblem
from .job_process import LENGTH, Answer, Call, Done, Progress, pack

MOST_WAITING = 16
TIMEOUT_SECONDS = 120.0

Result = TypeVar("Result")
Report: TypeAlias = Callable[[float], None]


class Jobs:
    """Runs top-level functions, each in a new interpreter (never forked: threads run here)."""

    def __init__(self, at_once: int) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._waiting = 0
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closing = False

    @property
    def waiting(self) -> int:
        """How many jobs wait for their turn."""
        return self._waiting

    async def run(
        self,
        function: Callable[..., Result],
        *arguments: object,
        timeout: float = TIMEOUT_SECONDS,  # noqa: ASYNC109 - of the process, not of the caller
        progress: Report | None = None,
    ) -> Result:
        """Call a top-level function in a child process and return what it returned.

        Arguments and result are pickled. With `progress` the function is called with a keyword
        `progress` of its own, to be called with fractions from 0 to 1. Raises JobError.
        """
        if self._closing:
            raise JobError(function.__qualname__, JobProblem.STOPPED)
        if self._waiting >= MOST_WAITING:
            raise JobError(function.__qualname__, JobProblem.BUSY)
        call = Call(function, arguments, reports=progress is not None)
        task = asyncio.create_task(self._take_turn(call, timeout, progress))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            return cast(Result, await task)
        except asyncio.CancelledError:
            if self._closing and not _is_cancelled():
                raise JobError(function.__qualname__, JobProblem.STOPPED) from None
            raise

    async def close(self) -> None:
        """End what runs and what waits; those who wait for it get JobError."""
        self._closing = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _take_turn(self, call: Call, seconds: float, progress: Report | None) -> object:
        self._waiting += 1
        try:
            await self._places.acquire()
        finally:
            self._waiting -= 1
        try:
            async with asyncio.timeout(seconds):
                return await _carry_out(call, progress)
        except TimeoutError:
            raise JobError(call.function.__qualname__, JobProblem.TIMED_OUT) from None
        finally:
            self._places.release()


@asynccontextmanager
async def open_jobs(at_once: int | None = None) -> AsyncIterator[Jobs]:
    """Take jobs while the context is open; by default two at once from four cores on."""
    jobs = Jobs(at_once or (1 if (os.cpu_count() or 1) < 4 else 2))
    try:
        yield jobs
    finally:
        await jobs.close()


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def _carry_out(call: Call, progress: Report | None) -> object:
    sent = pack(pickle.dumps(sys.path)) + pack(pickle.dumps(call))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "web.job_process"),
        stdin=PIPE,
        stdout=PIPE,
        start_new_session=True,
    )
    try:
        return await _converse(process, sent, call.function.__qualname__, progress)
    finally:
        await _end(process)


async def _converse(process: Process, sent: bytes, name: str, progress: Report | None) -> object:
    assert process.stdin is not None  # noqa: S101 - asked for above
    with suppress(ConnectionError):  # it died already: the answer that never comes says so
        process.stdin.write(sent)
        await process.stdin.drain()
    while True:
        answer = await _read_answer(process, name)
        if isinstance(answer, Done):
            return answer.result
        if not isinstance(answer, Progress):
            raise JobError(name, JobProblem.FAILED, f"{answer.error} at {answer.place}")
        if progress is not None:
            progress(answer.fraction)


async def _read_answer(process: Process, name: str) -> Answer:
    assert process.stdout is not None  # noqa: S101 - asked for above
    try:
        (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
        body = await process.stdout.readexactly(length)
    except asyncio.IncompleteReadError:
        raise JobError(name, JobProblem.CRASHED, f"exit {await process.wait()}") from None
    answer: Answer = pickle.loads(body)  # noqa: S301 - from our own child process
    return answer


async def _end(process: Process) -> None:
    """Kill the process with all it started, and reap it."""
    if process.returncode is None:
        os.killpg(process.pid, signal.SIGKILL)
    assert process.stdin is not None  # noqa: S101 - asked for above
    assert process.stdout is not None  # noqa: S101 - asked for above
    process.stdin.close()
    await process.stdout.read()  # to its end, or its pipe would stay open
    await process.wait()
