"""Hypothesis makes small scheduling problems with every feature, as the command line reads them."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

# Clocks go forward on 29 March 2026 in Berlin, and back on 25 October.
ZONES = (
    ("Asia/Shanghai", "2026-11-23"),
    ("Europe/Berlin", "2026-03-28"),
    ("Europe/Berlin", "2026-10-24"),
)
DEPARTMENTS = ("dep:a", "dep:b")
ROOMS = ("room:1", "room:2")
NAMES = (*DEPARTMENTS, *ROOMS)


@st.composite
def draw_problem(draw: st.DrawFn, most_requests: int = 3, step: int = 60) -> dict[str, Any]:
    zone, day = draw(st.sampled_from(ZONES))
    first = datetime.fromisoformat(day)
    days = draw(st.integers(1, 2))
    spans = st.tuples(
        st.integers(0, 24 * days - 1), st.integers(1, 12), st.sampled_from([0, 5, 30])
    ).map(lambda t: _write(first, t))
    return {
        "horizon": {
            "from": day,
            "to": (first + timedelta(days=days - 1)).date().isoformat(),
        },
        "zone": zone,
        "step_minutes": draw(st.sampled_from([step, 2 * step])),
        "resources": [draw(_resource(name, spans)) for name in NAMES],
        "busy": draw(st.lists(_busy(spans), max_size=3)),
        "requests": [
            draw(_request(f"case-{number}", spans))
            for number in range(draw(st.integers(1, most_requests)))
        ],
    }


def _write(first: datetime, drawn: tuple[int, int, int]) -> list[str]:
    hour, hours, minutes = drawn
    start = first + timedelta(hours=hour, minutes=minutes)
    # Two hours at least: an interval in the hour that is skipped would be empty.
    end = start + timedelta(hours=hours + 1)
    return [start.isoformat(timespec="minutes"), end.isoformat(timespec="minutes")]


def _resource(name: str, spans: st.SearchStrategy[list[str]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"id": st.just(name), "open": st.lists(spans, min_size=1, max_size=2)},
        optional={"capacity": st.integers(1, 2), "daily_max": st.integers(0, 2)},
    )


def _busy(spans: st.SearchStrategy[list[str]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.tuples(st.sampled_from(NAMES), spans).map(
        lambda pair: {"resource": pair[0], "from": pair[1][0], "to": pair[1][1]}
    )


def _request(name: str, spans: st.SearchStrategy[list[str]]) -> st.SearchStrategy[dict[str, Any]]:
    lists = st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=3)
    return st.fixed_dictionaries(
        {
            "id": st.just(name),
            "minutes": st.sampled_from([20, 60, 90]),
            "needs": st.lists(st.sampled_from(DEPARTMENTS), unique=True, max_size=2),
        },
        optional={
            "any_of": st.one_of(st.just([list(ROOMS)]), st.lists(lists, max_size=2)),
            "not": st.lists(st.sampled_from([*NAMES, "officer:7"]), max_size=1),
            "impossible": st.lists(spans, max_size=1),
            "preferred": st.lists(spans, max_size=1),
            "release": spans.map(lambda span: span[0]),
            "deadline": spans.map(lambda span: span[1]),
            "weight": st.sampled_from([0, 1, 2.5, 3]),
            "buffer_minutes": st.sampled_from([0, 5, 60]),
        },
    )
