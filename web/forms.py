"""Fields of posted forms as text; length is limited, control characters do not pass."""

import re
import unicodedata
from collections.abc import Sequence

from aiohttp import web
from multidict import MultiDictProxy

from .errors import BadInputError

Form = MultiDictProxy[str | bytes | bytearray | web.FileField]

# Marks that turn the direction of text and can disguise a name (Unicode, bidirectional algorithm).
_TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def read_text(form: Form, name: str, longest: int) -> str:
    """Give a field as typed, "" when it is missing; raises BadInputError when it is too long."""
    value = form.get(name, "")
    if not isinstance(value, str) or len(value) > longest:
        raise BadInputError(name)
    return value


def read_line(form: Form, name: str, longest: int) -> str:
    """Give a field as one clean line: NFC, single spaces, no controls; rare Han names stay."""
    return clean_line(read_text(form, name, longest))


def read_paragraphs(form: Form, name: str, longest: int) -> str:
    """Give a field as clean lines; of empty ones in a row one is kept."""
    lines = [clean_line(line) for line in read_text(form, name, longest).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def read_choices(form: Form, name: str) -> Sequence[str]:
    """Give every value of a group of check boxes."""
    return [value for value in form.getall(name, []) if isinstance(value, str)]


def clean_line(text: str) -> str:
    normal = unicodedata.normalize("NFC", text)
    kept = (" " if c.isspace() else c for c in normal if c.isspace() or not _is_hidden(c))
    return " ".join("".join(kept).split())


def _is_hidden(character: str) -> bool:
    return character in _TURNS or unicodedata.category(character) in {"Cc", "Cs"}
