"""How every command is added to the command line."""

import argparse
import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeVar

Result = TypeVar("Result")


class Subparsers(Protocol):
    """What argparse's `add_subparsers` returns, which has no public name."""

    def add_parser(self, name: str, **options: Any) -> argparse.ArgumentParser: ...  # noqa: ANN401 - argparse's own


def add_command(
    subparsers: Subparsers,
    name: str,
    run: Callable[[argparse.Namespace], int],
    summary: str,
    description: str,
    epilog: str = "",
) -> argparse.ArgumentParser:
    """Add a command with its one-line summary and its longer help; `run` gives the exit code."""
    parser = subparsers.add_parser(
        name,
        help=summary,
        description=description,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter if epilog else argparse.HelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def run_to_end(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a command's work on a loop of its own."""
    return asyncio.run(_let_threads_end(work))


async def _let_threads_end(work: Coroutine[Any, Any, Result]) -> Result:
    try:
        return await work
    except BaseException:
        # After a failed connect aiosqlite's thread still reports its end to this loop.
        await asyncio.sleep(0.1)
        raise
