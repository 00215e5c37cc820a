"""What the forms of /sign hold."""

import re
from dataclasses import dataclass

from cases.minutes_signing import LONGEST_STROKE
from web.errors import BadInputError
from web.forms import Form, read_line, read_paragraphs

LONGEST_WORDS = 2000
_SECOND = re.compile(r"(?:(\d{1,4}):)?(\d{1,5})")


@dataclass(frozen=True, slots=True)
class SignForm:
    """A drawn path, or a code."""

    revision: int
    stroke: str
    code: str


@dataclass(frozen=True, slots=True)
class ObjectionForm:
    revision: int
    words: str
    at_seconds: float | None


def read_sign_form(form: Form) -> SignForm:
    stroke = read_line(form, "stroke", LONGEST_STROKE)
    return SignForm(read_revision(form), stroke, read_line(form, "code", 40))


def read_objection(form: Form) -> ObjectionForm:
    """Read words and second; raises BadInputError without words."""
    words, typed = read_paragraphs(form, "words", LONGEST_WORDS), read_line(form, "at", 10)
    at = read_second(typed)
    if not words or (typed and at is None):
        raise BadInputError("words" if not words else "at")
    return ObjectionForm(read_revision(form), words, at)


def read_revision(form: Form) -> int:
    text = read_line(form, "revision", 9)
    if not (text.isascii() and text.isdigit()):
        raise BadInputError("revision")
    return int(text)


def read_second(text: str) -> int | None:
    """Read 187 or 3:07 as seconds of the visit; None for anything else."""
    match = _SECOND.fullmatch(text.strip().replace("\uff1a", ":"))
    return int(match[1] or 0) * 60 + int(match[2]) if match else None
