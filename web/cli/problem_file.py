"""Reads a scheduling problem for the command line, and writes times as its author wrote them."""

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduling.errors import InvalidProblemError
from scheduling.problem import Problem
from scheduling.problem_reader import read_problem

EPILOG = """\
INPUT.json ("-" reads standard input) is one object:

  {"horizon": {"from": "2026-11-23", "to": "2026-11-27"}, "zone": "Asia/Shanghai",
   "step_minutes": 15,
   "resources": [{"id": "dep:housing", "open": [["2026-11-23T09:00", "2026-11-23T12:00"]],
                  "capacity": 1, "daily_max": 6}],
   "busy": [{"resource": "room:1", "from": "2026-11-23T09:00", "to": "2026-11-23T10:00"}],
   "requests": [{"id": "case-1", "minutes": 30, "needs": ["dep:housing"],
                 "any_of": [["room:1", "room:2"]], "not": ["officer:7"],
                 "impossible": [[from, to]], "preferred": [[from, to]],
                 "release": "2026-11-23T09:00", "deadline": "2026-11-26T17:00",
                 "weight": 3, "buffer_minutes": 5}]}

Needed are horizon, zone, step_minutes, resources (id, open) and requests (id, minutes). Times are
local to the zone, or carry an offset; a time printed carries one only where clocks show it twice.
"""


def load_problem(path: str, command: str) -> Problem | None:
    """Read a problem; None when it has faults, each of which is then on standard error."""
    try:
        found = read_problem(_read_json(path))
    except InvalidProblemError as error:
        _complain(command, path, error.faults)
        return None
    _complain(command, path, found.remarks)
    return found.problem


def write_moment(moment: int, zone: ZoneInfo) -> str:
    """Write a time as 2026-11-23T09:00 in the zone, with its offset if that was shown before."""
    local = datetime.fromtimestamp(moment, zone)
    shown = local if local.fold else local.replace(tzinfo=None)
    return shown.isoformat(timespec="seconds" if local.second else "minutes")


def write_number(number: Fraction) -> int | float:
    return number.numerator if number.denominator == 1 else float(number)


def _complain(command: str, path: str, lines: Sequence[str]) -> None:
    for line in lines:
        print(f"netvisit {command}: {path}: {line}", file=sys.stderr)


def _read_json(path: str) -> object:
    """Parse a file; raises InvalidProblemError with the place and what to do."""
    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8-sig")
        return json.loads(text)
    except OSError as error:
        fault = f"cannot be read ({error.strerror}); give an existing file"
    except UnicodeDecodeError:
        fault = "is not UTF-8 text; save it as UTF-8"
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        fault = f"is not JSON at {place} ({error.msg}); correct it there"
    except (RecursionError, ValueError):  # too deep, or a number of thousands of digits
        fault = "is nested too deeply or holds too long a number; write it as --help describes"
    raise InvalidProblemError([fault])
