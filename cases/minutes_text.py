"""The text of minutes: plain lines, of which three kinds have a mark at their beginning.

    # the title          ## a section          [3:07] what somebody said at that second of the visit

Everything else is a paragraph. The marks of title and section are not shown; the second is.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from .minutes_errors import MinutesError

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 1_000_000
_SAID = re.compile(r"\[(\d{1,4}):([0-5]\d)\] ")
_EMPTY_LINES = re.compile(r"\n{3,}")
# What turns the direction of text could make minutes read otherwise than they are signed.
_TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class LineKind(StrEnum):
    TITLE = "title"
    SECTION = "section"
    SAID = "said"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Line:
    """A line as people read it; `at_seconds` of the visit where somebody said it."""

    kind: LineKind
    text: str
    at_seconds: int | None = None


def clean_text(text: str) -> str:
    """Return the text as it is kept: NFC, no control characters, at most one empty line in a row.

    Raises MinutesError for more than a million characters.
    """
    if len(text) > LONGEST:
        raise MinutesError("the text is too long")
    lines = (_clean_line(line) for line in unicodedata.normalize("NFC", text).splitlines())
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def digest_text(text: str) -> str:
    """Return the SHA-256 of a text in hexadecimal, as signatures name it."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_lines(text: str) -> Sequence[Line]:
    """Return the lines as people read them, without the empty ones."""
    return [_read_line(line) for line in text.split("\n") if line.strip()]


def _read_line(line: str) -> Line:
    if line.startswith("## "):
        return Line(LineKind.SECTION, line[3:])
    if line.startswith("# "):
        return Line(LineKind.TITLE, line[2:])
    if (said := _SAID.match(line)) is not None:
        return Line(LineKind.SAID, line, int(said[1]) * 60 + int(said[2]))
    return Line(LineKind.PLAIN, line)


def _clean_line(line: str) -> str:
    spaced = "".join(" " if c.isspace() else c for c in line)
    return " ".join("".join(c for c in spaced if not _is_hidden(c)).split())


def _is_hidden(character: str) -> bool:
    if character in _TURNS or character in "\ufffe\uffff":
        return True
    return unicodedata.category(character) in {"Cc", "Cs"}
