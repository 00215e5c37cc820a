"""Numbers as spoken in English: twenty one thousand three hundred, two and a half thousand."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from .numerals import Numeral
from .numerals_zh import whole_or_float

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ONES: Final = {
    word: value
    for value, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    )
}
TEENS: Final = {
    word: value
    for value, word in enumerate(
        (
            "ten", "eleven", "twelve", "thirteen", "fourteen",
            "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        ),
        start=10,
    )
}  # fmt: skip
TENS: Final = {
    word: 10 * value
    for value, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
SCALES: Final = {"thousand": 10**3, "grand": 10**3, "k": 10**3, "million": 10**6}
_WORD: Final = re.compile(r"\d[\d,]*(?:\.\d+)?|[\w']+")


def find_numbers_en(text: str) -> Iterator[Numeral]:
    """Yield the numbers of a lower-case text; digits said one by one and years are no numbers."""
    numbers = list(_split_numbers(text))
    for index, number in enumerate(numbers):
        follows = index and numbers[index - 1].end + 1 == number.start
        leads = index + 1 < len(numbers) and number.end + 1 == numbers[index + 1].start
        if not follows and not leads:
            yield number


def _split_numbers(text: str) -> Iterator[Numeral]:
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
    index = 0
    while index < len(words):
        length, value = _read_number([word for word, _, _ in words[index : index + 16]])
        if not length:
            index += 1
            continue
        start, end = words[index][1], words[index + length - 1][2]
        yield Numeral(start, end, value, text[start:end])
        index += length


def parse_number_en(spoken: str) -> int | float | None:
    """Return the number of a whole phrase, None where it is not one number."""
    words = spoken.replace("-", " ").split()
    length, value = _read_number(words)
    return value if length == len(words) else None


def _read_number(words: Sequence[str]) -> tuple[int, int | float]:
    """Return how many words make a number and the number; 0 words where none starts."""
    total, at = Decimal(0), 0
    ceiling = Decimal(10**9)
    while at < len(words):
        skip = 1 if at and words[at] == "and" else 0
        length, group = _read_group(words[at + skip :])
        if not length:
            break
        stop = at + skip + length
        scale = SCALES.get(words[stop], 1) if stop < len(words) else 1
        if scale >= ceiling or (at and (ceiling == 1 or group * scale >= ceiling)):
            break
        total += group * scale
        at = stop + (scale > 1)
        ceiling = Decimal(scale)
        if scale == 1:
            break
    return at, whole_or_float(total)


def _read_group(words: Sequence[str]) -> tuple[int, Decimal]:
    """Read what stands before thousand or million: up to 9999, a half, a decimal."""
    if words[:2] == ["half", "a"] and words[2:3] in (["million"], ["thousand"]):
        return 2, Decimal("0.5")
    if words and words[0][0].isdigit():
        return _read_arabic(words[0])
    length, value = _read_hundreds(words)
    if not length:
        return 0, Decimal(0)
    if words[length : length + 3] == ["and", "a", "half"]:
        return length + 3, value + Decimal("0.5")
    if words[length : length + 1] == ["point"]:
        digits = [str(ONES[word]) for word in _take_digits(words[length + 1 :])]
        if digits:
            return length + 1 + len(digits), Decimal(f"{value}.{''.join(digits)}")
    return length, value


def _read_hundreds(words: Sequence[str]) -> tuple[int, Decimal]:
    length, value = _read_below_hundred(words)
    if not length and words[:1] == ["a"] and words[1:2] in (["hundred"], ["thousand"], ["million"]):
        length, value = 1, 1
    if words[length : length + 1] != ["hundred"] or not length:
        return length, Decimal(value)
    length, value = length + 1, value * 100
    skip = 1 if words[length : length + 1] == ["and"] else 0
    more, rest = _read_below_hundred(words[length + skip :])
    if not more:
        return length, Decimal(value)
    return length + skip + more, Decimal(value + rest)


def _read_below_hundred(words: Sequence[str]) -> tuple[int, int]:
    if not words:
        return 0, 0
    first = words[0]
    if first in TENS:
        one = ONES.get(words[1], 0) if len(words) > 1 else 0
        return (2, TENS[first] + one) if one else (1, TENS[first])
    if first in TEENS:
        return 1, TEENS[first]
    return (1, ONES[first]) if first in ONES else (0, 0)


def _read_arabic(word: str) -> tuple[int, Decimal]:
    digits = word.replace(",", "")
    return (1, Decimal(digits)) if re.fullmatch(r"\d+(?:\.\d+)?", digits) else (0, Decimal(0))


def _take_digits(words: Sequence[str]) -> list[str]:
    taken = []
    for word in words:
        if word not in ONES:
            break
        taken.append(word)
    return taken
