"""The twelve fields of a case: normal forms, what staff may type, how people read them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

from .errors import CasesError
from .taxonomy import CATEGORIES, DEPARTMENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FieldValue: TypeAlias = str | int | float | bool | list[str]
"""Amounts are int when whole, else float; counts int; departments list[str]; the rest str."""


class CaseField(StrEnum):
    """A field of a case; the value is its name in the store, on the wire and in dialogues."""

    PETITIONER_NAME = "petitioner_name"
    PHONE = "phone"
    ID_NUMBER = "id_number"
    ADDRESS = "address"
    RESPONDENT = "respondent"
    DEMAND = "demand"
    CATEGORY = "category"
    DEPARTMENTS = "departments"
    AMOUNT = "amount"
    PEOPLE_COUNT = "people_count"
    EVENT_DATE = "event_date"
    PRIOR_PETITION = "prior_petition"


class ValueProblem(StrEnum):
    """Why a typed value was refused; with the field it is the key of a sentence for people."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_DIGITS = "not_digits"
    WRONG_LENGTH = "wrong_length"
    WRONG_BIRTH_DATE = "wrong_birth_date"
    WRONG_CHECK_DIGIT = "wrong_check_digit"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_DATE = "not_a_date"
    UNKNOWN_CODE = "unknown_code"
    NOT_YES_OR_NO = "not_yes_or_no"


class FieldValueError(CasesError):
    """A value that cannot stand in a field; `facts` are what its sentence needs."""

    def __init__(self, field: CaseField, problem: ValueProblem, **facts: str | int) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem
        self.facts: Mapping[str, str | int] = facts


LONGEST_TEXT: Final = {
    CaseField.PETITIONER_NAME: 80,
    CaseField.ADDRESS: 200,
    CaseField.RESPONDENT: 200,
    CaseField.DEMAND: 1000,
}
LARGEST_AMOUNT: Final = Decimal(10) ** 12
LARGEST_COUNT: Final = 1_000_000


def parse_field_value(field: CaseField, text: str) -> FieldValue:
    """Return the normal form of what a person typed; raises FieldValueError with the problem."""
    typed = " ".join(_plain_digits(unicodedata.normalize("NFKC", text)).split())
    if not typed:
        raise FieldValueError(field, ValueProblem.EMPTY)
    return _PARSERS[field](field, typed)


def format_field_value(field: CaseField, value: FieldValue, lang: str) -> str:
    """Return the value as people read it in `lang` ("zh" or "en")."""
    formatter = _FORMATTERS.get(field)
    return formatter(value, lang) if formatter else str(value)


def find_identity_problem(number: str) -> ValueProblem | None:
    """Return what is wrong with an 18-character identity number, None when nothing (GB 11643)."""
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return ValueProblem.WRONG_LENGTH
    if _find_day(number[6:10], number[10:12], number[12:14]) is None:
        return ValueProblem.WRONG_BIRTH_DATE
    if number[17] != identity_check_digit(number[:17]):
        return ValueProblem.WRONG_CHECK_DIGIT
    return None


def identity_check_digit(body: str) -> str:
    """Return the 18th character for 17 digits (GB 11643, ISO 7064 MOD 11-2)."""
    weighted = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(body))
    return "10X98765432"[weighted % 11]


def _plain_digits(text: str) -> str:
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in text
    )


def _parse_text(field: CaseField, text: str) -> str:
    longest = LONGEST_TEXT[field]
    if len(text) > longest:
        raise FieldValueError(field, ValueProblem.TOO_LONG, longest=longest)
    return text


def _parse_phone(field: CaseField, text: str) -> str:
    digits = re.sub(r"[\s().+-]", "", text)
    if not digits.isdecimal():
        raise FieldValueError(field, ValueProblem.NOT_DIGITS)
    if text.startswith("+86"):
        digits = digits.removeprefix("86")
    if not 7 <= len(digits) <= 15:  # E.164 allows fifteen
        raise FieldValueError(field, ValueProblem.WRONG_LENGTH, shortest=7, longest=15)
    return digits


def _parse_identity(field: CaseField, text: str) -> str:
    number = re.sub(r"[\s-]", "", text).upper()
    problem = find_identity_problem(number)
    if problem is ValueProblem.WRONG_LENGTH:
        raise FieldValueError(field, problem, length=18)
    if problem is not None:
        raise FieldValueError(field, problem)
    return number


def _parse_amount(field: CaseField, text: str) -> int | float:
    match = re.fullmatch(r"[¥$£]?(\d[\d,]*(?:\.\d{1,4})?)(万|亿)?(?:元|块|yuan)?", _squeeze(text))
    if match is None:
        raise FieldValueError(field, ValueProblem.NOT_A_NUMBER)
    scale = {"万": 10**4, "亿": 10**8}.get(match[2], 1)
    return _normal_amount(field, match[1].replace(",", ""), scale)


def _normal_amount(field: CaseField, digits: str, scale: int) -> int | float:
    try:
        amount = (Decimal(digits) * scale).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise FieldValueError(field, ValueProblem.OUT_OF_RANGE) from None
    if not 0 < amount <= LARGEST_AMOUNT:
        raise FieldValueError(field, ValueProblem.OUT_OF_RANGE, largest=int(LARGEST_AMOUNT))
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _parse_count(field: CaseField, text: str) -> int:
    match = re.fullmatch(r"(\d[\d,]*)(?:个人|人|名|位|people|persons?)?", _squeeze(text))
    if match is None:
        raise FieldValueError(field, ValueProblem.NOT_A_NUMBER)
    count = int(match[1].replace(",", ""))
    if not 0 < count <= LARGEST_COUNT:
        raise FieldValueError(field, ValueProblem.OUT_OF_RANGE, largest=LARGEST_COUNT)
    return count


