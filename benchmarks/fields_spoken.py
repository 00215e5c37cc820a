"""Auto-fill end to end: dialogues spoken by espeak-ng, recognised by the starters, then read.

usage: python -m benchmarks.fields_spoken [DIALOGUES PER LANGUAGE]   (default: 4)

Printed are the scores of the same dialogues as written and as recognised: the difference is what
recognition costs. Two synthetic voices speak, one per role; people's speech is another matter.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from benchmarks.fields import TESTS_DATA, Score, count, print_scores, read_gold
from cases.fields import CaseField
from tests.synthesis import speak
from transcription import Utterance, transcribe_file
from web.cli.extract import Dialogue, read_dialogues, suggest

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = TESTS_DATA / "twelve.json"
VOICES = {"officer": ("m3", "m1", "m7"), "citizen": ("f2", "f3", "m2", "f4")}


def main(arguments: list[str]) -> None:
    wanted = int(arguments[0]) if arguments else 4
    dialogues = [
        dialogue
        for lang in ("zh", "en")
        for dialogue in [d for d in read_dialogues(str(FILE)) if d.lang == lang][::4][:wanted]
    ]
    print(f"{len(dialogues)} dialogues as written")
    print_scores(score(dialogues, lambda _number, dialogue: dialogue))
    print(f"{len(dialogues)} dialogues as recognised")
    print_scores(score(dialogues, recognise))


def score(dialogues: list[Dialogue], hear: Callable[[int, Dialogue], Dialogue]) -> Score:
    result = Score(tuple(CaseField), Counter(), Counter(), Counter())
    gold = read_gold(FILE)
    for number, dialogue in enumerate(dialogues):
        found = {one.field: one.value for one in suggest(hear(number, dialogue))}
        count(result, gold[dialogue.id], found)
    return result


def recognise(number: int, dialogue: Dialogue) -> Dialogue:
    """Return the dialogue as the starter model hears it, each turn by the voice of its role."""
    heard = tuple(_hear(number, utterance) for utterance in dialogue.utterances)
    return replace(dialogue, utterances=heard)


def _hear(number: int, utterance: Utterance) -> Utterance:
    voices = VOICES[utterance.speaker]
    sound = speak(utterance.text, utterance.lang, voices[number % len(voices)], rate=150)
    parts = list(transcribe_file(sound, utterance.lang))
    words = tuple(word for part in parts for word in part.words)
    return replace(utterance, text=" ".join(word.text for word in words), words=words)


if __name__ == "__main__":
    main(sys.argv[1:])
