"""`netvisit plan INPUT.json`: a week's plan for a backlog of joint receptions."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from scheduling.problem import PlannedVisit, Problem

from .commands import Subparsers, add_command
from .problem_file import EPILOG, load_problem, write_moment, write_number
from .reason_text import LANGUAGES, ReasonText

if TYPE_CHECKING:
    from scheduling.plan import Progress, WeeklyPlan

SECONDS = 60.0
MOST_SECONDS = 86_400
OUTPUT = """
Printed is {"bookings": [{"request", "starts_at", "ends_at", "resources"}], "unplaced": [{"request",
"reasons"}], "objective", "bound", "waiting", "fragmentation", "seconds"}. The objective is weight
times minutes late, plus weight times 20160 for each request left out; no plan is below the bound.
Ties go to less waiting (weight times minutes after release), then to fewer minutes between the
visits of a department (ids that begin with "dep:") on a day. Progress is on standard error.
"""


def register(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "plan",
        print_plan,
        "place a backlog of joint receptions",
        "Places requests so that as little weight as possible is late or left out. What is busy "
        "stays. It ends early when the plan is proven best.",
        EPILOG + OUTPUT,
    )
    parser.add_argument("file", metavar="INPUT.json", help="the problem, or - for standard input")
    parser.add_argument(
        "--seconds", type=read_seconds, default=SECONDS, metavar="N", help="time at most (60)"
    )
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the reasons")


def read_seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds") from None
    if not 0 < seconds <= MOST_SECONDS:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and {MOST_SECONDS} seconds")
    return seconds


def print_plan(arguments: argparse.Namespace) -> int:
    problem = load_problem(arguments.file, "plan")
    if problem is None:
        return 2
    # The solver takes a second to import; no other command should wait for it.
    from scheduling.plan import make_plan  # noqa: PLC0415

    report = show_progress if sys.stderr.isatty() else _keep_quiet
    plan = make_plan(problem, seconds=arguments.seconds, report=report)
    words = ReasonText(arguments.lang, problem.horizon)
    print(json.dumps(describe_plan(problem, plan, words), ensure_ascii=False, indent=1))
    return 0


def show_progress(progress: "Progress") -> None:
    figures = f"objective {float(progress.objective):.0f}, bound {float(progress.bound):.0f}"
    print(f"{progress.seconds:6.1f} s  {figures}", file=sys.stderr)


def _keep_quiet(_: "Progress") -> None:
    """Progress is for people who watch."""


def describe_plan(problem: Problem, plan: "WeeklyPlan", words: ReasonText) -> dict[str, object]:
    return {
        "bookings": [_describe_visit(problem, visit) for visit in plan.visits],
        "unplaced": [
            {"request": one.request, "reasons": words.tell_all(one.reasons)}
            for one in plan.unplaced
        ],
        "objective": write_number(plan.objective),
        "bound": write_number(plan.bound),
        "waiting": write_number(plan.waiting),
        "fragmentation": plan.fragmentation,
        "seconds": round(plan.seconds, 3),
    }


def _describe_visit(problem: Problem, visit: PlannedVisit) -> dict[str, object]:
    zone = problem.horizon.zone
    return {
        "request": visit.request,
        "starts_at": write_moment(visit.span.start, zone),
        "ends_at": write_moment(visit.span.end, zone),
        "resources": list(visit.resources),
    }
