"""Slots of joint requests against a search that tries every start and every choice."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from hypothesis import given, settings

from scheduling.problem import JointRequest, Problem
from scheduling.problem_reader import read_problem
from scheduling.reasons import Condition, ConditionKind, ReasonKind
from scheduling.slots import SlotSearch
from tests.scheduling.backlogs import make_backlog
from tests.scheduling.plan_checker import Week
from tests.scheduling.small_problems import draw_problem

Found = tuple[datetime, list[str]]


def search(content: dict[str, Any], name: str) -> list[Found]:
    """Give the ten best starts, each with the first choice of resources that is free."""
    week = Week(content)
    by_start = groupby(week.list_bookings(name), key=lambda booking: booking["starts_at"])
    found = [next(bookings) for _, bookings in by_start]
    preferred = week.pairs(week.requests[name].get("preferred", []))

    def key(booking: Any) -> tuple[bool, datetime]:  # noqa: ANN401 - JSON
        start, end = week.at(booking["starts_at"]), week.at(booking["ends_at"])
        return not any(a <= start and end <= b for a, b in preferred), start

    best = sorted(found, key=key)[:10]
    return [(week.at(one["starts_at"]), sorted(one["resources"])) for one in best]


@settings(max_examples=40, deadline=None)
@given(draw_problem())
def test_joint_slots_are_those_that_a_search_finds(content: dict[str, Any]) -> None:
    problem = read_problem(content).problem
    answers = SlotSearch(problem)
    for request in problem.requests:
        answer = answers.find_slots(request)
        slots = [
            (datetime.fromtimestamp(slot.span.start, UTC), sorted(slot.resources))
            for slot in answer.slots
        ]
        assert slots == search(content, request.id)
        assert bool(answer.reasons) is not bool(slots)


@settings(max_examples=40, deadline=None)
@given(draw_problem())
def test_what_is_never_free_together_is_so_and_nothing_of_it_can_be_spared(
    content: dict[str, Any],
) -> None:
    problem = read_problem(content).problem
    for request in problem.requests:
        for reason in SlotSearch(problem).explain(request):
            if reason.kind is not ReasonKind.NEVER_TOGETHER:
                continue
            assert not has_slot(problem, keep(request, reason.conditions))
            for spared in reason.conditions:
                rest = [one for one in reason.conditions if one != spared]
                assert has_slot(problem, keep(request, rest))


def has_slot(problem: Problem, request: JointRequest) -> bool:
    return bool(SlotSearch(problem).find_slots(request).slots)


def keep(request: JointRequest, conditions: Sequence[Condition]) -> JointRequest:
    """Give the request with these of its conditions only."""
    kinds = {condition.kind for condition in conditions}
    named = {name for one in conditions for name in one.resources}
    choices = [one for one in request.any_of if set(one) <= named]
    is_choosing = ConditionKind.CHOICE in kinds
    return replace(
        request,
        needs=tuple(
            name for name in request.needs if Condition(ConditionKind.NEED, (name,)) in conditions
        ),
        any_of=tuple(choices) if is_choosing else (),
        impossible=request.impossible if ConditionKind.IMPOSSIBLE in kinds else (),
        release=request.release if ConditionKind.RELEASE in kinds else None,
    )


def test_a_gain_is_the_first_time_without_what_is_given_up() -> None:
    content = make_backlog(1, 1, 2, 1, 2)
    content["busy"] = []
    content["resources"][0] = {"id": "dep:0", "open": [["2026-11-23T09:00", "2026-11-23T12:00"]]}
    content["resources"][1] = {"id": "dep:1", "open": [["2026-11-24T09:00", "2026-11-24T12:00"]]}
    content["requests"] = [{"id": "c", "minutes": 30, "needs": ["dep:0", "dep:1"]}]
    problem = read_problem(content).problem
    (reason,) = SlotSearch(problem).find_slots(problem.requests[0]).reasons
    hours = [
        datetime.fromtimestamp(gain.start, problem.horizon.zone).isoformat()
        for gain in reason.gains
    ]
    assert hours == ["2026-11-24T09:00:00+08:00", "2026-11-23T09:00:00+08:00"]


def test_slots_far_in_the_horizon_are_found_in_order() -> None:
    content = make_backlog(1, 1, 1, 1, 60)
    hours = [["2026-11-23T09:00", "2026-11-23T09:30"], ["2027-01-20T09:00", "2027-01-20T10:00"]]
    content |= {"busy": [], "resources": [{"id": "dep:0", "open": hours}]}
    content["requests"] = [{"id": "c", "minutes": 30, "needs": ["dep:0"], "preferred": [hours[1]]}]
    problem = read_problem(content).problem
    slots = SlotSearch(problem).find_slots(problem.requests[0]).slots
    starts = [datetime.fromtimestamp(one.span.start, problem.horizon.zone) for one in slots]
    assert [f"{start:%m-%d %H:%M}" for start in starts] == [
        "01-20 09:00",
        "01-20 09:15",
        "01-20 09:30",
        "11-23 09:00",
    ]