def _parse_date(field: CaseField, text: str) -> str:
    match = re.fullmatch(
        r"(\d{4})(?:年|[-/.](?=\d)|$)(?:(\d{1,2})(?:月|[-/.](?=\d)|$)(?:(\d{1,2})[日号]?)?)?",
        _squeeze(text),
    )
    if match is None or _find_day(match[1], match[2] or "1", match[3] or "1") is None:
        raise FieldValueError(field, ValueProblem.NOT_A_DATE)
    return "-".join([match[1], *(part.zfill(2) for part in match.groups()[1:] if part)])


def _parse_category(field: CaseField, text: str) -> str:
    return _find_code(field, text, CATEGORIES)


def _parse_departments(field: CaseField, text: str) -> list[str]:
    names = [name.strip() for name in re.split(r"[,;、]", text) if name.strip()]
    return list(dict.fromkeys(_find_code(field, name, DEPARTMENTS) for name in names))


def _parse_yes_or_no(field: CaseField, text: str) -> bool:
    answer = {"是": True, "有": True, "yes": True, "true": True}
    answer |= {"否": False, "没有": False, "无": False, "no": False, "false": False}
    if text.lower() not in answer:
        raise FieldValueError(field, ValueProblem.NOT_YES_OR_NO)
    return answer[text.lower()]


def _find_code(field: CaseField, text: str, codes: Mapping[str, tuple[str, str]]) -> str:
    for code, names in codes.items():
        if text.lower() in {code, *(name.lower() for name in names)}:
            return code
    raise FieldValueError(field, ValueProblem.UNKNOWN_CODE, code=text)


def _squeeze(text: str) -> str:
    return text.replace(" ", "").lower()


def _find_day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _format_phone(value: FieldValue, _lang: str) -> str:
    digits = str(value)
    if re.fullmatch(r"1[3-9]\d{9}", digits):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    if len(digits) == 10:
        return f"{digits[:3]} {digits[3:6]} {digits[6:]}"
    if len(digits) in {7, 8}:
        return f"{digits[:-4]} {digits[-4:]}"
    return digits


def _format_identity(value: FieldValue, _lang: str) -> str:
    number = str(value)
    return f"{number[:6]} {number[6:14]} {number[14:]}"


def _format_amount(value: FieldValue, lang: str) -> str:
    amount = Decimal(str(value))
    whole = amount == amount.to_integral_value()
    digits = f"{amount:,.0f}" if whole else f"{amount:,.2f}"
    return f"{digits} 元" if lang == "zh" else f"{digits} yuan"


def _format_count(value: FieldValue, lang: str) -> str:
    if lang == "zh":
        return f"{value} 人"
    return "1 person" if value == 1 else f"{value} people"


def _format_date(value: FieldValue, lang: str) -> str:
    year, *rest = (int(part) for part in str(value).split("-"))
    if lang == "zh":
        units = zip((year, *rest), "年月日", strict=False)
        return "".join(f"{number}{unit}" for number, unit in units)
    words = [_MONTHS[rest[0] - 1], str(year)] if rest else [str(year)]
    return " ".join([str(rest[1]), *words] if len(rest) == 2 else words)


def _format_category(value: FieldValue, lang: str) -> str:
    return _name_code(str(value), CATEGORIES, lang)


def _format_departments(value: FieldValue, lang: str) -> str:
    codes = value if isinstance(value, list) else [str(value)]
    names = [_name_code(code, DEPARTMENTS, lang) for code in codes]
    return ("、" if lang == "zh" else ", ").join(names)


def _format_yes_or_no(value: FieldValue, lang: str) -> str:
    if lang == "zh":
        return "是" if value else "否"
    return "Yes" if value else "No"


def _name_code(code: str, codes: Mapping[str, tuple[str, str]], lang: str) -> str:
    zh, en = codes.get(code, (code, code))
    return zh if lang == "zh" else en


_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_PARSERS: Final[dict[CaseField, Callable[[CaseField, str], FieldValue]]] = {
    CaseField.PETITIONER_NAME: _parse_text,
    CaseField.PHONE: _parse_phone,
    CaseField.ID_NUMBER: _parse_identity,
    CaseField.ADDRESS: _parse_text,
    CaseField.RESPONDENT: _parse_text,
    CaseField.DEMAND: _parse_text,
    CaseField.CATEGORY: _parse_category,
    CaseField.DEPARTMENTS: _parse_departments,
    CaseField.AMOUNT: _parse_amount,
    CaseField.PEOPLE_COUNT: _parse_count,
    CaseField.EVENT_DATE: _parse_date,
    CaseField.PRIOR_PETITION: _parse_yes_or_no,
}

_FORMATTERS: Final[dict[CaseField, Callable[[FieldValue, str], str]]] = {
    CaseField.PHONE: _format_phone,
    CaseField.ID_NUMBER: _format_identity,
    CaseField.AMOUNT: _format_amount,
    CaseField.PEOPLE_COUNT: _format_count,
    CaseField.EVENT_DATE: _format_date,
    CaseField.CATEGORY: _format_category,
    CaseField.DEPARTMENTS: _format_departments,
    CaseField.PRIOR_PETITION: _format_yes_or_no,
}
