"""Improves a plan until its time is over or it is proven best."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from .bound import PriceBound
from .model import Goal, Limits, PlanModel
from .neighbourhoods import choose_core, choose_neighbourhood
from .ruin import Ruin
from .score import Score, score_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from .ledger import Plan
    from .tasks import Agenda

# As many starts as CP-SAT places to the end within seconds.
SMALL = 4_000
RUIN_SHARE, BOUND_SHARE = 0.3, 0.25
MOST_BOUND_STEPS = 1_000
NEIGHBOURHOOD_SECONDS = 3.0
CORE_STARTS, CORE_SECONDS = 1_500, 4.0
# How often a neighbourhood is solved for each attempt at a core.
ROUNDS = 3
HEAT_MINUTES = 2_000
COOLEST = 1e-3


class Planner:
    """Holds the best plan so far and a floor under the cost of any; both only improve."""

    def __init__(
        self,
        agenda: Agenda,
        plan: Plan,
        chance: Random,
        workers: int,
        tell: Callable[[Score, int], None],
    ) -> None:
        self._agenda = agenda
        self._chance = chance
        self._workers = workers
        self._tell = tell
        self.best = dict(plan)
        self.score = score_plan(agenda, plan)
        self._core_starts, self._core_seconds = CORE_STARTS, CORE_SECONDS
        # Each request by itself at its cheapest.
        self.floor = agenda.base_cost + sum(
            min(task.costs[0], task.dropped) for task in agenda.tasks
        )

    def improve(self, deadline: float) -> None:
        """Work until the deadline on the monotonic clock, or less when nothing is left to do."""
        if not self._agenda.tasks:
            return
        total = deadline - time.monotonic()
        is_small = sum(len(task.starts) for task in self._agenda.tasks) <= SMALL
        self._ruin(total * (0.05 if is_small else RUIN_SHARE))
        if is_small and self._solve_whole(deadline):
            return
        if not self._is_proven:
            self._raise_floor(min(total * BOUND_SHARE, deadline - time.monotonic()))
        while time.monotonic() < deadline and not self._is_proven:
            self._solve_core(deadline)
            for _ in range(ROUNDS):
                if time.monotonic() < deadline and not self._is_proven:
                    self._solve_neighbourhood(deadline)
        # The cost is the best there is: what is left of the time goes to shorter waiting.
        self._ruin(min(total * 0.1, deadline - time.monotonic()), heat=0)

    @property
    def _is_proven(self) -> bool:
        return self.score.cost <= self.floor

    def _offer(self, plan: Plan) -> None:
        score = score_plan(self._agenda, plan)
        if score < self.score:
            self.best, self.score = dict(plan), score
            self._tell(self.score, self.floor)

    def _raise_floor_to(self, floor: int) -> None:
        if floor > self.floor:
            self.floor = min(floor, self.score.cost)
            self._tell(self.score, self.floor)

    def _ruin(self, seconds: float, heat: float = HEAT_MINUTES) -> None:
        """Take small steps, cooling down, until the time is over or no cost is left to lose."""
        began = time.monotonic()
        work = Ruin(self._agenda, self.best, self._chance)
        best = work.price
        while (passed := time.monotonic() - began) < seconds:
            cold = max(1 - passed / seconds, COOLEST) ** 3
            if work.step(heat * self._agenda.scale * cold) and work.price < best:
                best = work.price
                self._offer(work.plan)
                if heat and self._is_proven:
                    return

    def _raise_floor(self, seconds: float) -> None:
        began, bound = time.monotonic(), PriceBound(self._agenda)
        for number in range(MOST_BOUND_STEPS):
            share = max((time.monotonic() - began) / max(seconds, 1e-3), number / MOST_BOUND_STEPS)
            if share >= 1 or bound.floor >= self.score.cost:
                break
            bound.step(COOLEST**share)
        self._raise_floor_to(bound.floor)

    def _solve_whole(self, deadline: float) -> bool:
        """Let CP-SAT place everything, goal after goal; tell whether all goals were proven."""
        model = PlanModel(self._agenda, range(len(self._agenda.tasks)), self.best)
        for goal in Goal:
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            solved = model.solve(goal, self.best, self._limits(left))
            self._offer(solved.plan)
            if goal is Goal.COST and solved.floor is not None:
                self._raise_floor_to(self._agenda.base_cost + solved.floor)
            if not solved.is_best:
                return False
        return True

    def _solve_neighbourhood(self, deadline: float) -> None:
        movable = choose_neighbourhood(self._agenda, self.best, self._chance)
        model = PlanModel(self._agenda, movable, self.best)
        left = min(NEIGHBOURHOOD_SECONDS, deadline - time.monotonic())
        if left > 0:
            self._offer(model.solve(Goal.COST, self.best, self._limits(left)).plan)
        self._ruin(min(1.0, deadline - time.monotonic()), heat=HEAT_MINUTES / 100)

    def _solve_core(self, deadline: float) -> None:
        """Raise the floor by what a part of the tasks costs when it has everything to itself."""
        left = min(self._core_seconds, deadline - time.monotonic())
        if left <= 0:
            return
        tasks = self._agenda.tasks
        core = choose_core(self._agenda, self.best, self._core_starts)
        if not core:
            return
        kept = {number: place for number, place in self.best.items() if number in core}
        solved = PlanModel(self._agenda, core, kept).solve(Goal.COST, kept, self._limits(left))
        others = sum(
            min(task.costs[0], task.dropped) for at, task in enumerate(tasks) if at not in core
        )
        self._raise_floor_to(self._agenda.base_cost + (solved.floor or 0) + others)
        if solved.is_best:
            self._core_starts *= 2
        else:
            self._core_seconds *= 2

    def _limits(self, seconds: float) -> Limits:
        return Limits(seconds, self._workers, self._chance.randrange(1 << 30))
