"""What was heard is joined, counted and kept within bounds."""

from visits.progress import MOST_SPANS, count_seconds, join_bounded, join_spans


def test_spans_that_overlap_or_touch_become_one() -> None:
    spans = [(30.0, 40.0), (0.0, 10.0), (5.0, 8.0), (10.4, 20.0), (21.0, 22.0)]
    assert join_spans(spans) == [(0.0, 20.0), (21.0, 22.0), (30.0, 40.0)]


def test_seconds_are_counted_once_however_often_they_were_heard() -> None:
    assert count_seconds(join_spans([(0.0, 10.0), (0.0, 10.0), (2.0, 12.0)])) == 12.0


def test_ever_so_many_crumbs_are_joined_over_wider_gaps() -> None:
    crumbs = [(float(second), second + 0.1) for second in range(3 * MOST_SPANS)]
    joined = join_bounded(crumbs)
    assert len(joined) <= MOST_SPANS
    assert (joined[0][0], joined[-1][1]) == (0.0, crumbs[-1][1])
