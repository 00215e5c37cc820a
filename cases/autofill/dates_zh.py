"""Dates as spoken in Mandarin: 去年三月五号, 二零二三年十一月, 上个月十五号, 三个月前."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .digits import ZH_DIGITS
from .numerals_zh import parse_number_zh
from .spoken_date import SpokenDate, days_before, iso, last_weekday, months_before, recent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_D: Final = "[零〇幺一二三四五六七八九0-9]"
_YEAR: Final = (
    rf"(?P<word>大前年|前年|去年|上年|今年|本年|明年|后年)"
    rf"|(?P<year>[一二两幺12][零〇九八09]{_D}{_D})年|(?P<thousands>两千零?[一二三四五六七八九十]*)年"
    rf"|(?<!{_D})(?P<short>[零〇012]{_D}|[一幺]{_D}|二[零〇一二三四五六])年(?=的?份?{_D}|十)"
)
_MONTH: Final = r"(?P<month>十[一二]?|元(?=月)|[一二三四五六七八九]|1[0-2]|[1-9])月份?"
_DAY: Final = (
    r"(?P<day>三十一?|[二两]?十[一二三四五六七八九]?|[一二三四五六七八九]|[12]\d|3[01]|[1-9])"
)
# A day may be said without 号 where nothing is counted by it: 八月十五.
_DAY_END: Final = r"(?:[号日]|(?![一二三四五六七八九十百千万个户块元人年月天点岁亩次名位多]))"
_FESTIVAL: Final = r"(?P<festival>元旦|五一|国庆节?)(?!路|街|大道|村|小区)(?![前后])"
_FULL: Final = re.compile(
    rf"(?:{_YEAR})的?(?:(?:{_MONTH})的?(?:{_DAY}{_DAY_END})?|(?:{_FESTIVAL}))?"
)
_NO_YEAR: Final = re.compile(
    rf"(?<![个零〇一二三四五六七八九十两几半每0-9])(?P<start>(?:{_MONTH})(?:{_DAY}{_DAY_END})?)"
)
_IN_MONTH: Final = re.compile(
    rf"(?P<which>上上个?月|上个?月|这个?月|本月|当月)份?的?(?:{_DAY}[号日])?"
)
_DAYS: Final = {"今天": 0, "今早": 0, "昨天": 1, "昨晚": 1, "昨日": 1, "前天": 2, "前晚": 2}
_DAY_WORD: Final = re.compile(r"(?P<far>大前天)|(?<!大)(?P<word>" + "|".join(_DAYS) + ")")
_WEEKDAY: Final = re.compile(
    r"(?P<which>上上个?|上个?|这个?|本)(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
)
_AGO: Final = re.compile(
    r"(?P<count>半|[一二两三四五六七八九十]+|\d+)(?P<half>个半|年半)?(?:多)?"
    r"(?P<unit>年|个?多?月|天|个?(?:星期|礼拜)|周)多?(?:以|之)?前(?!后)"
)
_WEEKDAYS: Final = {character: index for index, character in enumerate("一二三四五六日")} | {
    "天": 6
}
_YEARS_BACK: Final = {"大前年": 3, "前年": 2, "去年": 1, "上年": 1, "今年": 0, "本年": 0}
_FESTIVALS: Final = {"元旦": 1, "五一": 5, "国庆": 10, "国庆节": 10}


def find_dates_zh(text: str, today: date) -> Iterator[SpokenDate]:
    """Yield the dates of a text without spaces, in order, future ones included."""
    taken = 0
    for start, end, value, has_year in sorted(_all(text, today), key=_by_start_and_length):
        if start >= taken:
            taken = end
            if value is not None:
                yield SpokenDate(start, end, value, has_year)


def _by_start_and_length(item: tuple[int, int, str | None, bool]) -> tuple[int, int]:
    return item[0], -item[1]


def _all(text: str, today: date) -> Iterator[tuple[int, int, str | None, bool]]:
    for match in _FULL.finditer(text):
        yield *match.span(), _full(match, today), True
    for match in _NO_YEAR.finditer(text):
        month, day = _number(match["month"]), _number(match["day"])
        value = recent(month, day, today) if month else None
        yield *match.span(), value, False
    for match in _IN_MONTH.finditer(text):
        yield *match.span(), _in_month(match, today), True
    for match in _DAY_WORD.finditer(text):
        yield *match.span(), days_before(today, 3 if match["far"] else _DAYS[match["word"]]), True
    for match in _WEEKDAY.finditer(text):
        weeks = match["which"].count("上")
        weekday = _WEEKDAYS[match["weekday"]]
        yield *match.span(), last_weekday(today, weekday, weeks_back=weeks), True
    for match in _AGO.finditer(text):
        yield *match.span(), _ago(match, today), True


def _full(match: re.Match[str], today: date) -> str | None:
    year = _year(match, today)
    if year is None:
        return None
    if match["festival"]:
        return iso(year, _FESTIVALS[match["festival"]])
    return iso(year, _number(match["month"]), _number(match["day"]))


def _year(match: re.Match[str], today: date) -> int | None:
    if match["word"]:
        back = _YEARS_BACK.get(match["word"])
        return today.year + 1 if back is None else today.year - back
    if match["year"]:
        return int("".join(ZH_DIGITS[character] for character in match["year"]))
    if match["thousands"]:
        value = parse_number_zh(match["thousands"])
        return int(value) if value is not None and 2000 <= value < 2100 else None
    return 2000 + int("".join(ZH_DIGITS[character] for character in match["short"]))


def _in_month(match: re.Match[str], today: date) -> str | None:
    prefix = months_before(today, match["which"].count("上"))
    if not match["day"]:
        return prefix
    return iso(int(prefix[:4]), int(prefix[5:]), _number(match["day"]))


def _ago(match: re.Match[str], today: date) -> str | None:
    unit, half = match["unit"], match["half"]
    count = 0 if match["count"] == "半" else _number(match["count"])
    if count is None:
        return None
    if match["count"] == "半" or half == "年半":
        return months_before(today, 12 * count + 6) if "年" in (half or unit) else None
    if unit == "年":
        return str(today.year - count)
    if unit.endswith("月"):
        return months_before(today, count)
    return days_before(today, count if unit == "天" else 7 * count)


def _number(spoken: str | None) -> int | None:
    if not spoken:
        return None
    if spoken == "元":
        return 1
    value = parse_number_zh(spoken)
    return int(value) if value is not None else None
