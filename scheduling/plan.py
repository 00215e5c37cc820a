"""The weekly plan: places a backlog of joint receptions at the least cost of lateness and omission.

It starts from earliest deadline first, improves that by small steps, then lets CP-SAT place anew
what is near one another (large-neighbourhood search), and says how far from the best it can be at
most. It needs all its seconds on a processor: call it in a process of its own when others wait.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

from .planning.dealing import deal_resources
from .planning.greedy import plan_by_deadline
from .planning.planner import Planner
from .planning.score import Score, score_plan
from .planning.tasks import make_agenda
from .problem import MINUTE, PlannedVisit
from .reasons import Reason, ReasonKind
from .slots import SlotSearch

if TYPE_CHECKING:
    from collections.abc import Callable

    from .planning.ledger import Plan
    from .planning.tasks import Agenda
    from .problem import Problem

# What is kept of the time to write down the plan.
TAIL = 0.05


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A request that has no place in a plan, and why."""

    request: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class WeeklyPlan:
    """Visits by time, what was left out, and figures in weighted minutes (`fragmentation`: plain).

    No plan can have an objective below `bound`.
    """

    visits: tuple[PlannedVisit, ...]
    unplaced: tuple[Unplaced, ...]
    objective: Fraction
    bound: Fraction
    waiting: Fraction
    fragmentation: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a plan has come."""

    seconds: float
    objective: Fraction
    bound: Fraction


def make_plan(
    problem: Problem,
    *,
    seconds: float = 60,
    seed: int = 1,
    workers: int = 2,
    report: Callable[[Progress], None] = lambda _: None,
) -> WeeklyPlan:
    """Plan within so many seconds, fewer when the plan is proven best; never worse than greedy."""
    started = time.monotonic()
    agenda = make_agenda(problem)

    def tell(score: Score, floor: int) -> None:
        passed = time.monotonic() - started
        report(Progress(passed, Fraction(score.cost, agenda.scale), Fraction(floor, agenda.scale)))

    planner = Planner(agenda, plan_by_deadline(agenda), Random(seed), workers, tell)  # noqa: S311 - repeatable, not secret
    planner.improve(started + seconds - min(1.0, seconds * TAIL))
    return _describe(agenda, planner.best, planner.floor, started)


def plan_greedily(problem: Problem) -> WeeklyPlan:
    """Plan by earliest deadline first alone, to compare with."""
    started = time.monotonic()
    agenda = make_agenda(problem)
    return _describe(agenda, plan_by_deadline(agenda), 0, started)


def _describe(agenda: Agenda, plan: Plan, floor: int, started: float) -> WeeklyPlan:
    score = score_plan(agenda, plan)
    visits = deal_resources(agenda, plan)
    return WeeklyPlan(
        visits=visits,
        unplaced=_explain_unplaced(agenda.problem, visits),
        objective=Fraction(score.cost, agenda.scale),
        bound=Fraction(floor, agenda.scale),
        waiting=Fraction(score.waiting, agenda.scale),
        fragmentation=score.gaps * agenda.granule // MINUTE,
        seconds=time.monotonic() - started,
    )


def _explain_unplaced(problem: Problem, visits: tuple[PlannedVisit, ...]) -> tuple[Unplaced, ...]:
    """Say what stands in the way beside the plan's own visits."""
    placed = {visit.request for visit in visits}
    buffers = {request.id: request.buffer for request in problem.requests}
    search = SlotSearch(problem, [(buffers[visit.request], visit) for visit in visits])
    return tuple(
        Unplaced(request.id, search.explain(request) or (Reason(ReasonKind.TOO_LATE),))
        for request in problem.requests
        if request.id not in placed
    )
