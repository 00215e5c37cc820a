"""Spoken lines as utterances: "O ..." an officer's, anything else the citizen's."""

from collections.abc import Callable
from datetime import date

import pytest

from cases.autofill import Suggestion, suggest_fields
from cases.fields import CaseField
from transcription import Utterance, Word

EXACT = frozenset(
    {
        CaseField.PETITIONER_NAME,
        CaseField.PHONE,
        CaseField.ID_NUMBER,
        CaseField.AMOUNT,
        CaseField.PEOPLE_COUNT,
        CaseField.EVENT_DATE,
    }
)
Suggest = Callable[..., tuple[Suggestion, ...]]
Read = Callable[..., dict[str, object]]


@pytest.fixture
def suggest() -> Suggest:
    return suggest_from_lines


@pytest.fixture
def read() -> Read:
    """Return the values of names, numbers and dates by the name of their field."""

    def read_lines(lang: str, *lines: str, day: str = "2026-04-15") -> dict[str, object]:
        found = read_values(lang, *lines, day=day)
        return {name: value for name, value in found.items() if name in EXACT}

    return read_lines


@pytest.fixture
def read_all() -> Read:
    """Return the suggested values by the name of their field."""
    return read_values


def read_values(lang: str, *lines: str, day: str = "2026-04-15") -> dict[str, object]:
    found = suggest_from_lines(lang, *lines, day=day)
    return {suggestion.field.value: suggestion.value for suggestion in found}


def suggest_from_lines(lang: str, *lines: str, day: str = "2026-04-15") -> tuple[Suggestion, ...]:
    return suggest_fields(
        [speak(lang, line, at) for at, line in enumerate(lines)],
        roles={"panel": "officer", "phone": "citizen"},
        lang=lang,
        spoken_on=date.fromisoformat(day),
    )


def speak(lang: str, line: str, at: int) -> Utterance:
    speaker = "panel" if line.startswith("O ") else "phone"
    text = line.removeprefix("O ")
    words = tuple(Word(word, float(at), at + 1.0, 1.0) for word in text.split())
    return Utterance(str(at), text, words, float(at), at + 1.0, lang, speaker, at * 16000)
