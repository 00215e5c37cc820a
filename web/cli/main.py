"""Reads the command line, runs the command, turns its errors into one line and an exit code."""

import argparse
import sys
from collections.abc import Callable, Sequence

from cases.errors import CasesError
from media import DependencyError
from transcription import TranscriptionError
from web.errors import WebError

from . import (
    backup,
    db,
    demo,
    doctor,
    extract,
    minutes,
    model,
    plan,
    serve,
    slots,
    transcribe,
    user,
)

EPILOG = """\
Settings are environment variables with the prefix NETVISIT_, listed in README.md; an unknown one
is refused. Exit codes: 0 done, 1 it could not be done and standard error says why, 2 the command
line was not understood.

  netvisit demo                              try it: a visit that starts now, on this machine
  netvisit transcribe talk.wav --lang zh     speech to text, one JSON line per utterance
  netvisit doctor                            is everything there that visits need?
"""

Command = Callable[[argparse.Namespace], int]


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="netvisit",
        description="Video visits between citizens and public departments, on your own machine.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    modules = (demo, serve, db, backup, user, doctor, model, transcribe, extract, minutes)
    for module in (*modules, slots, plan):
        module.register(subparsers)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    namespace = build_parser().parse_args(arguments)
    command: Command = namespace.run
    try:
        return command(namespace)
    except (WebError, CasesError, TranscriptionError, DependencyError) as error:
        print(f"netvisit: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader of our output has gone, as `head` does; that is its right.
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
