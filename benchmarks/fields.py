"""Auto-fill: precision, recall and F1 per field on dialogues with gold, and its time per call.

usage: python -m benchmarks.fields [DIALOGUES.json ...]   (default: those of the tests)
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cases.autofill import suggest_fields
from cases.fields import CaseField
from web.cli.extract import ROLES, read_dialogues, suggest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transcription import Utterance

EXACT = (
    CaseField.PETITIONER_NAME,
    CaseField.PHONE,
    CaseField.ID_NUMBER,
    CaseField.AMOUNT,
    CaseField.PEOPLE_COUNT,
    CaseField.EVENT_DATE,
)
# Files whose gold has these six fields only.
ONLY_EXACT = ("worked", "held_out", "second_held_out", "third_held_out")
OVERLAP = {CaseField.ADDRESS: 0.7, CaseField.RESPONDENT: 0.7, CaseField.DEMAND: 0.6}
MOST_EXTRA_DEPARTMENTS = 2
TESTS_DATA = Path(__file__).parents[1] / "tests" / "data" / "dialogues"
LONG_VISIT = 2000


def main(paths: list[str]) -> None:
    files = [Path(path) for path in paths] or sorted(TESTS_DATA.glob("*.json"))
    for path in files:
        print(f"{path.stem}")
        print_scores(score_file(path))
    for lang in ("zh", "en"):
        print_long_visit(lang)


@dataclass
class Score:
    """Values right, wrong and missed, per field."""

    fields: tuple[CaseField, ...]
    right: Counter[CaseField]
    wrong: Counter[CaseField]
    missed: Counter[CaseField]


def score_file(path: Path) -> Score:
    """Count right, wrong and missed values per field."""
    fields = EXACT if path.stem in ONLY_EXACT else tuple(CaseField)
    score = Score(fields, Counter(), Counter(), Counter())
    gold = read_gold(path)
    for dialogue in read_dialogues(str(path)):
        found = {suggestion.field: suggestion.value for suggestion in suggest(dialogue)}
        count(score, gold[dialogue.id], found)
    return score


def count(score: Score, gold: dict[str, Any], found: Mapping[CaseField, object]) -> None:
    for name in score.fields:
        hit = name in found and name in gold and is_right(name, found[name], gold[name])
        score.right[name] += hit
        score.wrong[name] += name in found and not hit
        score.missed[name] += name in gold and not hit


def is_right(name: str, value: object, gold: object) -> bool:
    """Tell whether a value counts as right: equal, near enough, or departments that serve."""
    if name in OVERLAP:
        return overlap(normal(value), normal(gold)) >= OVERLAP[CaseField(name)]
    if isinstance(gold, list) and isinstance(value, list):
        extra = set(value) - set(gold)
        return len(extra) < len(set(value)) and len(extra) <= MOST_EXTRA_DEPARTMENTS
    return normal(value) == normal(gold)


def overlap(one: str, other: str) -> float:
    """Return the Dice coefficient of the pairs of neighbouring characters."""
    pairs, others = (Counter(map("".join, pairwise(text))) for text in (one, other))
    total = pairs.total() + others.total()
    return 2 * (pairs & others).total() / total if total else float(one == other)


def read_gold(path: Path) -> dict[str, dict[str, Any]]:
    content = json.loads(path.read_text(encoding="utf-8"))
    listed = content.get("dialogues", [content])
    return {dialogue["id"]: dialogue["gold"] for dialogue in listed}


def normal(value: object) -> str:
    return "".join(str(value).lower().split())


def print_scores(score: Score) -> None:
    for name in score.fields:
        print_line(name, score.right[name], score.wrong[name], score.missed[name])
    print_line("all", score.right.total(), score.wrong.total(), score.missed.total())


def print_line(name: str, hits: int, errors: int, gaps: int) -> None:
    precision, recall = hits / max(1, hits + errors), hits / max(1, hits + gaps)
    f1 = 2 * hits / max(1, 2 * hits + errors + gaps)
    print(
        f"  {name:16} right {hits:3} wrong {errors:3} missed {gaps:3}"
        f"  precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}"
    )


def long_talk(lang: str) -> list[Utterance]:
    """Return a visit of LONG_VISIT utterances, no two alike, out of the dialogues of the tests."""
    spoken = [
        utterance
        for path in sorted(TESTS_DATA.glob("*.json"))
        for dialogue in read_dialogues(str(path))
        if dialogue.lang == lang
        for utterance in dialogue.utterances
    ]
    filler = " 嗯" if lang == "zh" else " um"
    return [
        replace(
            spoken[at % len(spoken)],
            text=spoken[at % len(spoken)].text + filler * (at // len(spoken)),
        )
        for at in range(LONG_VISIT)
    ]


def print_long_visit(lang: str) -> None:
    talk, times = long_talk(lang), []
    for heard in (LONG_VISIT - 20, *range(LONG_VISIT - 19, LONG_VISIT + 1)):
        started = time.perf_counter()
        suggest_fields(talk[:heard], roles=ROLES, lang=lang, spoken_on=date(2026, 4, 15))
        times.append((time.perf_counter() - started) * 1000)
    print(
        f"{lang}: {LONG_VISIT} utterances at once {times[0]:.0f} ms, "
        f"each {times[0] / LONG_VISIT:.2f} ms; one more of them {max(times[1:]):.0f} ms at most"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
