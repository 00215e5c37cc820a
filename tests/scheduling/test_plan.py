"""Plans against a checker of their own, against every plan there is, and against greedy."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from scheduling.plan import WeeklyPlan, make_plan, plan_greedily
from scheduling.problem_reader import read_problem
from scheduling.reasons import ReasonKind
from tests.scheduling.backlogs import make_backlog
from tests.scheduling.plan_checker import Json, Week, search_best
from tests.scheduling.small_problems import draw_problem
from web.cli.plan import describe_plan
from web.cli.reason_text import ReasonText


def plan_json(content: Json, seconds: float = 2) -> dict[str, Any]:
    problem = read_problem(content).problem
    plan = make_plan(problem, seconds=seconds, workers=1)
    return describe_plan(problem, plan, ReasonText("en", problem.horizon))


def check(content: Json, plan: dict[str, Any]) -> None:
    week, bookings = Week(content), plan["bookings"]
    assert week.check(bookings) == []
    assert plan["objective"] == pytest.approx(week.price(bookings))
    assert plan["waiting"] == pytest.approx(week.count_waiting(bookings))
    assert plan["bound"] <= plan["objective"]
    placed = {booking["request"] for booking in bookings}
    left = {one["request"] for one in plan["unplaced"]}
    assert placed | left == set(week.requests)
    assert not placed & left
    assert all(one["reasons"] for one in plan["unplaced"])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(draw_problem(most_requests=8))
def test_a_plan_keeps_every_rule_and_tells_its_own_price(content: dict[str, Any]) -> None:
    check(content, plan_json(content))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(draw_problem(most_requests=2, step=120))
def test_a_small_plan_is_the_best_there_is(content: dict[str, Any]) -> None:
    plan = plan_json(content)
    assert plan["objective"] == pytest.approx(search_best(Week(content)))
    assert plan["bound"] == plan["objective"]


def test_a_week_is_planned_no_worse_than_greedily() -> None:
    content = make_backlog(2, 90, departments=10, rooms=2, days=3)
    plan = plan_json(content, seconds=3)
    check(content, plan)
    greedy = plan_greedily(read_problem(content).problem)
    assert plan["objective"] <= greedy.objective
    check(content, describe_greedy(content, greedy))


def describe_greedy(content: Json, plan: WeeklyPlan) -> dict[str, Any]:
    problem = read_problem(content).problem
    return describe_plan(problem, plan, ReasonText("en", problem.horizon))


HOURS = [["2026-11-23T09:00", "2026-11-23T12:00"]]
WEEK = {
    "horizon": {"from": "2026-11-23", "to": "2026-11-23"},
    "zone": "Asia/Shanghai",
    "step_minutes": 15,
    "resources": [{"id": "dep:a", "open": HOURS}, {"id": "dep:b", "open": HOURS}],
}


def ask(name: str, **more: object) -> dict[str, object]:
    return {"id": name, "minutes": 60, "needs": ["dep:a"], **more}


def test_among_equal_plans_the_weightier_waits_less() -> None:
    content = {**WEEK, "requests": [ask("light"), ask("heavy", weight=5), ask("light-too")]}
    first = plan_json(content)["bookings"][0]
    assert first["request"] == "heavy"


def test_among_equal_plans_gaps_are_short() -> None:
    both = {"minutes": 60, "needs": ["dep:a", "dep:b"]}
    content = {
        **WEEK,
        "requests": [
            {"id": "one", **both, "release": "2026-11-23T09:00", "deadline": "2026-11-23T10:00"},
            ask("any", weight=0),
        ],
    }
    plan = plan_json(content)
    assert plan["fragmentation"] == Week(content).count_gaps(plan["bookings"]) == 0


def test_what_finds_no_place_is_told_what_the_plan_has_taken() -> None:
    content = {
        **WEEK,
        "requests": [ask(f"case-{number}", weight=4 - number) for number in range(4)],
    }
    plan = plan_json(content)
    (left,) = plan["unplaced"]
    assert left["request"] == "case-3"
    assert left["reasons"] == ["dep:a: booked throughout before 24 November"]


def test_a_request_that_nobody_can_meet_costs_whatever_the_plan() -> None:
    content = {**WEEK, "requests": [ask("recused", **{"not": ["dep:a"]}), ask("fine")]}
    plan = plan_json(content)
    assert plan["objective"] == plan["bound"] == 20_160
    problem = read_problem(content).problem
    (left,) = make_plan(problem, seconds=1).unplaced
    assert [reason.kind for reason in left.reasons] == [ReasonKind.RECUSED]


def test_a_plan_of_nothing_is_empty() -> None:
    plan = plan_json({**WEEK, "requests": []})
    assert (plan["bookings"], plan["unplaced"], plan["objective"]) == ([], [], 0)
