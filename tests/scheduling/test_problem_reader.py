"""A problem that is written wrongly is refused with every fault and its place."""

import copy
from datetime import UTC, datetime
from typing import Any

import pytest

from scheduling.errors import InvalidProblemError
from scheduling.problem_reader import read_problem

GOOD: dict[str, Any] = {
    "horizon": {"from": "2026-10-24", "to": "2026-10-26"},
    "zone": "Europe/Berlin",
    "step_minutes": 30,
    "resources": [{"id": "dep:a", "open": [["2026-10-24T09:00", "2026-10-24T12:00"]]}],
    "requests": [{"id": "case-1", "minutes": 30, "needs": ["dep:a"]}],
}


def change(path: str, value: object) -> dict[str, Any]:
    """Give the good problem with one value changed; a path as in `requests.0.minutes`."""
    content: dict[str, Any] = copy.deepcopy(GOOD)
    place: Any = content
    *steps, last = [int(key) if key.isdigit() else key for key in path.split(".")]
    for key in steps:
        place = place[key]
    place[last] = value
    return content


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("horizon", [], "horizon is []; it must be an object {...}"),
        ("horizon.to", "2026-10-20", "horizon must end on or after its first day"),
        ("horizon.from", "24.10.2026", 'horizon.from is "24.10.2026", not a date'),
        ("zone", "Mars/Olympus", 'zone is "Mars/Olympus"; write a zone'),
        ("zone", "../../etc/passwd", "zone is"),
        ("step_minutes", 0, "step_minutes is 0; write 1 to"),
        ("step_minutes", 15.5, "step_minutes is 15.5; write a whole number"),
        ("step_minutes", 10_000, "step_minutes is 10000; write 1 to 1440"),
        ("resources.0.capacity", -1, "resources[0].capacity is -1"),
        ("resources.0.open", [["2026-10-24T09:00"]], "resources[0].open[0] has 1 times"),
        ("resources.0.open", [["9", "2026-10-24T09:00"]], 'resources[0].open[0][0] is "9", not a'),
        ("busy", [{"resource": "dep:z", "from": "2026-10-24", "to": "2026-10-25"}], "busy[0].res"),
        ("busy", [{"resource": "dep:a", "to": "2026-10-24"}], 'busy[0] has no "from"'),
        ("requests.0.id", "", 'requests[0].id is ""'),
        ("requests.0.minutes", True, "requests[0].minutes is true"),
        ("requests.0.needs", ["dep:b"], 'requests[0].needs names "dep:b", which is not among'),
        ("requests.0.needs", "dep:a", 'requests[0].needs is "dep:a"; it must be a list'),
        ("requests.0.any_of", [[]], "requests[0].any_of[0] is empty"),
        ("requests.0.weight", -1, "requests[0].weight is -1"),
        ("requests.0.weight", float("nan"), "requests[0].weight is NaN"),
        ("requests.0.weight", 0.12345, "requests[0].weight is 0.12345"),
        ("requests.0.deadline", "soon", 'requests[0].deadline is "soon", not a time'),
        (
            "requests.0.impossible",
            [["2026-10-24T10:00", "2026-10-24T09:00"]],
            "requests[0].impossible[0] ends before it has begun",
        ),
    ],
)
def test_a_fault_is_told_with_its_place(path: str, value: object, fault: str) -> None:
    with pytest.raises(InvalidProblemError) as raised:
        read_problem(change(path, value))
    (line,) = raised.value.faults
    assert line.startswith(fault)


def test_all_faults_are_told_at_once() -> None:
    content = change("requests.0.minutes", 0) | {"zone": "Nowhere"}
    content["resources"] = [*content["resources"], *content["resources"]]
    with pytest.raises(InvalidProblemError) as raised:
        read_problem(content)
    assert [line.split(" ")[0] for line in raised.value.faults] == [
        "zone",
        "resources[1].id",
        "requests[0].minutes",
    ]


@pytest.mark.parametrize("content", [None, 3, [], "week", {}])
def test_what_is_no_problem_at_all_is_refused(content: object) -> None:
    with pytest.raises(InvalidProblemError):
        read_problem(content)


def test_what_is_not_known_is_remarked_and_ignored() -> None:
    remarks = read_problem(change("requests.0.deadlin", "2026-10-24T10:00")).remarks
    assert remarks == ("requests[0].deadlin is not known and was ignored",)


def test_starts_lie_on_the_clock_also_where_it_is_put_back() -> None:
    horizon = read_problem(change("step_minutes", 90)).problem.horizon
    starts = horizon.list_starts(horizon.first.replace(day=25))
    shown = [datetime.fromtimestamp(start, horizon.zone).strftime("%H:%M") for start in starts]
    assert shown[:5] == ["00:00", "01:30", "03:00", "04:30", "06:00"]
    horizon = read_problem(GOOD).problem.horizon
    assert len(horizon.list_starts(horizon.first)) == 48
    assert len(horizon.list_starts(horizon.first.replace(day=25))) == 50


def test_times_are_local_to_the_zone_unless_they_carry_an_offset() -> None:
    local = read_problem(change("requests.0.release", "2026-10-24T10:00")).problem.requests[0]
    offset = read_problem(change("requests.0.release", "2026-10-24T16:00+08:00")).problem
    assert local.release == offset.requests[0].release
    assert local.release == int(datetime(2026, 10, 24, 8, tzinfo=UTC).timestamp())
