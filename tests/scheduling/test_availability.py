"""Joint slots against a search that tries every start, and the reasons when there is none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.availability import (
    Need,
    Reason,
    ReasonKind,
    Slot,
    SlotRequest,
    Timetable,
    common_slots,
    spread_slots,
)
from scheduling.intervals import Interval
from scheduling.resources import Resource, ResourceKind

DAY = datetime(2026, 4, 2, tzinfo=UTC)
STEP = timedelta(minutes=15)
HOUSING, FIRE, STREET = (Resource(ResourceKind.DEPARTMENT, key) for key in "hfs")
ROOM_1, ROOM_2 = (Resource(ResourceKind.PLACE, key) for key in ("1", "2"))


def at(minutes: int) -> datetime:
    return DAY + timedelta(minutes=minutes)


def span(start: float, end: float) -> Interval:
    """Give an interval in hours of the day."""
    return Interval(DAY + timedelta(hours=start), DAY + timedelta(hours=end))


def overlaps(one: Interval, others: Sequence[Interval]) -> bool:
    return any(one.overlaps(other) for other in others)


def lies_within(one: Interval, others: Sequence[Interval]) -> bool:
    return any(o.starts_at <= one.starts_at and one.ends_at <= o.ends_at for o in others)


def is_free(resource: Resource, one: Interval, request: SlotRequest, timetable: Timetable) -> bool:
    occupied = Interval(one.starts_at - request.buffer, one.ends_at + request.buffer)
    is_open = resource not in timetable.opening or lies_within(one, timetable.opening[resource])
    return is_open and not overlaps(occupied, timetable.busy.get(resource, ()))


def search(request: SlotRequest, within: Interval, timetable: Timetable) -> Iterator[Slot]:
    """Try every start of the grid and every choice of resources."""
    start = DAY - timedelta(days=1)
    while start <= within.ends_at:
        one = Interval(start, start + request.duration)
        start += STEP
        if not lies_within(one, [within]) or overlaps(one, request.impossible):
            continue
        for chosen in product(*request.any_of):
            used = (*request.needs, *chosen)
            if len(set(used)) == len(used) and all(
                is_free(resource, one, request, timetable) for resource in used
            ):
                yield Slot(one, used, lies_within(one, request.preferred))
                break


FIVES = st.integers(0, 12 * 12)
SPANS = (
    st.tuples(FIVES, FIVES)
    .filter(lambda pair: pair[0] < pair[1])
    .map(lambda pair: Interval(at(5 * pair[0]), at(5 * pair[1])))
)


def spans(most: int) -> st.SearchStrategy[list[Interval]]:
    return st.lists(SPANS, max_size=most)


EVERYTHING = (HOUSING, FIRE, STREET, ROOM_1, ROOM_2)
TIMES: st.SearchStrategy[Mapping[Resource, list[Interval]]] = st.dictionaries(
    st.sampled_from(EVERYTHING), spans(3)
)
GROUPS = st.lists(
    st.permutations([ROOM_1, ROOM_2]).flatmap(
        lambda p: st.integers(1, 2).map(lambda n: tuple(p[:n]))
    ),
    max_size=2,
).map(tuple)
REQUESTS = st.builds(
    SlotRequest,
    duration=st.integers(1, 12).map(lambda n: timedelta(minutes=5 * n)),
    needs=st.lists(st.sampled_from([HOUSING, FIRE, STREET]), unique=True).map(tuple),
    any_of=GROUPS,
    preferred=spans(2).map(tuple),
    impossible=spans(2).map(tuple),
    buffer=st.sampled_from([timedelta(), timedelta(minutes=5), timedelta(minutes=20)]),
)


@settings(max_examples=150, deadline=None)
@given(REQUESTS, SPANS, st.builds(Timetable, TIMES, TIMES))
def test_slots_are_those_that_a_search_finds(
    request: SlotRequest, within: Interval, timetable: Timetable
) -> None:
    found = list(search(request, within, timetable))
    best = sorted(found, key=lambda slot: (not slot.is_preferred, slot.starts_at))
    answer = common_slots(request, within, timetable)
    assert answer.slots == tuple(best[:10])
    assert bool(answer.reasons) is not bool(found)


@settings(max_examples=150, deadline=None)
@given(REQUESTS, SPANS, st.builds(Timetable, TIMES, TIMES))
def test_reasons_leave_no_slot_and_none_of_their_needs_can_be_spared(
    request: SlotRequest, within: Interval, timetable: Timetable
) -> None:
    request = replace(request, any_of=request.any_of[:1])
    for reason in common_slots(request, within, timetable).reasons:
        if reason.kind is ReasonKind.NO_TIME:
            continue
        assert not list(search(keep(request, reason.needs), within, timetable))
        for spared in reason.needs:
            rest = [need for need in reason.needs if need != spared]
            assert list(search(keep(request, rest), within, timetable))
        for need, start in reason.without:
            others = [other for other in list_needs(request) if other != need]
            assert next(search(keep(request, others), within, timetable)).starts_at == start


def list_needs(request: SlotRequest) -> list[Need]:
    times = [Need()] if request.impossible else []
    return [*(Need((one,)) for one in request.needs), *map(Need, request.any_of), *times]


def keep(request: SlotRequest, needs: Sequence[Need]) -> SlotRequest:
    """Give the request with these of its conditions only."""
    return replace(
        request,
        needs=(),
        any_of=tuple(need.resources for need in needs if need.resources),
        impossible=request.impossible if Need() in needs else (),
    )


MORNING, AFTERNOON = span(9, 12), span(14, 17)
OFFICE = {HOUSING: [MORNING, AFTERNOON], FIRE: [MORNING, AFTERNOON], STREET: [span(10, 11)]}


@pytest.mark.parametrize(
    ("needs", "timetable", "reason"),
    [
        (
            (STREET,),
            Timetable({STREET: [span(9, 9.25)]}),
            Reason(ReasonKind.CLOSED, (Need((STREET,)),)),
        ),
        (
            (STREET,),
            Timetable(OFFICE, {STREET: [span(10.25, 10.75)]}),
            Reason(ReasonKind.TAKEN, (Need((STREET,)),)),
        ),
    ],
)
def test_a_department_that_is_closed_or_taken_is_named(
    needs: tuple[Resource, ...], timetable: Timetable, reason: Reason
) -> None:
    answer = common_slots(SlotRequest(timedelta(minutes=30), needs), span(9, 17), timetable)
    assert [replace(one, without=()) for one in answer.reasons] == [reason]


def test_departments_never_free_together_are_named_with_what_sparing_one_gains() -> None:
    timetable = Timetable(OFFICE, {HOUSING: [span(9, 12)]})
    request = SlotRequest(timedelta(minutes=30), (HOUSING, FIRE, STREET))
    (reason,) = common_slots(request, span(9, 17), timetable).reasons
    assert reason == Reason(
        ReasonKind.NEVER_TOGETHER,
        (Need((HOUSING,)), Need((STREET,))),
        ((Need((HOUSING,)), at(600)), (Need((STREET,)), at(840))),
    )


def test_any_room_will_do_and_the_first_free_one_is_taken() -> None:
    timetable = Timetable(OFFICE, {ROOM_1: [span(9, 10)]})
    request = SlotRequest(timedelta(minutes=30), (HOUSING,), ((ROOM_1, ROOM_2),))
    slots = common_slots(request, span(9, 17), timetable).slots
    assert [slot.resources[-1] for slot in slots[:5]] == [ROOM_2] * 4 + [ROOM_1]


def test_offers_are_spread_so_that_they_do_not_overlap() -> None:
    request = SlotRequest(timedelta(minutes=30), (HOUSING,))
    slots = common_slots(request, span(9, 17), Timetable(OFFICE), at_most=100).slots
    starts = [slot.starts_at for slot in spread_slots(slots, 8)]
    assert starts == [at(m) for m in (540, 570, 600, 630, 660, 690, 840, 870)]
