"""Auto-fill: precision, recall and F1 per field on dialogues with gold, and its time per call.

usage: python -m benchmarks.fields [DIALOGUES.json ...]   (default: those of the tests)
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

from cases.autofill import suggest_fields
from cases.fields import CaseField
from web.cli.extract import ROLES, Dialogue, read_dialogues, suggest

FIELDS = (
    CaseField.PETITIONER_NAME,
    CaseField.PHONE,
    CaseField.ID_NUMBER,
    CaseField.AMOUNT,
    CaseField.PEOPLE_COUNT,
    CaseField.EVENT_DATE,
)
TESTS_DATA = Path(__file__).parents[1] / "tests" / "data" / "dialogues"
LONG_TALK = 60


def main(paths: list[str]) -> None:
    files = [Path(path) for path in paths] or sorted(TESTS_DATA.glob("*.json"))
    for path in files:
        print(f"{path.stem}")
        print_scores(*score_file(path))
    print_times([dialogue for path in files for dialogue in read_dialogues(str(path))])


def score_file(path: Path) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Count right, wrong and missed values per field."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    gold = read_gold(path)
    for dialogue in read_dialogues(str(path)):
        expected = {name: gold[dialogue.id][name] for name in FIELDS if name in gold[dialogue.id]}
        found = {suggestion.field: suggestion.value for suggestion in suggest(dialogue)}
        for name in FIELDS:
            is_right = name in found and normal(found[name]) == normal(expected.get(name))
            right[name] += is_right
            wrong[name] += name in found and not is_right
            missed[name] += name in expected and not is_right
    return right, wrong, missed


def read_gold(path: Path) -> dict[str, dict[str, Any]]:
    content = json.loads(path.read_text(encoding="utf-8"))
    listed = content.get("dialogues", [content])
    return {dialogue["id"]: dialogue["gold"] for dialogue in listed}


def normal(value: object) -> str:
    return "".join(str(value).lower().split())


def print_scores(right: Counter[str], wrong: Counter[str], missed: Counter[str]) -> None:
    for name in (*FIELDS, "all"):
        counts = [
            counter.total() if name == "all" else counter[name]
            for counter in (right, wrong, missed)
        ]
        hits, errors, gaps = counts
        precision, recall = hits / max(1, hits + errors), hits / max(1, hits + gaps)
        f1 = 2 * hits / max(1, 2 * hits + errors + gaps)
        print(
            f"  {name:16} right {hits:3} wrong {errors:3} missed {gaps:3}"
            f"  precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}"
        )


def print_times(dialogues: list[Dialogue]) -> None:
    for lang in ("zh", "en"):
        spoken = [
            utterance
            for dialogue in dialogues
            if dialogue.lang == lang
            for utterance in dialogue.utterances
        ]
        if not spoken:
            continue
        day = dialogues[0].visit_date
        talk = list(islice(spoken, LONG_TALK))
        suggest_fields(talk, roles=ROLES, lang=lang, spoken_on=day)
        times = []
        for _ in range(20):
            started = time.perf_counter()
            suggest_fields(talk, roles=ROLES, lang=lang, spoken_on=day)
            times.append(time.perf_counter() - started)
        median = sorted(times)[len(times) // 2] * 1000
        print(
            f"{lang}: {len(talk)} utterances in {median:.1f} ms, each {median / len(talk):.2f} ms"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
