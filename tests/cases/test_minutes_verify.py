"""Sealed documents: whole as they were made; one changed character anywhere is found and told."""

import base64
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from cases import minutes_pdf
from cases.minutes_docx import SEAL_PART, find_envelope, read_parts, write_docx
from cases.minutes_facts import SAMPLE
from cases.minutes_paper import lay_out
from cases.minutes_pdf import write_pdf
from cases.minutes_seal import FORMAT, Envelope, canonical, close_envelope
from cases.minutes_template import read_default, render_template
from cases.minutes_text import digest_text
from cases.minutes_verify import verify_file

KEY = bytes(range(32))
STROKE = "M40 120L90 40L140 150L200 60L260 140L300 100"


@dataclass(frozen=True, slots=True)
class Papers:
    envelope: Envelope
    pdf: bytes
    docx: bytes


def make_manifest(lang: str) -> Mapping[str, Any]:
    text = str(render_template(read_default(lang), SAMPLE[lang]))
    signed = {"text_sha256": digest_text(text), "signed_at": "2026-04-02T01:40:00+00:00"}
    return {
        "format": FORMAT,
        "minutes_id": "m",
        "visit_id": "v",
        "case_number": "2026-000318",
        "lang": lang,
        "zone": "Asia/Shanghai",
        "revision": 2,
        "text": text,
        "recordings": [
            {"id": "r", "speaker": "张三", "started": "0:00", "duration": 9.5, "sha256": "ab" * 32}
        ],
        "signatures": [
            {
                **signed,
                "role": "citizen",
                "name": "张三 <b>&",
                "department": "",
                "method": "stroke",
                "stroke": STROKE,
            },
            {
                **signed,
                "role": "panel",
                "name": "李四",
                "department": "消防救援大队",
                "method": "account",
                "stroke": None,
            },
        ],
        "sealed_at": "2026-04-02T01:50:00+00:00",
    }


@pytest.fixture(scope="module", params=["zh", "en"])
def papers(request: pytest.FixtureRequest) -> Papers:
    envelope = close_envelope(make_manifest(request.param), KEY)
    return Papers(envelope, write_pdf(envelope, KEY), write_docx(envelope, KEY))


def pack(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return buffer.getvalue()


def tell(body: bytes) -> str:
    return "; ".join(verify_file(body).problems)


def test_both_documents_are_whole_and_show_what_was_signed(papers: Papers) -> None:
    for body in (papers.pdf, papers.docx, pack(read_parts(papers.docx))):
        verdict = verify_file(body)
        assert verdict.problems == ()
        assert verdict.envelope == papers.envelope
    pages = PdfReader(io.BytesIO(papers.pdf)).pages
    shown = "".join("".join(page.extract_text().split()) for page in pages)
    for words in ("张三<b>&", papers.envelope.digest[:20], "0:10"):
        assert words in shown


def test_one_changed_character_of_the_word_document_is_told(papers: Papers) -> None:
    parts = dict(read_parts(papers.docx))
    body = parts["word/document.xml"].decode()
    for was, now in (("09:02", "09:03"), ("张三 &lt;b&gt;", "张四 &lt;b&gt;")):
        forged = {**parts, "word/document.xml": body.replace(was, now, 1).encode()}
        assert "the visible text differs in line" in tell(pack(forged))
    hidden = body.replace("<w:body>", "<w:body><w:p><w:r><w:t>!</w:t></w:r></w:p>", 1).encode()
    assert "line 1" in tell(pack({**parts, "word/document.xml": hidden}))


def test_a_drawing_a_footer_or_a_further_part_cannot_change_either(papers: Papers) -> None:
    parts = dict(read_parts(papers.docx))
    for name in ("word/media/image1.png", "word/footer1.xml", "docProps/core.xml", "new.xml"):
        forged = {**parts, name: parts.get(name, b"") + b" "}
        assert name in tell(pack(forged))
    del parts["word/footer1.xml"]
    assert "word/footer1.xml" in tell(pack(parts))


def test_a_changed_manifest_is_told(papers: Papers) -> None:
    manifest = {**papers.envelope.manifest, "case_number": "2026-000319"}
    forged = replace(papers.envelope, manifest=manifest)
    parts = dict(read_parts(papers.docx))
    seal = {"envelope": json.loads(forged.encode()), "parts": {}, "signature": ""}
    coded = base64.b64encode(canonical(seal))
    head, _, _ = parts[SEAL_PART].partition(b"<seal")
    parts[SEAL_PART] = head + b'<seal xmlns="urn:netvisit:minutes:1">' + coded + b"</seal>"
    assert "manifest was changed" in tell(pack(parts))
    flipped = bytearray(dict(read_parts(papers.docx))[SEAL_PART])
    flipped[len(flipped) // 2] ^= 1
    assert "manifest" in tell(pack({**parts, SEAL_PART: bytes(flipped)}))
    assert "manifest was changed" in tell(write_pdf(forged, KEY))


def test_another_key_makes_another_seal(papers: Papers) -> None:
    forged = close_envelope(papers.envelope.manifest, bytes(32))
    body = write_docx(forged, bytes(32))
    assert verify_file(body).problems == ()
    assert verify_file(body).key != verify_file(papers.docx).key
    mixed = replace(papers.envelope, public_key=forged.public_key)
    assert "manifest was changed" in tell(write_docx(mixed, bytes(32)))


def test_one_changed_character_of_the_pdf_is_told(
    papers: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = dict(papers.envelope.manifest)
    manifest["text"] = manifest["text"].replace("09:02", "09:03", 1)
    shown = replace(papers.envelope, manifest=manifest)
    monkeypatch.setattr(minutes_pdf, "lay_out", lambda _: lay_out(shown))
    problem = tell(write_pdf(papers.envelope, bytes(32)))
    assert "the visible text differs in line 4" in problem
    assert "09:03" in problem


def test_any_changed_byte_of_the_pdf_is_found(papers: Papers) -> None:
    for place in range(0, len(papers.pdf), len(papers.pdf) // 12):
        body = papers.pdf[:place] + bytes([papers.pdf[place] ^ 1]) + papers.pdf[place + 1 :]
        assert tell(body), place
    assert tell(papers.pdf + b"\n")
    assert tell(papers.pdf[:-1])


def test_a_pdf_written_again_by_a_program_is_not_the_sealed_one(papers: Papers) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(papers.pdf))
    writer.add_metadata({"/Title": "x"})
    buffer = io.BytesIO()
    writer.write(buffer)
    assert "changed after sealing" in tell(buffer.getvalue())


@pytest.mark.parametrize("body", [b"", b"text", b"PK\x03\x04", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_sealed_document_is_told(body: bytes) -> None:
    assert tell(body)


def test_a_word_document_of_somebody_else_has_no_seal(papers: Papers) -> None:
    parts = dict(read_parts(papers.docx))
    envelope, _, _ = find_envelope(parts)
    assert envelope == papers.envelope
    del parts[SEAL_PART]
    assert "missing" in tell(pack(parts))
