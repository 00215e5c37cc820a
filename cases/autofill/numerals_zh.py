"""Numbers as spoken in Mandarin: 八万六, 一千二, 三点五万, 两百五, 一万零五百."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import cn2an

from .numerals import Numeral

if TYPE_CHECKING:
    from collections.abc import Iterator

_RUN: Final = re.compile(
    r"[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+[百千万亿]*)?"
    r"|\d[\d,]*(?:\.\d+)?[百千万亿]?"
)
_TAIL: Final = re.compile(r"[百千万亿][一二两三四五六七八九]$")
# After a short tail these show that the tail counts something: 两万 + 三年, not 23000 年.
_MEASURE: Final = re.compile(r"[个年月天日号人户次口名位岁栋点度亩平台辆套间层楼室组辈倍回趟遍]")
_ORDINAL: Final = re.compile(r"(?:第|百分之|初|几|数|周|星期|礼拜|统|唯)$")
# 一共, 一直, 一下: no number.
_ADVERB: Final = re.compile(r"[共直下起样些般旦边定切向再律致]")
_ADVERB_OR_CENT: Final = re.compile(r"[直共下律致再]|分(?:钱|也|都|没)|毛(?:钱|没)|点(?:也|都|没)")
_SCALE: Final = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}


def find_numbers_zh(text: str) -> Iterator[Numeral]:
    """Yield the numbers of a text without spaces; digit strings and vague ones are none."""
    for match in _RUN.finditer(text):
        if _ORDINAL.search(text[: match.start()]) or _is_adverb(text, match):
            continue
        yield from _read_run(match[0], match.start(), text)


def _is_adverb(text: str, match: re.Match[str]) -> bool:
    return match[0] == "一" and bool(_ADVERB.match(text, match.end()))


def _read_run(run: str, start: int, text: str) -> Iterator[Numeral]:
    end = start + len(run)
    if run.endswith("一") and len(run) > 2 and _ADVERB_OR_CENT.match(text, end):  # 六万五一分没给
        run, end = run[:-1], end - 1
    if _TAIL.search(run) and _MEASURE.match(text, end):
        yield from _numeral(run[:-1], start)
        yield from _numeral(run[-1], end - 1)
        return
    if not text.startswith("几", end):  # 十几
        yield from _numeral(run, start)


def _numeral(run: str, start: int) -> Iterator[Numeral]:
    value = parse_number_zh(run)
    if value is not None:
        yield Numeral(start, start + len(run), value, run)


@lru_cache(maxsize=4096)
def parse_number_zh(spoken: str) -> int | float | None:
    """Return the number of a whole phrase, None for digit strings, vague and broken ones."""
    if spoken[0].isdigit():
        return _parse_arabic(spoken)
    if re.fullmatch(r"[零〇一二两三四五六七八九]{2,}", spoken) or spoken[0] in "百千万亿":
        return None
    whole, point, rest = spoken.partition("点")
    value = _parse_whole(whole)
    if not point or value is None:
        return value
    return _parse_fraction(value, rest)


def _parse_whole(spoken: str) -> int | None:
    try:
        return int(cn2an.cn2an(spoken.replace("〇", "零"), "normal"))
    except (ValueError, KeyError, IndexError):
        return None


def _parse_fraction(whole: int, rest: str) -> int | float:
    digits = "".join(
        str("零一二三四五六七八九".index(c)) for c in rest if c in "零一二三四五六七八九"
    )
    scale = 1
    for unit in rest[len(digits) :]:
        scale *= _SCALE[unit]
    return whole_or_float(Decimal(f"{whole}.{digits}") * scale)


def _parse_arabic(spoken: str) -> int | float:
    unit = spoken[-1]
    number = Decimal(spoken.rstrip("百千万亿").replace(",", ""))
    return whole_or_float(number * _SCALE.get(unit, 1))


def whole_or_float(number: Decimal) -> int | float:
    """Return an int where nothing follows the point."""
    return int(number) if number == number.to_integral_value() else float(number)
