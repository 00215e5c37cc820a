"""What staff may type into a case, and how people read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.fields import (
    CaseField,
    FieldValue,
    FieldValueError,
    ValueProblem,
    find_identity_problem,
    format_field_value,
    identity_check_digit,
    parse_field_value,
)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("phone", " １３７ ０１２３-４５６７ ", "13701234567"),
        ("phone", "٠٥٧١٨٦٧٥٣٠٩١", "057186753091"),
        ("phone", "+86 137 0123 4567", "13701234567"),
        ("phone", "(0571) 8675 3091", "057186753091"),
        ("id_number", "110105 19491231 002x", "11010519491231002X"),
        ("amount", "8.6万", 86_000),
        ("amount", "￥86,000.50 元", 86_000.5),
        ("amount", "1.2亿", 120_000_000),
        ("people_count", "15 人", 15),
        ("event_date", "2026年1月", "2026-01"),
        ("event_date", "2026/1/5", "2026-01-05"),
        ("event_date", "2026-01-05", "2026-01-05"),
        ("event_date", "2026", "2026"),
        ("petitioner_name", "  Helen   Marsh ", "Helen Marsh"),
        ("category", "Fire safety", "fire_safety"),
        ("departments", "住建局、fire, 住建局", ["housing", "fire"]),
        ("prior_petition", "是", True),
        ("prior_petition", "No", False),
    ],
)
def test_what_is_typed_becomes_its_normal_form(field: str, typed: str, value: FieldValue) -> None:
    assert parse_field_value(CaseField(field), typed) == value


@pytest.mark.parametrize(
    ("field", "typed", "problem"),
    [
        ("petitioner_name", "   ", ValueProblem.EMPTY),
        ("petitioner_name", "a" * 81, ValueProblem.TOO_LONG),
        ("phone", "one two three", ValueProblem.NOT_DIGITS),
        ("phone", "12345", ValueProblem.WRONG_LENGTH),
        ("id_number", "11010519491231002", ValueProblem.WRONG_LENGTH),
        ("id_number", "110105194913310029", ValueProblem.WRONG_BIRTH_DATE),
        ("id_number", "110105194912310021", ValueProblem.WRONG_CHECK_DIGIT),
        ("amount", "a lot", ValueProblem.NOT_A_NUMBER),
        ("amount", "-5", ValueProblem.NOT_A_NUMBER),
        ("amount", "0", ValueProblem.OUT_OF_RANGE),
        ("amount", "9" * 40, ValueProblem.OUT_OF_RANGE),
        ("people_count", "1.5", ValueProblem.NOT_A_NUMBER),
        ("people_count", "0", ValueProblem.OUT_OF_RANGE),
        ("event_date", "2026-13", ValueProblem.NOT_A_DATE),
        ("event_date", "2026-02-30", ValueProblem.NOT_A_DATE),
        ("event_date", "last march", ValueProblem.NOT_A_DATE),
        ("category", "weather", ValueProblem.UNKNOWN_CODE),
        ("departments", "housing, weather", ValueProblem.UNKNOWN_CODE),
        ("prior_petition", "perhaps", ValueProblem.NOT_YES_OR_NO),
    ],
)
def test_what_cannot_stand_in_a_field_is_refused_with_the_reason(
    field: str, typed: str, problem: ValueProblem
) -> None:
    with pytest.raises(FieldValueError) as refused:
        parse_field_value(CaseField(field), typed)
    assert (refused.value.field, refused.value.problem) == (field, problem)


def test_a_refusal_never_repeats_what_a_citizen_said() -> None:
    with pytest.raises(FieldValueError) as refused:
        parse_field_value(CaseField.ID_NUMBER, "110105194912310021")
    assert "1101" not in str(refused.value)


@pytest.mark.parametrize(
    ("field", "value", "zh", "en"),
    [
        ("phone", "13701234567", "137 0123 4567", "137 0123 4567"),
        ("id_number", "11010519491231002X", "110105 19491231 002X", "110105 19491231 002X"),
        ("amount", 86_000, "86,000 元", "86,000 yuan"),
        ("amount", 86_000.5, "86,000.50 元", "86,000.50 yuan"),
        ("people_count", 15, "15 人", "15 people"),
        ("people_count", 1, "1 人", "1 person"),
        ("event_date", "2026-01-05", "2026年1月5日", "5 January 2026"),
        ("event_date", "2026-01", "2026年1月", "January 2026"),
        ("event_date", "2026", "2026年", "2026"),
        ("category", "fire_safety", "消防安全", "Fire safety"),
        ("departments", ["housing", "fire"], "住建局、消防救援", "Housing, Fire service"),
        ("prior_petition", False, "否", "No"),
        ("petitioner_name", "张伟", "张伟", "张伟"),
    ],
)
def test_people_read_values_in_their_language(
    field: str, value: FieldValue, zh: str, en: str
) -> None:
    assert format_field_value(CaseField(field), value, "zh") == zh
    assert format_field_value(CaseField(field), value, "en") == en


@given(st.text(max_size=30), st.sampled_from(list(CaseField)))
def test_nothing_typed_breaks_the_parser(text: str, field: CaseField) -> None:
    try:
        value = parse_field_value(field, text)
    except FieldValueError:
        return
    assert format_field_value(field, value, "zh")


@given(st.integers(min_value=0, max_value=10**17 - 1), st.integers(min_value=0, max_value=9))
def test_one_wrong_digit_in_an_identity_number_is_noticed(seed: int, digit: int) -> None:
    body = "110105" + "19491231" + f"{seed % 1000:03}"
    number = body + identity_check_digit(body)
    place = seed % 17
    changed = number[:place] + str(digit) + number[place + 1 :]
    assert (find_identity_problem(changed) is None) == (changed == number)


def test_every_field_can_be_typed_and_shown() -> None:
    for field in CaseField:
        with pytest.raises(FieldValueError):
            parse_field_value(field, "")
