"""Dates as spoken in English: the third of may, last march, in twenty twenty three, yesterday."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .numerals_en import ONES, TEENS, TENS, parse_number_en
from .spoken_date import SpokenDate, days_before, iso, last_weekday, months_before, recent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_MONTHS: Final = {
    name: index
    for index, name in enumerate(
        (
            "january", "february", "march", "april", "may", "june", "july",
            "august", "september", "october", "november", "december",
        ),
        start=1,
    )
}  # fmt: skip
_WEEKDAYS: Final = {
    name: index
    for index, name in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    )
}
_ORDINALS: Final = {
    name: index
    for index, name in enumerate(
        (
            "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
            "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth",
            "seventeenth", "eighteenth", "nineteenth", "twentieth",
        ),
        start=1,
    )
} | {"thirtieth": 30}  # fmt: skip
_ONE: Final = "|".join(word for word in ONES if word != "zero")
_TEEN: Final = "|".join(TEENS)
_TEN: Final = "|".join(TENS)
_BELOW_100: Final = rf"(?:(?:{_TEN})(?:[ -](?:{_ONE}))?|{_TEEN})"
_YEAR: Final = (
    rf"(?:nineteen (?:{_BELOW_100}|oh (?:{_ONE}))|twenty (?:{_BELOW_100}|oh (?:{_ONE}))"
    rf"|two thousand(?: and)?(?: (?:{_BELOW_100}|{_ONE}))?|(?:19|20)\d\d)"
)
_ORDINAL: Final = (
    rf"(?:(?:twenty|thirty)[ -](?:{'|'.join(list(_ORDINALS)[:9])})|{'|'.join(_ORDINALS)}"
    r"|\d{1,2}(?:st|nd|rd|th))"
)
_CARDINAL: Final = rf"(?:twenty[ -](?:{_ONE})|thirty one|thirty|twenty|{_TEEN}|{_ONE}|\d{{1,2}})"
_MONTH: Final = rf"(?P<month>{'|'.join(_MONTHS)})"
_REST: Final = (
    rf"(?:(?: of| in)? (?P<year>{_YEAR})\b"
    r"| (?:of )?(?P<relative>last year|this year|the year before last|the year before))?"
)
_DATES: Final = tuple(
    re.compile(rf"\b{pattern}")
    for pattern in (
        rf"(?:the )?(?P<day>{_ORDINAL})(?: day)?(?: of)? {_MONTH}{_REST}\b",
        rf"{_MONTH} (?:the )?(?P<day>{_ORDINAL}){_REST}\b",
        rf"{_MONTH} (?!(?:{_YEAR})\b)(?P<day>{_CARDINAL})\b"
        rf"(?! (?:people|of us|hundred|thousand)){_REST}",
        rf"(?P<last>last |this past )?(?P<this>this )?{_MONTH}{_REST}\b",
        rf"(?:last|this) year in {_MONTH}\b",
    )
)
# "may" is a month only after one of these; "march" is seldom anything else.
_MONTH_MAY: Final = re.compile(
    r"\b(?:in|since|last|from|of|this|by|until|early|late|mid|during|and|till|before|after|on|to)$"
)
_IN_YEAR: Final = re.compile(
    r"\b(?:in|since|from|back in|during|year|around|early|late|of) (?:the year )?"
    rf"(?P<year>{_YEAR})\b"
)
_YEAR_ALONE: Final = re.compile(
    rf"(?:(?:it was|that was|about|i think|uh|um|yes) )*(?P<year>{_YEAR})"
)
_WORDS: Final = {
    "the day before yesterday": 2,
    "day before yesterday": 2,
    "yesterday": 1,
    "last night": 1,
    "this morning": 0,
}
_WORD: Final = re.compile(r"\b(?:" + "|".join(_WORDS) + r")\b")
_WEEKDAY: Final = re.compile(
    r"\b(?P<which>last week on|last week|last|this past|this|on|next)? ?"
    rf"(?P<weekday>{'|'.join(_WEEKDAYS)})(?P<after> last week| of last week)?\b"
)
_SPAN: Final = re.compile(
    r"\b(?P<which>the (?:month|year) before last|last (?:month|year)|this (?:month|year))\b(?!')"
)
_COUNT: Final = rf"(?:{_BELOW_100}|{_ONE}|an?|half a|\d{{1,3}})"
_AGO: Final = re.compile(
    rf"\b(?P<count>{_COUNT}) (?P<unit>day|week|fortnight|month|year)s?(?P<half> and a half)? ago\b"
)


def find_dates_en(text: str, today: date) -> Iterator[SpokenDate]:
    """Yield the dates of a lower-case text, in order, future ones included."""
    taken = 0
    for found in sorted(_all(text, today), key=_by_start_and_length):
        if found.start >= taken:
            taken = found.end
            if found.value:
                yield found


def _by_start_and_length(found: SpokenDate) -> tuple[int, int]:
    return found.start, -found.end


def _all(text: str, today: date) -> Iterator[SpokenDate]:
    for pattern in _DATES:
        for match in pattern.finditer(text):
            if match["month"] != "may" or _is_may(text, match):
                yield _calendar_date(match, today)
    for match in _IN_YEAR.finditer(text):
        yield SpokenDate(*match.span("year"), str(_year(match["year"])))
    if alone := _YEAR_ALONE.fullmatch(text):
        yield SpokenDate(*alone.span("year"), str(_year(alone["year"])))
    for match in _WORD.finditer(text):
        yield SpokenDate(*match.span(), days_before(today, _WORDS[match[0]]))
    for match in _WEEKDAY.finditer(text):
        yield SpokenDate(*match.span(), _weekday(match, today))
    for match in _SPAN.finditer(text):
        yield SpokenDate(*match.span(), _span(match["which"], today))
    for match in _AGO.finditer(text):
        yield SpokenDate(*match.span(), _ago(match, today))


def _is_may(text: str, match: re.Match[str]) -> bool:
    groups = match.groupdict()
    dated = groups.get("day") or groups.get("year") or groups.get("last") or groups.get("this")
    return bool(dated or _MONTH_MAY.search(text[: match.start("month")].rstrip()))


def _calendar_date(match: re.Match[str], today: date) -> SpokenDate:
    groups = match.groupdict()
    month, day = _MONTHS[match["month"]], _day(groups.get("day"))
    year = _said_year(match, groups, today)
    if year is not None:
        return SpokenDate(*match.span(), iso(year, month, day) or "")
    value = recent(month, day, today, before=bool(groups.get("last")))
    return SpokenDate(*match.span(), value or "", has_year=False)


def _said_year(match: re.Match[str], groups: dict[str, str | None], today: date) -> int | None:
    if groups.get("year"):
        return _year(match["year"])
    relative = groups.get("relative") or ("this year" if groups.get("this") else "")
    if match[0].startswith(("last year", "this year")):
        relative = match[0][:9]
    back = {"last year": 1, "this year": 0, "the year before last": 2, "the year before": 2}
    return today.year - back[relative] if relative else None


def _day(spoken: str | None) -> int | None:
    if not spoken:
        return None
    if spoken[0].isdigit():
        return int(re.sub(r"\D", "", spoken))
    tens, _, ones = spoken.replace("-", " ").rpartition(" ")
    if tens:
        return TENS[tens] + (_ORDINALS.get(ones) or ONES[ones])
    return _ORDINALS.get(spoken) or ONES.get(spoken) or TEENS.get(spoken) or TENS[spoken]


def _year(spoken: str) -> int:
    if spoken.isdigit():
        return int(spoken)
    if spoken.startswith("two thousand"):
        return int(parse_number_en(spoken) or 2000)
    century, _, rest = spoken.partition(" ")
    below = parse_number_en(rest.removeprefix("oh "))
    return (1900 if century == "nineteen" else 2000) + int(below or 0)


def _weekday(match: re.Match[str], today: date) -> str:
    weekday = _WEEKDAYS[match["weekday"]]
    if match["which"] == "next":
        return ""
    if match["after"] or (match["which"] or "").startswith("last week"):
        return last_weekday(today, weekday, weeks_back=1)
    return last_weekday(today, weekday)


def _span(which: str, today: date) -> str:
    back = 2 if "before" in which else 1 if which.startswith("last") else 0
    return (
        str(today.year - back)
        if which.endswith("year") or "year" in which
        else months_before(today, back)
    )


def _ago(match: re.Match[str], today: date) -> str:
    count, unit, half = _count(match["count"]), match["unit"], match["half"]
    if unit == "year" and (half or match["count"] == "half a"):
        return months_before(today, int(12 * (count + (0.5 if half else 0))))
    if unit == "year":
        return str(today.year - int(count))
    if unit == "month":
        return months_before(today, int(count))
    return days_before(today, int(count * {"day": 1, "week": 7, "fortnight": 14}[unit]))


def _count(spoken: str) -> float:
    if spoken == "half a":
        return 0.5
    return 1 if spoken in {"a", "an"} else float(parse_number_en(spoken) or 0)
