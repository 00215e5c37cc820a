"""The child process of a job: reads one call from its input, answers on its output, ends.

Frames in both directions are an unsigned length of 8 bytes, big-endian, and that many bytes. In:
sys.path, then the call (function, arguments, whether it reports progress). Out: any number of
Progress, then one Done or Failed. The input stays open as long as somebody waits; its end ends us.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
import threading
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

# Visits on this machine go before any paper: what is left of the processor is enough.
NICENESS = 10
LENGTH = struct.Struct(">Q")
NOBODY_WAITS = 3


@dataclass(frozen=True, slots=True)
class Call:
    """A function found by its module and name, and what it is called with."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    reports: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How much is done, from 0 to 1."""

    fraction: float


@dataclass(frozen=True, slots=True)
class Done:
    result: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """What was raised and where; without its message, which may quote what people said."""

    error: str
    place: str


Answer = Progress | Done | Failed


def pack(body: bytes) -> bytes:
    """Put the length before a frame."""
    return LENGTH.pack(len(body)) + body


def main() -> None:
    os.nice(NICENESS)
    answers = _take_output()
    sys.path[:] = pickle.loads(_read_frame())  # noqa: S301 - from the parent process only
    call = _read_frame()
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _write(answers, _answer(call, answers))


def _take_output() -> int:
    """Keep the output for frames; what libraries print goes where errors go."""
    answers = os.dup(1)
    os.dup2(2, 1)
    return answers


def _answer(call: bytes, answers: int) -> bytes:
    try:
        return pickle.dumps(Done(_carry_out(pickle.loads(call), answers)))  # noqa: S301 - as above
    except Exception as error:  # the root of the process: carried to who waits
        last = traceback.extract_tb(error.__traceback__)[-1]
        return pickle.dumps(Failed(type(error).__name__, f"{last.filename}:{last.lineno}"))


def _carry_out(call: Call, answers: int) -> object:
    if not call.reports:
        return call.function(*call.arguments)

    def report(fraction: float) -> None:
        _write(answers, pickle.dumps(Progress(fraction)))

    return call.function(*call.arguments, progress=report)


def _leave_with_parent() -> None:
    while os.read(0, 4096):
        pass
    os._exit(NOBODY_WAITS)


def _read_frame() -> bytes:
    (length,) = LENGTH.unpack(_read_exactly(LENGTH.size))
    return _read_exactly(length)


def _read_exactly(size: int) -> bytes:
    parts = []
    while size:
        part = os.read(0, min(size, 1 << 20))
        if not part:
            os._exit(NOBODY_WAITS)
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _write(answers: int, body: bytes) -> None:
    rest = memoryview(pack(body))
    while rest:
        rest = rest[os.write(answers, rest) :]


if __name__ == "__main__":
    # Under its own name, as the parent pickles and reads these classes.
    from web.job_process import main as named_main

    named_main()
