"""Numbers as spoken in both languages."""

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.autofill.numerals_en import ONES, TEENS, TENS, find_numbers_en, parse_number_en
from cases.autofill.numerals_zh import find_numbers_zh, parse_number_zh

LOW = list(ONES | TEENS)


def say(number: int) -> str:
    if number < 20:
        return LOW[number]
    if number < 100:
        return list(TENS)[number // 10 - 2] + (f" {LOW[number % 10]}" if number % 10 else "")
    for size, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            whole, rest = divmod(number, size)
            link = " and " if rest < 100 else " "
            return f"{say(whole)} {name}" + (link + say(rest) if rest else "")
    raise ValueError(number)


@given(st.integers(min_value=10, max_value=99_999_999))
def test_a_number_said_in_full_in_mandarin_comes_back(number: int) -> None:
    spoken = str(cn2an.an2cn(str(number)))
    assert parse_number_zh(spoken) == number
    assert parse_number_zh(spoken.replace("二千", "两千").replace("二百", "两百")) == number


@given(st.integers(min_value=0, max_value=999_999_999))
def test_a_number_said_in_full_in_english_comes_back(number: int) -> None:
    assert parse_number_en(say(number)) == number


@given(st.integers(min_value=1, max_value=9), st.integers(min_value=1, max_value=9))
def test_a_short_tail_counts_the_next_unit_down(head: int, tail: int) -> None:
    digits = "零一二三四五六七八九"
    for unit, size in (("万", 10_000), ("千", 1000), ("百", 100)):
        spoken = f"{digits[head]}{unit}{digits[tail]}"
        assert parse_number_zh(spoken) == head * size + tail * size // 10


@pytest.mark.parametrize(
    ("spoken", "number"),
    [
        ("十五万八", 158_000),
        ("三点五万", 35_000),
        ("两百五", 250),
        ("一万零五百", 10_500),
        ("十二万三千四百", 123_400),
        ("1.5万", 15_000),
    ],
)
def test_mandarin_shorthand_is_understood(spoken: str, number: int) -> None:
    assert parse_number_zh(spoken) == number


@pytest.mark.parametrize(
    ("spoken", "number"),
    [
        ("twenty one thousand three hundred", 21_300),
        ("a hundred and fifty", 150),
        ("two and a half thousand", 2500),
        ("twelve hundred", 1200),
        ("half a million", 500_000),
        ("three point five million", 3_500_000),
    ],
)
def test_english_shorthand_is_understood(spoken: str, number: int) -> None:
    assert parse_number_en(spoken) == number


@pytest.mark.parametrize("spoken", ["三四万", "二零二三", "万", "百千"])
def test_what_is_vague_or_a_digit_string_is_no_number(spoken: str) -> None:
    assert parse_number_zh(spoken) is None


def test_a_tail_that_counts_something_is_its_own_number() -> None:
    assert [number.value for number in find_numbers_zh("两万三年了")] == [20_000, 3]


def test_adverbs_and_ordinals_hold_no_number() -> None:
    assert list(find_numbers_zh("一共一直第三次百分之二十")) == []


def test_digits_said_one_by_one_are_no_english_numbers() -> None:
    assert list(find_numbers_en("five five five two one")) == []
    assert [number.value for number in find_numbers_en("twelve of us and nine men")] == [12, 9]
