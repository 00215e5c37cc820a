"""`netvisit extract FILE.json`: case fields from written dialogues, with the words behind each."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cases.autofill import SpeakerRole, Suggestion, suggest_fields
from transcription import Utterance, Word

from .commands import Subparsers, add_command

EPILOG = """\
FILE holds one dialogue or {"dialogues": [...]}; "-" reads standard input. A dialogue:

  {"id": "d1", "lang": "zh" or "en", "visit_date": "2026-04-02",
   "turns": [{"role": "officer" or "citizen", "text": "words separated by spaces"}]}

Printed is {"d1": {"suggestions": [{"field", "value", "evidence": [{"turn", "start", "end"}],
"rule"}]}}; start and end count the words of the turn's text, end exclusive.
"""
LANGUAGES = ("zh", "en")
ROLES = {role.value: role for role in SpeakerRole}


class DialogueError(Exception):
    """What is wrong with the file, where in it, and what to do."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A dialogue that was checked, its turns as utterances spoken by their roles."""

    id: str
    lang: str
    visit_date: date
    utterances: tuple[Utterance, ...]


def register(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "extract",
        extract,
        "read case fields from dialogues in JSON",
        "Reads dialogues as a recogniser writes them and prints the case fields they support, "
        "each with the words it came from, as auto-fill suggests them during a visit.",
        EPILOG,
    )
    parser.add_argument("file", metavar="FILE.json", help="dialogues, or - for standard input")


def extract(arguments: argparse.Namespace) -> int:
    try:
        dialogues = read_dialogues(arguments.file)
    except DialogueError as error:
        print(f"netvisit extract: {arguments.file}: {error}", file=sys.stderr)
        return 2
    found = {dialogue.id: describe_suggestions(suggest(dialogue)) for dialogue in dialogues}
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0


def suggest(dialogue: Dialogue) -> tuple[Suggestion, ...]:
    return suggest_fields(
        dialogue.utterances, roles=ROLES, lang=dialogue.lang, spoken_on=dialogue.visit_date
    )


def describe_suggestions(suggestions: Sequence[Suggestion]) -> dict[str, object]:
    return {
        "suggestions": [
            {
                "field": suggestion.field.value,
                "value": suggestion.value,
                "evidence": [
                    {"turn": words.utterance, "start": words.start, "end": words.end}
                    for words in suggestion.evidence
                ],
                "rule": suggestion.rule,
            }
            for suggestion in suggestions
        ]
    }


def read_dialogues(path: str) -> list[Dialogue]:
    """Return the dialogues of a file; raises DialogueError with the place and what to do."""
    content = _read_json(path)
    if isinstance(content, dict) and "dialogues" in content:
        listed = _expect(content["dialogues"], list, "dialogues")
        dialogues = [_read_dialogue(item, f"dialogues[{at}]") for at, item in enumerate(listed)]
    else:
        dialogues = [_read_dialogue(content, "the dialogue")]
    seen: set[str] = set()
    for dialogue in dialogues:
        if dialogue.id in seen:
            raise DialogueError(f'two dialogues have the id "{dialogue.id}"; give each its own')
        seen.add(dialogue.id)
    return dialogues


def _read_json(path: str) -> object:
    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8-sig")
        return json.loads(text)
    except OSError as error:
        raise DialogueError(f"cannot be read ({error.strerror}); give an existing file") from None
    except UnicodeDecodeError:
        raise DialogueError("is not UTF-8 text; save it as UTF-8") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise DialogueError(f"is not JSON at {place} ({error.msg}); correct it there") from None
    except RecursionError:
        raise DialogueError("is nested too deeply; give dialogues as --help describes") from None


def _read_dialogue(content: object, place: str) -> Dialogue:
    dialogue = _expect(content, dict, place)
    lang = _take(dialogue, "lang", place)
    if lang not in LANGUAGES:
        raise DialogueError(f'{place}.lang is {_show(lang)}; write "zh" or "en"')
    turns = _expect(_take(dialogue, "turns", place), list, f"{place}.turns")
    return Dialogue(
        id=str(_expect(_take(dialogue, "id", place), str, f"{place}.id")),
        lang=str(lang),
        visit_date=_read_date(_take(dialogue, "visit_date", place), f"{place}.visit_date"),
        utterances=tuple(
            _read_turn(turn, at, str(lang), f"{place}.turns[{at}]") for at, turn in enumerate(turns)
        ),
    )


def _read_turn(content: object, at: int, lang: str, place: str) -> Utterance:
    turn = _expect(content, dict, place)
    role = _take(turn, "role", place)
    if not isinstance(role, str) or role not in ROLES:
        raise DialogueError(f'{place}.role is {_show(role)}; write "officer" or "citizen"')
    text = _expect(_take(turn, "text", place), str, f"{place}.text")
    words = tuple(Word(word, float(at), float(at), 1.0) for word in text.split())
    spoken = " ".join(word.text for word in words)
    return Utterance(str(at), spoken, words, float(at), float(at), lang, role, 0)


def _read_date(value: object, place: str) -> date:
    try:
        return date.fromisoformat(str(_expect(value, str, place)))
    except ValueError:
        example = "write it as 2026-04-02"
        raise DialogueError(f"{place} is {_show(value)}, not a date; {example}") from None


def _take(content: dict[str, Any], key: str, place: str) -> object:
    if key not in content:
        raise DialogueError(f'{place} has no "{key}"; add it (see netvisit extract --help)')
    return content[key]


def _expect(value: Any, kind: type, place: str) -> Any:  # noqa: ANN401 - parsed JSON
    names = {"dict": "an object {...}", "list": "a list [...]", "str": 'text in "..."'}
    if not isinstance(value, kind):
        raise DialogueError(f"{place} is {_show(value)}; it must be {names[kind.__name__]}")
    return value


def _show(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:40]}..."
