"""`netvisit extract` prints suggestions, or one line that says where a file is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.web.cli.running import run
from web.cli.extract import DialogueError, read_dialogues

DIALOGUE: dict[str, Any] = {
    "id": "d1",
    "lang": "zh",
    "visit_date": "2026-04-02",
    "turns": [
        {"role": "officer", "text": "请 留 一下 电话"},
        {"role": "citizen", "text": "幺 三 七 零 一二三 四五六七"},
    ],
}
FOUND = {
    "field": "phone",
    "value": "13701234567",
    "evidence": [{"turn": 1, "start": 0, "end": 6}],
    "rule": "phone.spoken",
}


def test_one_dialogue_or_many_are_read(tmp_path: Path) -> None:
    path = tmp_path / "talk.json"
    for content in (DIALOGUE, {"dialogues": [DIALOGUE]}):
        path.write_text(json.dumps(content), encoding="utf-8")
        done = run("extract", str(path))
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout) == {"d1": {"suggestions": [FOUND]}}


def test_a_dash_reads_standard_input() -> None:
    done = run("extract", "-", stdin=json.dumps(DIALOGUE))
    assert json.loads(done.stdout)["d1"]["suggestions"][0]["value"] == "13701234567"


def test_a_bad_file_is_answered_in_one_line_with_exit_code_2(tmp_path: Path) -> None:
    path = tmp_path / "talk.json"
    path.write_text('{"id": "d1",\n "lang": }', encoding="utf-8")
    done = run("extract", str(path))
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "not JSON at line 2, column 10" in done.stderr


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lang": "fr"}, 'the dialogue.lang is "fr"; write "zh" or "en"'),
        ({"visit_date": "2 April"}, 'the dialogue.visit_date is "2 April", not a date'),
        ({"visit_date": 20260402}, 'it must be text in "..."'),
        ({"turns": {}}, "the dialogue.turns is {}; it must be a list [...]"),
        ({"turns": [{"role": "judge", "text": ""}]}, 'the dialogue.turns[0].role is "judge"'),
        ({"turns": [{"role": ["citizen"], "text": ""}]}, "turns[0].role is"),
        ({"turns": [{"role": "citizen"}]}, 'the dialogue.turns[0] has no "text"; add it'),
        ({"id": None}, "the dialogue.id is null"),
    ],
)
def test_a_fault_is_named_with_its_place(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    path = tmp_path / "talk.json"
    path.write_text(json.dumps(DIALOGUE | change), encoding="utf-8")
    with pytest.raises(DialogueError) as refused:
        read_dialogues(str(path))
    assert said in str(refused.value)


def test_two_dialogues_of_one_id_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "talk.json"
    path.write_text(json.dumps({"dialogues": [DIALOGUE, DIALOGUE]}), encoding="utf-8")
    with pytest.raises(DialogueError, match="give each its own"):
        read_dialogues(str(path))


def test_a_missing_file_or_other_bytes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DialogueError, match="give an existing file"):
        read_dialogues(str(tmp_path / "none.json"))
    (tmp_path / "talk.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DialogueError, match="save it as UTF-8"):
        read_dialogues(str(tmp_path / "talk.json"))
