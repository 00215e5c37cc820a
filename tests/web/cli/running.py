"""Starting `netvisit` as a person does, with an environment of the test's own."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
import structlog

from web.cli import main

NETVISIT = Path(sys.executable).with_name("netvisit")


def environment(**settings: str) -> dict[str, str]:
    """Give this process's environment without its NETVISIT_ keys, and the settings as such keys."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("NETVISIT_")}
    return kept | {f"NETVISIT_{key}": value for key, value in settings.items()}


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command printed and how it ended."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str, stdin: str = "", **settings: str) -> Ended:
    """Run a command to its end, in this process: starting another takes two seconds."""
    out, errors = StringIO(), StringIO()
    handlers = logging.getLogger().handlers[:]
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(errors):
        for key in [key for key in os.environ if key.startswith("NETVISIT_")]:
            patch.delenv(key)
        for key, value in settings.items():
            patch.setenv(f"NETVISIT_{key}", value)
        patch.setattr(sys, "stdin", StringIO(stdin))
        try:
            code = main(arguments)
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            logging.getLogger().handlers[:] = handlers
            structlog.reset_defaults()
    return Ended(code, out.getvalue(), errors.getvalue())


@contextmanager
def started(*arguments: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """Start a command that serves; killed at the end if it still runs."""
    process = subprocess.Popen(
        [NETVISIT, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(**settings),
    )
    try:
        yield process
    finally:
        process.kill()
        if process.stdout is not None and not process.stdout.closed:
            process.communicate(timeout=10)


def read_line(process: subprocess.Popen[str]) -> str:
    """Wait for the next line of standard output; fails with standard error if there is none."""
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise AssertionError(process.communicate(timeout=10)[1])
    return line


def one_line(text: str) -> str:
    """Give the text, which has to be a single line."""
    assert text.endswith("\n")
    assert text.count("\n") == 1, text
    return text.strip()
