"""The transcript as a Word document: head, then a table of time, speaker and words."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement

    from .transcript import SpokenTurn, TranscriptCopy

# XML 1.0 takes no other control characters; a name pasted from elsewhere may hold some.
_NO_XML: Final = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WIDTHS: Final = (Cm(2.2), Cm(4.3), Cm(10.5))
_WORDS: Final = {
    "zh": ("接访记录", "时间", "发言人", "内容", "案件", "部门", "开始时间", "遮蔽副本", "已更正"),
    "en": (
        *("Record of the visit", "Time", "Speaker", "Words", "Case", "Departments", "Began"),
        *("Redacted copy", "corrected"),
    ),
}


def write_docx(copy: TranscriptCopy) -> bytes:
    """Write an A4 document; the table's head repeats on every page and no row breaks."""
    words = _WORDS["zh" if copy.head.lang == "zh" else "en"]
    document = Document()
    _set_page(document)
    _write_head(document, copy, words)
    table = document.add_table(rows=0, cols=3, style="Table Grid")
    table.autofit = False
    rows = table._tbl  # noqa: SLF001 - the element below, see _make_row
    rows.append(_make_row(words[1:4], is_head=True))
    for turn in copy.turns:
        rows.append(_make_row(_describe(turn, words[8])))
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(10.5)
    # Word chooses the font of Chinese by this attribute alone.
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")


def _write_head(document: WordDocument, copy: TranscriptCopy, words: tuple[str, ...]) -> None:
    head = copy.head
    title = words[0] + (f" · {words[7]}" if head.is_redacted else "")
    heading = document.add_heading(_clean(title), level=1)
    for run in heading.runs:
        run.font.name = "Times New Roman"
        run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    document.core_properties.title = _clean(f"{words[0]} {head.case_number}")
    document.core_properties.author = ""
    facts = [
        (words[4], f"{head.case_number} {head.case_title}".strip()),
        (
            words[5],
            "、".join(head.departments) if head.lang == "zh" else ", ".join(head.departments),
        ),
        (words[6], f"{head.started_at:%Y-%m-%d %H:%M}" if head.started_at else ""),
    ]
    colon = "：" if head.lang == "zh" else ": "
    for name, fact in facts:
        if fact:
            document.add_paragraph(_clean(f"{name}{colon}{fact}"))


def _describe(turn: SpokenTurn, corrected: str) -> tuple[str, str, str]:
    seconds = int(turn.start)
    time = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    speaker = f"{turn.speaker}\n{turn.department}" if turn.department else turn.speaker
    mark = f" ({corrected})" if turn.is_corrected else ""
    return time, speaker, turn.text + mark


def _make_row(texts: tuple[str, ...], *, is_head: bool = False) -> BaseOxmlElement:
    """Make a row as XML: python-docx looks through the whole table for every cell it gives."""
    row = OxmlElement("w:tr")
    properties = _add(row, "w:trPr")
    _add(properties, "w:cantSplit")
    if is_head:
        _add(properties, "w:tblHeader")
    for text, width in zip(texts, _WIDTHS, strict=True):
        cell = _add(row, "w:tc")
        _add(_add(cell, "w:tcPr"), "w:tcW", w=str(width.twips), type="dxa")
        run = _add(_add(cell, "w:p"), "w:r")
        if is_head:
            _add(_add(run, "w:rPr"), "w:b")
        _write(run, text)
    return row


def _write(run: BaseOxmlElement, text: str) -> None:
    for number, line in enumerate(_clean(text).split("\n")):
        if number:
            _add(run, "w:br")
        words = _add(run, "w:t")
        words.text = line
        words.set(qn("xml:space"), "preserve")


def _add(parent: BaseOxmlElement, tag: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
