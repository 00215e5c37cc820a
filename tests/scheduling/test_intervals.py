"""Spans of time: half-open, in UTC, on a grid of five minutes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.errors import InvalidIntervalError
from scheduling.intervals import Interval, open_interval

NINE = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)

starts = st.integers(0, 100).map(lambda count: NINE + timedelta(minutes=5 * count))
lengths = st.integers(1, 96).map(lambda count: timedelta(minutes=5 * count))
intervals = st.builds(open_interval, starts, lengths)


def test_a_meeting_ends_where_the_next_may_start() -> None:
    first = open_interval(NINE, timedelta(minutes=30))
    second = open_interval(first.ends_at, timedelta(minutes=30))
    assert not first.overlaps(second)
    assert first.granules.stop == second.granules.start


def test_times_of_another_zone_are_kept_in_utc() -> None:
    local = datetime(2026, 4, 2, 17, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    interval = open_interval(local, timedelta(minutes=5))
    assert interval.starts_at.tzinfo is UTC
    assert interval == open_interval(NINE, timedelta(minutes=5))


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(InvalidIntervalError, match="no_length"):
        Interval(NINE, NINE)


def test_a_span_off_the_grid_touches_every_granule_it_enters() -> None:
    interval = Interval(NINE + timedelta(minutes=4), NINE + timedelta(minutes=6))
    assert len(interval.granules) == 2


@given(intervals, intervals)
def test_intervals_overlap_exactly_when_they_share_a_granule(one: Interval, two: Interval) -> None:
    shared = set(one.granules) & set(two.granules)
    assert one.overlaps(two) == two.overlaps(one) == bool(shared)


@given(intervals)
def test_a_meeting_has_a_granule_for_every_five_minutes(interval: Interval) -> None:
    assert len(interval.granules) * timedelta(minutes=5) == interval.duration
