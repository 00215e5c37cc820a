"""JSON and Word documents, read back by other programs' eyes."""

import json
import time
from dataclasses import replace
from io import BytesIO

from docx import Document

from cases.exports import write_docx, write_json
from cases.exports.schema import SCHEMA

from .samples import AWKWARD, AWKWARD_NAME, make_copy, make_turn


def test_json_holds_every_word_with_its_time() -> None:
    turn = replace(make_turn("我 叫 王丽", 2.0), is_corrected=True)
    body = json.loads(write_json(make_copy([turn])))
    assert body["schema"] == SCHEMA
    assert body["started_at"] == "2026-04-02T01:02:00+00:00"
    assert body["departments"] == ["住建局", "消防队"]
    (said,) = body["utterances"]
    assert (said["text"], said["start"], said["end"]) == ("我叫王丽", 2.0, 2.75)
    assert said["corrected"] is True
    assert said["words"][0] == {"text": "我", "start": 2.0, "end": 2.25}


def test_a_word_document_says_who_spoke_when() -> None:
    turns = [
        replace(make_turn("漏水 三个月 了", 65.0), department="住建局"),
        make_turn(AWKWARD, 90.0, speaker=AWKWARD_NAME),
    ]
    document = Document(BytesIO(write_docx(make_copy(turns))))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == ["时间", "发言人", "内容"]
    assert rows[1] == ["00:01:05", "王丽\n住建局", "漏水三个月了"]
    assert rows[2][1] == AWKWARD_NAME
    assert "<script>" in rows[2][2]
    head = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "2026-00012" in head
    assert "楼道漏水 & 欠薪" in head


def test_a_document_in_english_is_english_throughout() -> None:
    turn = replace(make_turn("it leaks", lang="en"), is_corrected=True)
    document = Document(BytesIO(write_docx(make_copy([turn], "en"))))
    assert document.tables[0].rows[1].cells[2].text == "it leaks (corrected)"
    assert document.paragraphs[0].text == "Record of the visit"


def test_characters_that_xml_cannot_hold_do_not_break_the_document() -> None:
    document = Document(BytesIO(write_docx(make_copy([make_turn("a\x00b\x0bc\ud800", lang="en")]))))
    assert document.tables[0].rows[1].cells[2].text.startswith("a\ufffdb")


def test_two_hours_of_talk_are_written_in_seconds() -> None:
    turns = [make_turn("我们 的 工资 还 没有 发", i * 2.4) for i in range(3000)]
    started = time.perf_counter()
    write_docx(make_copy(turns))
    assert time.perf_counter() - started < 8  # half a second here; python-docx alone took 33
