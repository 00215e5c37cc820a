"""The person the petition is for: the speaker, or the relative for whom somebody speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from cases.fields import CaseField

from . import names_en, names_zh
from .answers import asks, denies, find_question, is_confirmed
from .candidates import Candidate, choose, merge_corrections
from .dialogue import remembered
from .lexicon import cue, cue_at_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .dialogue import Dialogue, Turn
    from .suggestion import Suggestion

RELATIVE_ASKED: Final = 97
RELATIVE: Final = 95
SELF: Final = 90
CONFIRMED: Final = 82
ANSWERED: Final = 80
WEAK_SELF: Final = 60
RELATIVE_IN_PASSING: Final = 50
PART: Final = 40


class _SpokenName(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def suggest_petitioner(dialogue: Dialogue) -> Suggestion | None:
    """Suggest the name of whom the petition is for; none for people merely mentioned."""
    read = _read_zh if dialogue.lang == "zh" else _read_en
    is_proxy = _speaks_for_another(dialogue)
    found = [name for turn in dialogue.turns for name in read(dialogue, turn, is_proxy=is_proxy)]
    found.sort(key=_position)
    return choose(CaseField.PETITIONER_NAME, merge_corrections(dialogue, _distinct(found)))


def _position(candidate: Candidate) -> tuple[int, int, int]:
    return candidate.turn.index, candidate.start, -candidate.score


def _distinct(found: list[Candidate]) -> list[Candidate]:
    """Keep the best reading of names that overlap."""
    kept: list[Candidate] = []
    for candidate in found:
        last = kept[-1] if kept else None
        if last and last.turn is candidate.turn and candidate.start < last.end:
            if candidate.score > last.score:
                kept[-1] = candidate
            continue
        kept.append(candidate)
    return kept


def _speaks_for_another(dialogue: Dialogue) -> bool:
    return any(_read_proxy(dialogue, turn) for turn in dialogue.turns)


@remembered
def _read_proxy(dialogue: Dialogue, turn: Turn) -> Iterator[bool]:
    """Yield True where a turn speaks for, or asks about, somebody else."""
    if (
        cue(dialogue.lang, "names", "proxy").search(turn.text)
        if turn.is_citizen
        else asks(dialogue, turn, "relative_name")
    ):
        yield True


def _candidate(turn: Turn, found: _SpokenName, score: int, rule: str) -> Candidate:
    return Candidate(found.name, turn, found.start, found.end, score, rule)


def _asked(dialogue: Dialogue, turn: Turn) -> str:
    """Return whose name the officer before this turn asked for: "self", "relative" or ""."""
    question = find_question(dialogue, turn)
    if question is None or asks(dialogue, question, "others_name"):
        return ""
    if asks(dialogue, question, "relative_name"):
        return "relative"
    return "self" if asks(dialogue, question, "name") else ""


@remembered
def _read_zh(dialogue: Dialogue, turn: Turn, *, is_proxy: bool) -> Iterator[Candidate]:
    if not turn.is_citizen:
        if is_confirmed(dialogue, turn):
            for found in names_zh.read_introduced(turn, "confirm"):
                yield _candidate(turn, found, CONFIRMED, "confirmed")
        return
    asked = _asked(dialogue, turn)
    for found in names_zh.read_introduced(turn, "self"):
        yield _candidate(turn, found, RELATIVE if asked == "relative" else SELF, "introduced")
    for found in names_zh.read_surname_first(turn):
        yield _candidate(turn, found, SELF - 1, "introduced")
    for found in names_zh.read_introduced(turn, "weak_self"):
        if names_zh.stands_alone(turn, found):
            yield _candidate(turn, found, WEAK_SELF, "introduced")
    for found in names_zh.read_introduced(turn, "corrected"):
        if _has_named(dialogue, turn, found.start):
            yield _candidate(turn, found, SELF, "corrected")
    yield from _read_relatives_zh(turn, is_proxy=is_proxy)
    yield from _read_answer_zh(dialogue, turn, asked)


def _has_named(dialogue: Dialogue, turn: Turn, before: int) -> bool:
    """Tell whether the citizen or the officer gave the citizen's name right before."""
    if any(found.end < before for found in names_zh.read_introduced(turn, "self")):
        return True
    previous = dialogue.previous(turn)
    return previous is not None and any(names_zh.read_introduced(previous, "confirm"))


