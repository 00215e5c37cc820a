"""Reads single values of a problem written in JSON, noting what is wrong and where."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from .problem import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Value = TypeVar("Value")

_UTC = ZoneInfo("UTC")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
LARGEST = 10**6


@dataclass(slots=True)
class Faults:
    """What was found wrong so far, one line each, and what was not understood but does no harm.

    Every method that reads returns None, or its `default`, for what it noted as a fault.
    """

    zone: ZoneInfo = _UTC
    lines: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def note(self, place: str, what: str) -> None:
        self.lines.append(f"{place} {what}")

    def take(
        self,
        content: Mapping[str, Any],
        key: str,
        place: str,
        read: Callable[[object, str], Value | None],
    ) -> Value | None:
        """Read a key that must be there."""
        if key not in content:
            self.note(place or "the problem", f'has no "{key}"; add it')
            return None
        return read(content[key], join(place, key))

    def find(
        self,
        content: Mapping[str, Any],
        key: str,
        place: str,
        read: Callable[[object, str], Value | None],
        default: Value,
    ) -> Value:
        """Read a key that may be missing or null."""
        if content.get(key) is None:
            return default
        found = read(content[key], join(place, key))
        return default if found is None else found

    def remark_unknown(self, content: Mapping[str, Any], place: str, known: frozenset[str]) -> None:
        for key in content:
            if key not in known:
                self.remarks.append(f"{join(place, key)} is not known and was ignored")

    def read_object(self, value: object, place: str) -> dict[str, Any] | None:
        if isinstance(value, dict):
            return value
        self._refuse(value, place, "an object {...}")
        return None

    def read_list(self, value: object, place: str) -> list[Any] | None:
        if isinstance(value, list):
            return value
        self._refuse(value, place, "a list [...]")
        return None

    def each(self, value: object, place: str) -> Iterator[tuple[Any, str]]:
        """Yield the items of a list, each with its place."""
        for at, item in enumerate(self.read_list(value, place) or []):
            yield item, f"{place}[{at}]"

    def read_name(self, value: object, place: str) -> str | None:
        if isinstance(value, str) and value.strip() and not _LONE_SURROGATE.search(value):
            return value
        self._refuse(value, place, 'text in "..."')
        return None

    def read_names(self, value: object, place: str) -> tuple[str, ...] | None:
        names = [self.read_name(item, where) for item, where in self.each(value, place)]
        return tuple(dict.fromkeys(name for name in names if name is not None))

    def read_zone(self, value: object, place: str) -> ZoneInfo | None:
        name = self.read_name(value, place)
        if name is None:
            return None
        try:
            return ZoneInfo(name)
        except (KeyError, OSError, ValueError):  # unknown, no zone's file, outside their folder
            self.note(place, f"is {show(value)}; write a zone's name as Asia/Shanghai")
            return None

    def read_day(self, value: object, place: str) -> date | None:
        text = self.read_name(value, place)
        if text is None:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.note(place, f"is {show(value)}, not a date; write it as 2026-11-23")
            return None

    def read_moment(self, value: object, place: str) -> int | None:
        """Read a local time of the zone, or one that names its offset; epoch seconds.

        A time that clocks skip or show twice is read as RFC 5545 section 3.3.5 says: with the
        offset before the change.
        """
        text = self.read_name(value, place)
        if text is None:
            return None
        try:
            moment = datetime.fromisoformat(text)
            aware = moment if moment.tzinfo else moment.replace(tzinfo=self.zone)
            return int(aware.timestamp())
        except (ValueError, OverflowError):
            self.note(place, f"is {show(value)}, not a time; write it as 2026-11-23T09:00")
            return None

    def read_span(self, value: object, place: str) -> Span | None:
        pair = self.read_list(value, place)
        if pair is None:
            return None
        if len(pair) != 2:
            self.note(place, f"has {len(pair)} times; write [from, to]")
            return None
        return self.make_span(
            self.read_moment(pair[0], f"{place}[0]"),
            self.read_moment(pair[1], f"{place}[1]"),
            place,
        )

    def make_span(self, start: int | None, end: int | None, place: str) -> Span | None:
        if start is None or end is None:
            return None
        if end <= start:
            self.note(place, "ends before it has begun; put the earlier time first")
            return None
        return Span(start, end)

    def read_spans(self, value: object, place: str) -> tuple[Span, ...] | None:
        spans = (self.read_span(item, where) for item, where in self.each(value, place))
        return tuple(span for span in spans if span is not None)

    def read_count(self, value: object, place: str) -> int | None:
        return self._read_integer(value, place, least=0)

    def read_positive(self, value: object, place: str) -> int | None:
        return self._read_integer(value, place, least=1)

    def read_weight(self, value: object, place: str) -> Fraction | None:
        """Read a number from 0 to a million with at most three decimals."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.note(place, f"is {show(value)}; write a number such as 3 or 1.5")
            return None
        if not 0 <= value <= LARGEST or round(value, 3) != value:
            self.note(place, f"is {show(value)}; write 0 to {LARGEST}, at most three decimals")
            return None
        return Fraction(str(value))

    def _read_integer(self, value: object, place: str, *, least: int) -> int | None:
        if isinstance(value, bool) or not isinstance(value, int):
            self.note(place, f"is {show(value)}; write a whole number")
            return None
        if not least <= value <= LARGEST:
            self.note(place, f"is {show(value)}; write {least} to {LARGEST}")
            return None
        return value

    def _refuse(self, value: object, place: str, wanted: str) -> None:
        self.note(place or "the problem", f"is {show(value)}; it must be {wanted}")


def join(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def show(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:40]}..."
