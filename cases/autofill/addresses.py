"""Where the petitioner lives, as spoken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from cases.fields import CaseField

from . import addresses_en, addresses_zh
from .answers import find_question, is_asked
from .candidates import Candidate, choose, merge_corrections, speaking_turns
from .dialogue import remembered
from .lexicon import cue, cue_at_end, cue_at_start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .dialogue import Dialogue, Turn
    from .spoken_address import SpokenAddress
    from .suggestion import Suggestion

LIVES: Final = 80
ASKED: Final = 75
RESIDENT: Final = 50
IN_PASSING: Final = 45


def suggest_address(dialogue: Dialogue) -> Suggestion | None:
    """Suggest the address that somebody gives as the petitioner's home; no scene of events."""
    found = [
        candidate for turn in speaking_turns(dialogue) for candidate in _read_turn(dialogue, turn)
    ]
    return choose(CaseField.ADDRESS, merge_corrections(dialogue, _complete(dialogue, found)))


@remembered
def _read_turn(dialogue: Dialogue, turn: Turn) -> list[Candidate]:
    told = list(_read_told(dialogue, turn))
    if told or not turn.is_citizen:
        return told
    answers = [*_read_answer(dialogue, turn), *_read_resident(dialogue, turn)]
    return (answers or list(_read_beside_name(dialogue, turn)))[:1]


def _read_told(dialogue: Dialogue, turn: Turn) -> Iterator[Candidate]:
    lang = dialogue.lang
    for match in cue(lang, "address", "cue").finditer(turn.text):
        if cue_at_end(lang, "address", "not_ours").search(turn.text[: match.start()]):
            continue
        spoken = _read(lang, turn, match.end())
        if spoken and spoken.parts and spoken.start - match.end() < _NEAR:
            yield _candidate(turn, spoken, LIVES if spoken.is_whole else IN_PASSING, "lives")


def _read_answer(dialogue: Dialogue, turn: Turn) -> Iterator[Candidate]:
    """Read what answers a question for the address, also after the name in the same turn."""
    question = find_question(dialogue, turn)
    if question is None:
        return
    is_detail = is_asked(dialogue, turn, "address_detail")
    if not is_detail and not is_asked(dialogue, turn, "address"):
        return
    for start in turn.starts[:_OPENING]:
        spoken = _read(dialogue.lang, turn, start)
        if spoken and (spoken.is_whole or is_detail or _fills(turn, spoken)):
            yield _candidate(turn, spoken, ASKED if spoken.parts else 0, "asked")
            return


def _fills(turn: Turn, spoken: SpokenAddress) -> bool:
    """Tell whether an answer is nothing but this address."""
    return bool(spoken.parts) and len(turn.text) - (spoken.end - spoken.start) < _NEAR


def _read_resident(dialogue: Dialogue, turn: Turn) -> Iterator[Candidate]:
    """Read 我是双河镇柳树村三组的村民."""
    if dialogue.lang != "zh":
        return
    match = cue_at_start("zh", "address", "resident").match(turn.text)
    spoken = _read("zh", turn, match.end()) if match else None
    ends = cue_at_start("zh", "address", "resident_end")
    if spoken and spoken.is_whole and ends.match(turn.text, spoken.end):
        yield _candidate(turn, spoken, RESIDENT, "resident")


def _read_beside_name(dialogue: Dialogue, turn: Turn) -> Iterator[Candidate]:
    """Read an address with a number given along with the name: kelly watson apartment two ..."""
    if not is_asked(dialogue, turn, "name"):
        return
    for start in turn.starts[:_OPENING]:
        spoken = _read(dialogue.lang, turn, start)
        if spoken and spoken.parts and spoken.numbers:
            yield _candidate(turn, spoken, IN_PASSING, "beside_name")
            return


def _read(lang: str, turn: Turn, start: int) -> SpokenAddress | None:
    read = addresses_zh.read_address if lang == "zh" else addresses_en.read_address
    return read(turn, start)


def _candidate(turn: Turn, spoken: SpokenAddress, score: int, rule: str) -> Candidate:
    detailed = score + min(spoken.numbers, 3) if score else 0
    return Candidate(spoken.text, turn, spoken.start, spoken.end, detailed, rule)


def _complete(dialogue: Dialogue, found: list[Candidate]) -> list[Candidate]:
    """Add a house or flat that was said by itself to the place named before it."""
    whole: list[Candidate] = []
    for candidate in found:
        if candidate.score:
            whole.append(candidate)
        elif whole:
            whole[-1] = _join(dialogue, whole[-1], candidate)
    return whole


def _join(dialogue: Dialogue, place: Candidate, detail: Candidate) -> Candidate:
    spoken = _read(dialogue.lang, detail.turn, detail.start)
    if spoken is None:
        return place
    join = addresses_zh.join_detail if dialogue.lang == "zh" else addresses_en.join_detail
    return replace(place, value=join(str(place.value), spoken), also=(detail.evidence[0],))


_NEAR: Final = 8
_OPENING: Final = 6
