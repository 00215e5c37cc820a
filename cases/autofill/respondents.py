"""Whom the petition is about: the organisation or office that the petitioner complains of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from cases.fields import CaseField

from . import organisations_en, organisations_zh
from .answers import find_question, is_asked
from .candidates import Candidate, choose, merge_corrections, speaking_turns
from .dialogue import remembered
from .lexicon import cue_at_end, cue_at_start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .dialogue import Dialogue, Turn
    from .organisation import Organisation
    from .suggestion import Suggestion

ASKED: Final = 95
ACCUSED: Final = 85
DEED: Final = 80
JOINED: Final = 60
NAMED: Final = 45
OFFICE: Final = 25  # an office only mentioned is more often one asked for help
HELPER: Final = 5
LEAST: Final = 40
_WHERE_TREATED: Final = ("医院", "卫生院", "诊所", "hospital", "clinic")


def suggest_respondent(dialogue: Dialogue) -> Suggestion | None:
    """Suggest the organisation, by its name, that the words hold responsible."""
    found = [
        candidate for turn in speaking_turns(dialogue) for candidate in _read_turn(dialogue, turn)
    ]
    merged = merge_corrections(dialogue, found)
    chosen = choose(CaseField.RESPONDENT, merged, at_least=LEAST)
    return chosen and _in_full(chosen, merged)


def _in_full(chosen: Suggestion, found: list[Candidate]) -> Suggestion:
    """Return the longer name said elsewhere for an organisation cut short: 宏达公司."""
    for other in found:
        if other.score > HELPER and _is_short_for(str(chosen.value), str(other.value)):
            evidence = tuple(dict.fromkeys((*other.evidence, *chosen.evidence)))
            return replace(chosen, value=other.value, evidence=evidence)
    return chosen


def _is_short_for(short: str, long: str) -> bool:
    """Tell whether the characters of a name come in the same order in a longer one."""
    rest = iter(long.lower())
    return (
        len(short) < len(long)
        and short[:2].lower() == long[:2].lower()
        and all(character in rest for character in short.lower())
    )


@remembered
def _read_turn(dialogue: Dialogue, turn: Turn) -> Iterator[Candidate]:
    found = _find(dialogue.lang, turn)
    for one in found:
        if one.is_named:
            rule, score = _judge(dialogue, turn, one)
            yield _candidate(turn, one, rule, score)
    if not found and _answers(dialogue, turn):
        yield from _read_bare_answer(dialogue.lang, turn)
    if dialogue.lang == "en" and turn.is_citizen:
        yield from _read_joined_en(dialogue, turn)


def _find(lang: str, turn: Turn) -> list[Organisation]:
    module = organisations_zh if lang == "zh" else organisations_en
    return list(module.find_organisations(turn))


def _read_bare_answer(lang: str, turn: Turn) -> Iterator[Candidate]:
    """Read a name without 公司 or 'company' where one was asked for and nothing else was said."""
    opening = cue_at_start(lang, "respondent", "own_name").match(turn.text)
    start = opening.end() if opening else 0
    if start not in turn.starts:
        return
    module = organisations_zh if lang == "zh" else organisations_en
    one = module.read_name(turn, turn.starts.index(start))
    if one and one.is_named and one.last == len(turn.words):
        yield _candidate(turn, one, "asked", ASKED)


def _judge(dialogue: Dialogue, turn: Turn, one: Organisation) -> tuple[str, int]:
    lang = dialogue.lang
    before, after = _around(dialogue, turn, one)
    they_did = cue_at_start(lang, "respondent", "they_did").match(after)
    asked_to_help = cue_at_end(lang, "respondent", "helper_before").search(before)
    if asked_to_help and (one.is_office or lang == "en") and not they_did:
        return "helper", HELPER
    if cue_at_start(lang, "respondent", "place_after").match(after):
        return "place", HELPER
    if _answers(dialogue, turn):
        return "asked", ASKED
    accused = cue_at_end(lang, "respondent", "accused").search(before)
    if they_did or cue_at_start(lang, "respondent", "deed").match(after):
        return "deed", ACCUSED if accused and not one.is_office else DEED
    if accused:
        return "accused", JOINED if one.is_office else ACCUSED
    return _mentioned(lang, one, before)


def _mentioned(lang: str, one: Organisation, before: str) -> tuple[str, int]:
    if one.is_office or one.name.lower().endswith(_WHERE_TREATED):
        return "named", OFFICE
    joined = cue_at_end(lang, "respondent", "joined").search(before)
    return ("joined", JOINED) if joined else ("named", NAMED)


def _around(dialogue: Dialogue, turn: Turn, one: Organisation) -> tuple[str, str]:
    start = turn.starts[one.first]
    end = turn.starts[one.last - 1] + len(turn.words[one.last - 1])
    before = turn.text[:start].rstrip()
    if dialogue.lang == "en":
        before = before.removesuffix(" the").removesuffix(" a").removesuffix(" an")
    return before, turn.text[end:]


def _answers(dialogue: Dialogue, turn: Turn) -> bool:
    question = find_question(dialogue, turn)
    return (
        question is not None
        and turn.is_citizen
        and turn.index - question.index == 1
        and is_asked(dialogue, turn, "respondent")
    )


def _read_joined_en(dialogue: Dialogue, turn: Turn) -> Iterator[Candidate]:
    """Read a name whatever it ends with, where the words around it leave no doubt."""
    known = [(one.first, one.last) for one in _find(dialogue.lang, turn)]
    for one in _find_unmarked(turn):
        if not any(first < one.last and one.first < last for first, last in known):
            yield _candidate(turn, one, "joined", JOINED)


def _find_unmarked(turn: Turn) -> Iterator[Organisation]:
    """Yield what follows 'worked for' and what comes before 'still has not'."""
    before = cue_at_end("en", "respondent", "employed")
    after = cue_at_start("en", "respondent", "failed")
    for at, start in enumerate(turn.starts):
        if not at:
            continue
        if before.search(turn.text[:start].rstrip()):
            one = organisations_en.read_name(turn, at)
        elif after.match(turn.text, start):
            one = organisations_en.read_name_before(turn, at)
        else:
            continue
        if one and one.is_named:
            yield one


def _candidate(turn: Turn, one: Organisation, rule: str, score: int) -> Candidate:
    end = turn.starts[one.last - 1] + len(turn.words[one.last - 1])
    return Candidate(one.name, turn, turn.starts[one.first], end, score, rule)
