"""Small transformations that templates apply to what contexts give."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .pages import Choice, FieldError

GROUPS = (re.compile(r"(1\d{2})(\d{4})(\d{4})"), re.compile(r"(\d{6})(\d{8})(\d{3}[\dXx])"))


def group_digits(text: str) -> tuple[str, ...]:
    """Split a mobile phone or identity card number for reading; leave other text whole."""
    compact = text.replace(" ", "")
    for pattern in GROUPS:
        if match := pattern.fullmatch(compact):
            return match.groups()
    return (text,) if text else ()


def list_choices(choices: Iterable[Choice]) -> list[tuple[str, str]]:
    """Give choices as pairs of value and label."""
    return [(choice.value, choice.label) for choice in choices]


def find_error(errors: Iterable[FieldError], field: str) -> dict[str, str] | None:
    """Give the error of a form field in the shape of the govuk-frontend macros."""
    for error in errors:
        if error.field == field:
            return {"text": error.message}
    return None
