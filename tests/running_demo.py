"""A real `netvisit demo` in a process of its own, for tests, benchmarks and pictures."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

NETVISIT = Path(sys.executable).with_name("netvisit")


@dataclass(frozen=True, slots=True)
class RunningDemo:
    """What the first line of `netvisit demo --json` says, and the process behind it."""

    base_url: str
    citizen: dict[str, str]
    staff: list[dict[str, str]]
    office: list[dict[str, str]]
    process: subprocess.Popen[str]
    log: Path

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)


@contextmanager
def run_demo(*options: str, **environment: str) -> Iterator[RunningDemo]:
    """Start a demo on a free port; stop it by SIGTERM and hold it to a quick, clean end."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "demo.log")
        with log.open("w") as errors:
            process = _start(options, environment, errors)
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, f"the demo ended before its first line:\n{log.read_text()}"
            yield _parse(json.loads(line), process, log)
        finally:
            _stop(process)
            if process.stdout:
                process.stdout.close()


def _start(
    options: tuple[str, ...], environment: dict[str, str], errors: IO[str]
) -> subprocess.Popen[str]:
    command = [str(NETVISIT), "demo", "--json", "--port", "0", *options]
    settings = {**os.environ, **environment}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=settings)


def _parse(first: dict[str, Any], process: subprocess.Popen[str], log: Path) -> RunningDemo:
    return RunningDemo(
        first["base_url"], first["citizen"], first["staff"], first["office"], process, log
    )


def _stop(process: subprocess.Popen[str]) -> None:
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)
        raise
