"""`netvisit slots INPUT.json`: the best times for each request, or why it has none."""

import argparse
import json

from scheduling.problem import JointRequest, Problem
from scheduling.slots import JointSlot, SlotSearch

from .commands import Subparsers, add_command
from .problem_file import EPILOG, load_problem, write_moment
from .reason_text import LANGUAGES, ReasonText

OUTPUT = """
Printed is a list with, for each request, {"id", "slots": [{"starts_at", "ends_at", "resources"}],
"reasons"}: at most ten slots, preferred times first, then earliest; without a slot, the reasons.
Each request is looked at by itself, beside what is busy.
"""


def register(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "slots",
        print_slots,
        "find common times for joint receptions",
        "Finds the times at which all that a reception needs is free: departments, one room or "
        "interpreter of several, and the citizen; and says why when there is none.",
        EPILOG + OUTPUT,
    )
    parser.add_argument("file", metavar="INPUT.json", help="the problem, or - for standard input")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the reasons")


def print_slots(arguments: argparse.Namespace) -> int:
    problem = load_problem(arguments.file, "slots")
    if problem is None:
        return 2
    search, words = SlotSearch(problem), ReasonText(arguments.lang, problem.horizon)
    answers = [describe_slots(problem, one, search, words) for one in problem.requests]
    print(json.dumps(answers, ensure_ascii=False, indent=1))
    return 0


def describe_slots(
    problem: Problem, request: JointRequest, search: SlotSearch, words: ReasonText
) -> dict[str, object]:
    found = search.find_slots(request)
    return {
        "id": request.id,
        "slots": [_describe_slot(problem, slot) for slot in found.slots],
        "reasons": words.tell_all(found.reasons),
    }


def _describe_slot(problem: Problem, slot: JointSlot) -> dict[str, object]:
    zone = problem.horizon.zone
    return {
        "starts_at": write_moment(slot.span.start, zone),
        "ends_at": write_moment(slot.span.end, zone),
        "resources": list(slot.resources),
    }
