"""suggest_fields as a whole: whole dialogues, evidence, purity."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cases.autofill import Evidence, suggest_fields
from tests.cases.autofill.conftest import Read, Suggest, speak

DIALOGUES = Path(__file__).parents[2] / "data" / "dialogues"


def list_dialogues() -> list[Any]:
    return [
        pytest.param(dialogue, id=dialogue["id"])
        for path in sorted(DIALOGUES.glob("*.json"))
        for dialogue in json.loads(path.read_text(encoding="utf-8"))["dialogues"]
    ]


@pytest.mark.parametrize("dialogue", list_dialogues())
def test_a_whole_dialogue_fills_just_the_fields_it_supports(
    dialogue: dict[str, Any], read: Read
) -> None:
    lines = ["O " * (turn["role"] == "officer") + turn["text"] for turn in dialogue["turns"]]
    found = read(dialogue["lang"], *lines, day=dialogue["visit_date"])
    gold = dialogue["gold"]
    name = gold.get("petitioner_name")
    assert found == gold | ({"petitioner_name": name} if name else {})


def test_evidence_names_the_words_behind_a_value(suggest: Suggest) -> None:
    name, amount = suggest("zh", "O 您 贵姓", "我 叫 张 伟 老板 欠 我 八 万 六")
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
