"""Backlogs of joint receptions made by chance from a seed, as the command line reads them."""

import random
from datetime import date, datetime, time, timedelta
from typing import Any

FIRST = date(2026, 11, 23)
HOURS = ((time(9), time(12)), (time(14), time(17)))
LENGTHS = (15, 30, 30, 30, 45, 60)


def make_backlog(
    seed: int, requests: int = 250, departments: int = 40, rooms: int = 6, days: int = 5
) -> dict[str, Any]:
    """Make a week of an office: departments with duty hours, rooms, three interpreters."""
    chance = random.Random(seed)  # noqa: S311 - the same backlog at every run
    panel = [f"dep:{number}" for number in range(departments)]
    halls = [f"room:{number}" for number in range(rooms)]
    voices = [f"interpreter:{number}" for number in range(3)]
    week = [FIRST + timedelta(days=number) for number in range(days)]
    return {
        "horizon": {"from": week[0].isoformat(), "to": week[-1].isoformat()},
        "zone": "Asia/Shanghai",
        "step_minutes": 15,
        "resources": [
            *(_make_department(name, week, chance) for name in panel),
            *({"id": name, "open": list_hours(week)} for name in [*halls, *voices]),
        ],
        "busy": [_make_busy(chance.choice([*panel, *halls]), week, chance) for _ in range(20)],
        "requests": [
            _make_request(f"case-{number}", panel, halls, voices, week, chance)
            for number in range(requests)
        ],
    }


def list_hours(week: list[date]) -> list[list[str]]:
    return [[write(day, start), write(day, end)] for day in week for start, end in HOURS]


def write(day: date, moment: time) -> str:
    return datetime.combine(day, moment).isoformat(timespec="minutes")


def _make_department(name: str, week: list[date], chance: random.Random) -> dict[str, Any]:
    absent = set(chance.sample(range(2 * len(week)), chance.randrange(3)))
    hours = [span for at, span in enumerate(list_hours(week)) if at not in absent]
    limits = {"daily_max": chance.choice([5, 6, 8])} if chance.random() < 0.5 else {}
    return {"id": name, "open": hours, **limits}


def _make_busy(name: str, week: list[date], chance: random.Random) -> dict[str, str]:
    start = datetime.combine(chance.choice(week), time(chance.choice([9, 10, 14, 15])))
    end = start + timedelta(minutes=chance.choice([30, 60, 90]))
    return {
        "resource": name,
        "from": start.isoformat(timespec="minutes"),
        "to": end.isoformat(timespec="minutes"),
    }


def _make_request(
    name: str,
    panel: list[str],
    halls: list[str],
    voices: list[str],
    week: list[date],
    chance: random.Random,
) -> dict[str, Any]:
    release = chance.choice(week[: max(1, len(week) - 2)])
    due = min(release + timedelta(days=chance.randrange(1, max(2, len(week)))), week[-1])
    morning = chance.choice(week)
    return {
        "id": name,
        "minutes": chance.choice(LENGTHS),
        "needs": chance.sample(panel, min(chance.choice([1, 2, 2, 3]), len(panel))),
        "any_of": [halls, *([voices] if chance.random() < 0.15 else [])],
        "impossible": [[write(morning, time(9)), write(morning, time(12))]]
        if chance.random() < 0.3
        else [],
        "release": write(release, time(9)),
        "deadline": write(due, time(chance.choice([12, 17]))),
        "weight": chance.choice([1, 1, 2, 3, 5]),
        "buffer_minutes": chance.choice([0, 0, 5]),
    }
