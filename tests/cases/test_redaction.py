"""Redacted transcripts: what must go is gone, most of what may stay is there."""

import itertools
import json
from dataclasses import replace
from pathlib import Path

import pytest

from cases.autofill.digits import find_digit_runs
from cases.exports import (
    SpokenTurn,
    TranscriptCopy,
    TranscriptHead,
    place_words,
    write_json,
    write_webvtt,
)
from cases.redaction import Known, PrivateKind, find_private_spans, redact
from cases.redaction.finder import lay_out

from .redaction_sentences import make_turn, score

DIALOGUES = Path(__file__).parents[1] / "data" / "dialogues"


def say(text: str, role: str = "citizen", lang: str = "zh", start: float = 0.0) -> SpokenTurn:
    return make_turn(text.split(), role, lang, start)


def make_copy(*turns: SpokenTurn, lang: str = "zh") -> TranscriptCopy:
    return TranscriptCopy(TranscriptHead("2026-00012", "张伟欠薪", (), lang, None), turns)


def read_redacted(text: str, lang: str = "zh", known: Known | None = None) -> str:
    return redact(make_copy(say(text, lang=lang), lang=lang), known).copy.turns[0].text


@pytest.mark.parametrize(
    ("name", "recall", "precision"),
    [
        ("worked_zh", 0.99, 0.94),
        ("worked_en", 0.99, 0.94),
        ("held_out_zh", 0.98, 0.95),
        ("held_out_en", 0.97, 0.95),
    ],
)
def test_hidden_are_nearly_all_private_words_and_few_others(
    name: str, recall: float, precision: float
) -> None:
    got = score(name)
    assert got.recall >= recall, got.misses
    assert got.precision >= precision, got.misses


@pytest.mark.parametrize("path", sorted(DIALOGUES.glob("*.json")), ids=lambda path: path.stem)
def test_no_petitioners_name_or_number_is_left_in_a_dialogue(path: Path) -> None:
    dialogues = json.loads(path.read_text(encoding="utf-8"))["dialogues"]
    assert [leak for dialogue in dialogues for leak in find_leaks(dialogue)] == []


def find_leaks(dialogue: dict[str, object]) -> list[str]:
    lang, gold = str(dialogue["lang"]), dialogue["gold"]
    said = dialogue["turns"]
    assert isinstance(gold, dict)
    assert isinstance(said, list)
    turns = [say(turn["text"], turn["role"], lang) for turn in said]
    left = redact(make_copy(*turns, lang=lang)).copy.turns
    words = {word for turn in left for word in turn.text.lower().split()}
    name = str(gold.get("petitioner_name") or "").lower()
    if lang == "zh":
        leaks = [name] if name and any(name in turn.text for turn in left) else []
    else:
        leaks = [part for part in name.split() if part in words]
    numbers = f"{gold.get('phone') or ''} {gold.get('id_number') or ''}"
    runs = [run.digits for turn in lay_out(left, lang).turns for run in find_digit_runs(turn, lang)]
    return leaks + [digits for digits in runs if len(digits) >= 4 and digits in numbers]


def test_marks_stand_for_what_was_said() -> None:
    text = "我 叫 张 伟 电话 幺 三 八 零 零 幺 三 八 零 零 零 住 在 解放 路 九 号"
    assert read_redacted(text) == "我叫[姓名]电话[电话]住在[地址]"
    english = read_redacted("my name is helen marsh and i live at nine elm road", "en")
    assert english == "my name is [name] and i live at [address]"


def test_dates_amounts_and_counts_stay() -> None:
    for text in (
        "公司 二零二三 年 六月 停工",
        "欠 我们 四万 八千 块",
        "我们 二十 个 人",
        "三月 五 号 来 的",
    ):
        assert read_redacted(text) == text.replace(" ", "")
    for text in ("they owe us five thousand dollars", "since june twenty twenty three"):
        assert read_redacted(text, "en") == text


def test_known_names_are_found_by_their_sound() -> None:
    known = Known(names=("张晓伟", "helen marsh"))
    assert read_redacted("请 章 小 为 过来", known=known) == "请[姓名]过来"
    assert read_redacted("张 女士 请 讲", known=known) == "[姓名]女士请讲"
    assert read_redacted("so hellen please go on", "en", known) == "so [name] please go on"


def test_known_numbers_and_addresses_are_found_in_parts() -> None:
    known = Known(numbers=("13800138000",), addresses=("浙江省杭州市上城区清河坊12号",))
    assert read_redacted("就是 八 零 零 零 那个", known=known) == "就是[电话]那个"
    assert read_redacted("清 河 坊 那边 修路", known=known) == "[地址]那边修路"


def test_a_name_said_once_is_hidden_wherever_it_comes_again() -> None:
    turns = [say("it's monique laurent", lang="en"), say("and your phone monique", "officer", "en")]
    copy = redact(make_copy(*turns, lang="en")).copy
    assert copy.turns[1].text == "and your phone [name]"


def test_corrected_words_are_hidden_too() -> None:
    turn = say("我 叫")
    typed = replace(turn, words=(*turn.words, *place_words("zh", "张伟，", 0.6, 1.2)))
    assert redact(make_copy(typed)).copy.turns[0].text.startswith("我叫[姓名]")


def test_seconds_are_those_of_the_words() -> None:
    result = redact(make_copy(say("我 叫 张 伟", start=100.0), say("住 这里", start=50.0)))
    assert result.seconds == ((100.6, 101.2),)


def test_citizens_lose_their_names_and_staff_keep_theirs() -> None:
    copy = redact(make_copy(say("漏水 了"), say("好 的", "officer"))).copy
    assert [(turn.speaker, turn.speaker_id) for turn in copy.turns] == [
        ("来访人", ""),
        ("the officer", ""),
    ]
    assert "张伟" not in write_webvtt(copy) + write_json(copy)


def test_spans_do_not_overlap_and_come_in_order() -> None:
    turns = [say("我 叫 张 伟 住 人民 路 五 号 三 栋 电话 八 八 八 八 六 六 六 六")]
    spans = find_private_spans(turns, lang="zh")
    assert [span.kind for span in spans] == [
        PrivateKind.NAME,
        PrivateKind.ADDRESS,
        PrivateKind.PHONE,
    ]
    assert all(one.end <= two.start for one, two in itertools.pairwise(spans))


def test_nothing_said_is_nothing_hidden() -> None:
    assert redact(make_copy()).seconds == ()
    assert redact(make_copy(say(""))).seconds == ()