def _read_relatives_zh(turn: Turn, *, is_proxy: bool) -> Iterator[Candidate]:
    people = [*cue("zh", "names", "relative").finditer(turn.text)]
    people += cue("zh", "names", "acquaintance").finditer(turn.text) if is_proxy else ()
    for match in people:
        at = match.end()
        for bridge in ("的名字是", "的名字叫", "名字叫", "的名字", "名叫", "叫做", "叫", "是", ""):
            found = names_zh.read_name(turn, at + len(bridge))
            if found and turn.text.startswith(bridge, at):
                score = RELATIVE if is_proxy else RELATIVE_IN_PASSING
                yield _candidate(turn, found, score, "relative")
                break
    if is_proxy:
        for found in names_zh.read_introduced(turn, "pronoun_called"):
            yield _candidate(turn, found, RELATIVE, "relative")
    for found in names_zh.read_introduced(turn, "weak_self"):
        if _is_relation(turn.text[found.end :]):
            yield _candidate(turn, found, RELATIVE, "relation")


def _is_relation(after: str) -> bool:
    """Tell whether a name after 我是 is whose relative the speaker is: 我是夏文博的妈妈."""
    match = cue("zh", "names", "relative").search(after[:4])
    return after.startswith("的") and match is not None and match.start() == 1


def _read_answer_zh(dialogue: Dialogue, turn: Turn, asked: str) -> Iterator[Candidate]:
    if not asked:
        return
    found = names_zh.read_answer(turn)
    if found and not _tells_others(turn.text[: found.start]):
        score = RELATIVE_ASKED if asked == "relative" else ANSWERED
        score += denies(dialogue, turn)
        yield _candidate(turn, found, score, "answered")


def _tells_others(before: str) -> bool:
    return bool(cue_at_end("zh", "questions", "others_name").search(before + "叫"))


@remembered
def _read_en(dialogue: Dialogue, turn: Turn, *, is_proxy: bool) -> Iterator[Candidate]:
    if not turn.is_citizen:
        if is_confirmed(dialogue, turn):
            for found in names_en.read_introduced(turn, "confirm", is_weak=True):
                yield _candidate(turn, found, CONFIRMED, "confirmed")
        return
    asked = _asked(dialogue, turn)
    for found in names_en.read_introduced(turn, "self"):
        score = SELF if found.is_full else PART + 5
        yield _candidate(turn, found, score + (asked == "relative") * 5, "introduced")
    for found in names_en.read_introduced(turn, "weak_self", is_weak=True):
        yield _candidate(turn, found, WEAK_SELF, "introduced")
    parts = names_en.read_parts(turn)
    if parts:
        yield _candidate(turn, parts, SELF, "parts")
    yield from _read_relatives_en(turn, is_proxy=is_proxy)
    yield from _read_answer_en(dialogue, turn, asked)


def _read_relatives_en(turn: Turn, *, is_proxy: bool) -> Iterator[Candidate]:
    score = RELATIVE if is_proxy else RELATIVE_IN_PASSING
    for found in names_en.read_introduced(turn, "relative_called"):
        if found.is_full:
            yield _candidate(turn, found, score, "relative")
    for table_name in ("relative_named", "relation_of"):
        for found in names_en.read_introduced(turn, table_name, is_weak=True):
            yield _candidate(turn, found, score, "relative")
    if is_proxy:
        for found in names_en.read_introduced(turn, "pronoun_called"):
            yield _candidate(turn, found, RELATIVE if found.is_full else PART, "relative")


def _read_answer_en(dialogue: Dialogue, turn: Turn, asked: str) -> Iterator[Candidate]:
    found = names_en.read_answer(turn) if asked else None
    if found is None:
        return
    if found.is_full:
        score = RELATIVE_ASKED if asked == "relative" else ANSWERED
        yield _candidate(turn, found, score, "answered")
        return
    question = find_question(dialogue, turn)
    first = _first_name_before(dialogue, turn)
    if question and first and asks_for_surname(question.text):
        whole = names_en.SpokenName(f"{first} {found.name}", found.start, found.end)
        yield _candidate(turn, whole, ANSWERED, "parts")
    elif found.end == len(turn.text):
        yield _candidate(turn, found, PART, "answered")


def asks_for_surname(text: str) -> bool:
    return bool(cue("en", "names", "surname_question").search(text))


def _first_name_before(dialogue: Dialogue, turn: Turn) -> str:
    """Return the given name that the citizen gave in the last few turns, "" where none."""
    for index in range(turn.index - 1, max(turn.index - 5, -1), -1):
        earlier = dialogue.turns[index]
        if not earlier.is_citizen:
            continue
        found = next(names_en.read_introduced(earlier, "first_is"), names_en.read_answer(earlier))
        if found and not found.is_full:
            return found.name
    return ""
