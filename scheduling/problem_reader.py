"""Reads a problem from parsed JSON; every fault is told with its place, not only the first."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .errors import InvalidProblemError
from .problem import MINUTE, Bookable, Horizon, JointRequest, Problem, Span
from .problem_faults import Faults, show

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

LONGEST_HORIZON = 3660
LONGEST_STEP = 24 * 60
_KEYS = frozenset({"horizon", "zone", "step_minutes", "resources", "busy", "requests"})
_HORIZON_KEYS = frozenset({"from", "to"})
_RESOURCE_KEYS = frozenset({"id", "capacity", "daily_max", "open"})
_BUSY_KEYS = frozenset({"resource", "from", "to"})
_REQUEST_KEYS = frozenset(
    {"id", "minutes", "needs", "any_of", "not", "impossible", "preferred", "release", "deadline"}
    | {"weight", "buffer_minutes"}
)


@dataclass(frozen=True, slots=True)
class ReadProblem:
    """A problem without faults, and remarks on what was ignored in its text."""

    problem: Problem
    remarks: tuple[str, ...]


def read_problem(content: object) -> ReadProblem:
    """Read the object that docs of `netvisit plan` describe; raises InvalidProblemError."""
    faults = Faults()
    whole = faults.read_object(content, "")
    if whole is None:
        raise InvalidProblemError(faults.lines)
    faults.remark_unknown(whole, "", _KEYS)
    faults.zone = faults.take(whole, "zone", "", faults.read_zone) or faults.zone
    horizon = _read_horizon(whole, faults)
    resources = _read_resources(faults.take(whole, "resources", "", faults.read_list), faults)
    known = {one.id: one for one in resources}
    busy = _read_busy(whole.get("busy"), known, faults)
    requests = _read_requests(faults.take(whole, "requests", "", faults.read_list), known, faults)
    if faults.lines or horizon is None:
        raise InvalidProblemError(faults.lines)
    return ReadProblem(Problem(horizon, known, tuple(requests), busy), tuple(faults.remarks))


def _read_horizon(whole: dict[str, Any], faults: Faults) -> Horizon | None:
    days = faults.take(whole, "horizon", "", faults.read_object)
    step = faults.take(whole, "step_minutes", "", faults.read_positive)
    if days is None:
        return None
    faults.remark_unknown(days, "horizon", _HORIZON_KEYS)
    first = faults.take(days, "from", "horizon", faults.read_day)
    last = faults.take(days, "to", "horizon", faults.read_day)
    if step is not None and step > LONGEST_STEP:
        faults.note("step_minutes", f"is {step}; write 1 to {LONGEST_STEP}")
        return None
    if first is None or last is None or step is None:
        return None
    if not 0 <= (last - first).days < LONGEST_HORIZON:
        faults.note("horizon", f"must end on or after its first day, within {LONGEST_HORIZON} days")
        return None
    return Horizon(first, last, faults.zone, step * MINUTE)


def _read_resources(listed: list[Any] | None, faults: Faults) -> list[Bookable]:
    seen: set[str] = set()
    resources = []
    for item, place in _each(listed, "resources"):
        if (one := _read_resource(item, place, faults)) is not None:
            _note_twice(one.id, seen, place, faults)
            resources.append(one)
    return resources


def _read_resource(content: object, place: str, faults: Faults) -> Bookable | None:
    one = faults.read_object(content, place)
    if one is None:
        return None
    faults.remark_unknown(one, place, _RESOURCE_KEYS)
    name = faults.take(one, "id", place, faults.read_name)
    hours = faults.take(one, "open", place, faults.read_spans)
    capacity = faults.find(one, "capacity", place, faults.read_count, 1)
    daily_max = faults.find(one, "daily_max", place, faults.read_count, -1)
    if name is None or hours is None:
        return None
    return Bookable(name, tuple(sorted(hours)), capacity, None if daily_max < 0 else daily_max)


def _read_busy(
    listed: object, known: Collection[str], faults: Faults
) -> dict[str, tuple[Span, ...]]:
    busy: dict[str, list[Span]] = {}
    for item, place in faults.each(listed, "busy") if listed is not None else ():
        one = faults.read_object(item, place)
        if one is None:
            continue
        faults.remark_unknown(one, place, _BUSY_KEYS)
        name = faults.take(one, "resource", place, faults.read_name)
        start = faults.take(one, "from", place, faults.read_moment)
        span = faults.make_span(start, faults.take(one, "to", place, faults.read_moment), place)
        if name is not None and span is not None:
            _note_unknown([name], known, f"{place}.resource", faults)
            busy.setdefault(name, []).append(span)
    return {name: tuple(sorted(spans)) for name, spans in busy.items()}


def _read_requests(
    listed: list[Any] | None, known: Collection[str], faults: Faults
) -> list[JointRequest]:
    seen: set[str] = set()
    requests = []
    for item, place in _each(listed, "requests"):
        if (one := _read_request(item, place, known, faults)) is not None:
            _note_twice(one.id, seen, place, faults)
            requests.append(one)
    return requests


def _read_request(
    content: object, place: str, known: Collection[str], faults: Faults
) -> JointRequest | None:
    one = faults.read_object(content, place)
    if one is None:
        return None
    faults.remark_unknown(one, place, _REQUEST_KEYS)
    name = faults.take(one, "id", place, faults.read_name)
    minutes = faults.take(one, "minutes", place, faults.read_positive)
    no_names: tuple[str, ...] = ()
    needs = faults.find(one, "needs", place, faults.read_names, no_names)
    _note_unknown(needs, known, f"{place}.needs", faults)
    any_of = _read_lists(one.get("any_of"), f"{place}.any_of", known, faults)
    request = JointRequest(
        id=name or "",
        duration=(minutes or 1) * MINUTE,
        needs=needs,
        any_of=any_of,
        recused=frozenset(faults.find(one, "not", place, faults.read_names, no_names)),
        impossible=faults.find(one, "impossible", place, faults.read_spans, ()),
        preferred=faults.find(one, "preferred", place, faults.read_spans, ()),
        release=_find_moment(one, "release", place, faults),
        deadline=_find_moment(one, "deadline", place, faults),
        weight=faults.find(one, "weight", place, faults.read_weight, Fraction(1)),
        buffer=faults.find(one, "buffer_minutes", place, faults.read_count, 0) * MINUTE,
    )
    return request if name is not None and minutes is not None else None


def _read_lists(
    listed: object, place: str, known: Collection[str], faults: Faults
) -> tuple[tuple[str, ...], ...]:
    lists = []
    for item, where in faults.each(listed, place) if listed is not None else ():
        names = faults.read_names(item, where)
        if item == []:
            faults.note(where, "is empty; name a resource or leave the list out")
        _note_unknown(names or (), known, where, faults)
        lists.append(names or ())
    return tuple(lists)


def _find_moment(one: dict[str, Any], key: str, place: str, faults: Faults) -> int | None:
    return None if one.get(key) is None else faults.read_moment(one[key], f"{place}.{key}")


def _each(listed: list[Any] | None, place: str) -> list[tuple[Any, str]]:
    return [(item, f"{place}[{at}]") for at, item in enumerate(listed or ())]


def _note_unknown(names: Iterable[str], known: Collection[str], place: str, faults: Faults) -> None:
    for name in names:
        if name not in known:
            faults.note(place, f"names {show(name)}, which is not among the resources")


def _note_twice(name: str, seen: set[str], place: str, faults: Faults) -> None:
    if name in seen:
        faults.note(f"{place}.id", f"is {show(name)}, as is another's; give each its own")
    seen.add(name)
