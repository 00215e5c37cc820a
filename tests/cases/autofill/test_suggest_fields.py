"""suggest_fields as a whole: whole dialogues, evidence, purity."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.fields import is_right
from cases.autofill import Evidence, suggest_fields
from tests.cases.autofill.conftest import Read, Suggest, speak

DIALOGUES = Path(__file__).parents[2] / "data" / "dialogues"


# Scored, not asserted: what they still miss is known (see the README there).
UNSEEN = {"unseen.json", "fresh.json"}
ONLY_EXACT = {"worked.json", "held_out.json", "second_held_out.json", "third_held_out.json"}


def list_dialogues() -> list[Any]:
    return [
        pytest.param(dialogue, path.name in ONLY_EXACT, id=dialogue["id"])
        for path in sorted(DIALOGUES.glob("*.json"))
        if path.name not in UNSEEN
        for dialogue in json.loads(path.read_text(encoding="utf-8"))["dialogues"]
    ]


@pytest.mark.parametrize(("dialogue", "only_exact"), list_dialogues())
def test_a_whole_dialogue_fills_just_the_fields_it_supports(
    dialogue: dict[str, Any], only_exact: bool, read: Read, read_all: Read
) -> None:
    lines = ["O " * (turn["role"] == "officer") + turn["text"] for turn in dialogue["turns"]]
    find = read if only_exact else read_all
    found = find(dialogue["lang"], *lines, day=dialogue["visit_date"])
    gold = dialogue["gold"]
    wrong = {name for name in gold if not is_right(name, found.get(name), gold[name])}
    assert (wrong, found.keys()) == (set(), gold.keys()), found


def test_evidence_names_the_words_behind_a_value(suggest: Suggest) -> None:
    name, amount, *_ = suggest("zh", "O 您 贵姓", "我 叫 张 伟 老板 欠 我 八 万 六")
    assert name.evidence == (Evidence(1, 2, 4),)
    assert amount.evidence == (Evidence(1, 7, 10),)
    assert (name.rule, amount.rule) == ("petitioner_name.introduced", "amount.owed")


def test_english_evidence_counts_whole_words(suggest: Suggest) -> None:
    (amount,) = suggest("en", "we are owed twenty one thousand three hundred yuan")
    assert amount.evidence == (Evidence(0, 3, 9),)


def test_nothing_said_suggests_nothing(suggest: Suggest) -> None:
    assert suggest("zh") == suggest("en") == suggest("zh", "") == suggest("en", "   ") == ()


def test_what_a_speaker_without_a_role_says_counts_for_nothing() -> None:
    said = speak("zh", "我 叫 张 伟 电话 幺三七 零一二三 四五六七", 0)
    assert suggest_fields([said], roles={}, lang="zh", spoken_on=date(2026, 4, 15)) == ()


def test_the_same_words_always_give_the_same_suggestions(suggest: Suggest) -> None:
    lines = ("我 叫 张 伟", "我们 十五 个 人", "去年 三月 开始 拖欠 八 万 六")
    assert suggest("zh", *lines) == suggest("zh", *lines)


def test_a_later_correction_replaces_the_value(read: Read) -> None:
    lines = ("老板 欠 我 八 万", "O 记 下 了", "不 对 是 九 万")
    assert read("zh", *lines[:2]) == {"amount": 80_000}
    assert read("zh", *lines) == {"amount": 90_000}
