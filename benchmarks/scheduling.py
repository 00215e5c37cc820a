"""How good weekly plans are beside greedy and their bound, and how long slots take as offices grow.

Backlogs are made from fixed seeds. Prints tables, then all figures as JSON; asserts nothing but
that an independent checker finds no fault in any plan.
"""

import json
import random
import statistics
import sys
import time
from datetime import date, datetime, timedelta
from datetime import time as clock
from typing import Any

from scheduling.plan import WeeklyPlan, make_plan, plan_greedily
from scheduling.problem import Horizon, Problem
from scheduling.problem_reader import read_problem
from scheduling.slots import SlotSearch
from tests.scheduling.backlogs import FIRST, list_hours, make_backlog, write
from tests.scheduling.plan_checker import Week

SECONDS = 60
SEEDS = (1, 2)
ASKED, PANEL = 300, 8
OFFICES = ((200, 60), (200, 365), (2_000, 60), (2_000, 365))


def measure_plan(name: str, content: dict[str, Any]) -> dict[str, object]:
    problem = read_problem(content).problem
    greedy = plan_greedily(problem)
    plan = make_plan(problem, seconds=SECONDS)
    check(content, problem, plan)
    best, floor = float(plan.objective), float(plan.bound)
    return {
        "case": name,
        "requests": len(problem.requests),
        "greedy": float(greedy.objective),
        "plan": best,
        "ratio": best / float(greedy.objective) if greedy.objective else 1.0,
        "bound": floor,
        "gap": (best - floor) / best if best else 0.0,
        "unplaced": len(plan.unplaced),
        "greedy_unplaced": len(greedy.unplaced),
        "seconds": plan.seconds,
    }


def check(content: dict[str, Any], problem: Problem, plan: WeeklyPlan) -> None:
    """Stop when the checker finds a fault or another price."""
    week = Week(content)
    bookings = [
        {
            "request": visit.request,
            "starts_at": tell(visit.span.start, problem.horizon),
            "ends_at": tell(visit.span.end, problem.horizon),
            "resources": visit.resources,
        }
        for visit in plan.visits
    ]
    faults = week.check(bookings)
    if faults or abs(week.price(bookings) - float(plan.objective)) > 1e-3:
        raise SystemExit(f"the plan is wrong: {faults[:3]}")


def tell(moment: int, horizon: Horizon) -> str:
    return datetime.fromtimestamp(moment, horizon.zone).isoformat()


def hurry(content: dict[str, Any], seed: int) -> dict[str, Any]:
    """Give a backlog deadlines that cannot all be kept, so that the best plan is late."""
    chance = random.Random(seed)  # noqa: S311 - the same backlog at every run
    for request in content["requests"]:
        release = date.fromisoformat(request["release"][:10])
        noon = clock(chance.choice([12, 17]))
        due = release + timedelta(days=chance.choice([0, 0, 0, 1]))
        request["deadline"] = write(due, noon)
    return content


def measure_slots(departments: int, days: int) -> dict[str, object]:
    """Time `SlotSearch.find_slots` for panels of eight, half of every roster booked."""
    chance = random.Random(7)  # noqa: S311 - the same office at every run
    content = make_office(departments, days, chance)
    began = time.perf_counter()
    problem = read_problem(content).problem
    search = SlotSearch(problem)
    prepared = time.perf_counter() - began
    found, milliseconds, worked = 0, [], []
    for request in problem.requests:
        began, busy = time.perf_counter(), time.thread_time()
        found += bool(search.find_slots(request).slots)
        worked.append(1000 * (time.thread_time() - busy))
        milliseconds.append(1000 * (time.perf_counter() - began))
    milliseconds.sort()
    return {
        "departments": departments,
        "days": days,
        "p50_ms": statistics.median(milliseconds),
        "p95_ms": milliseconds[int(0.95 * len(milliseconds))],
        "worst_ms": milliseconds[-1],
        "cpu_p95_ms": sorted(worked)[int(0.95 * len(worked))],
        "with_slots": found / len(milliseconds),
        "prepare_seconds": prepared,
    }


def make_office(departments: int, days: int, chance: random.Random) -> dict[str, Any]:
    week = [FIRST + timedelta(days=number) for number in range(days)]
    names = [f"dep:{number}" for number in range(departments)]
    hours = list_hours(week)
    return {
        "horizon": {"from": week[0].isoformat(), "to": week[-1].isoformat()},
        "zone": "Asia/Shanghai",
        "step_minutes": 15,
        "resources": [{"id": name, "open": hours} for name in names],
        "busy": [take(name, span, chance) for name in names for span in hours],
        "requests": [
            {"id": f"case-{number}", "minutes": 30, "needs": chance.sample(names, PANEL)}
            for number in range(ASKED)
        ],
    }


def take(name: str, span: list[str], chance: random.Random) -> dict[str, str]:
    start = datetime.fromisoformat(span[0]) + timedelta(minutes=15 * chance.randrange(6))
    end = start + timedelta(minutes=90)
    return {"resource": name, "from": start.isoformat(), "to": end.isoformat()}


def measure_plans() -> list[dict[str, object]]:
    print(f"plans of 40 departments, 6 rooms, 5 days, {SECONDS} s at most")
    prices = f"{'greedy':>10} {'plan':>10} {'ratio':>6} {'bound':>10}"
    print(f"{'backlog':>18} {prices} {'gap':>6} {'s':>5}")
    figures = []
    for kind, requests in (("fits", 250), ("late", 250), ("overfull", 400)):
        for seed in SEEDS:
            content = make_backlog(seed, requests)
            content = hurry(content, seed) if kind == "late" else content
            seen = measure_plan(f"{kind} {requests} #{seed}", content)
            figures.append(seen)
            prices = f"{seen['greedy']:>10.0f} {seen['plan']:>10.0f} {seen['ratio']:>6.2f}"
            rest = f"{seen['bound']:>10.0f} {seen['gap']:>6.1%} {seen['seconds']:>5.0f}"
            print(f"{seen['case']:>18} {prices} {rest}", flush=True)
    return figures


def measure_offices() -> list[dict[str, object]]:
    print(
        f"\nslots for a panel of {PANEL}, half of every roster booked (p95 under 5 ms for 200 x 60)"
    )
    times = f"{'p50 ms':>8} {'p95 ms':>8} {'worst':>8} {'p95 of processor':>17}"
    print(f"{'departments':>12} {'days':>5} {times} {'found':>6}")
    figures = []
    for departments, days in OFFICES:
        seen = measure_slots(departments, days)
        figures.append(seen)
        times = f"{seen['p50_ms']:>8.2f} {seen['p95_ms']:>8.2f} {seen['worst_ms']:>8.2f}"
        rest = f"{seen['cpu_p95_ms']:>17.2f} {seen['with_slots']:>6.0%}"
        print(f"{departments:>12} {days:>5} {times} {rest}", flush=True)
    return figures


def main(parts: list[str]) -> None:
    """Measure slots, plans or, without a name, both."""
    figures: dict[str, object] = {}
    if not parts or "slots" in parts:
        figures["slots"] = measure_offices()
    if not parts or "plans" in parts:
        figures["plans"] = measure_plans()
    print(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1:])
