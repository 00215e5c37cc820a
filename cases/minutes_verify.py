"""Checks sealed minutes from the file alone: nothing is asked of a database or a network.

What a person reads is written anew from the embedded manifest and compared with the text that the
document shows; the signatures tell whether manifest and file are those that were sealed.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from io import BytesIO
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from .minutes_docx import find_envelope, list_changed_parts, list_paragraphs, read_parts
from .minutes_paper import find_words, lay_out
from .minutes_pdf import ATTACHMENT, is_closed
from .minutes_seal import fingerprint, is_envelope_whole, read_envelope
from .minutes_text import digest_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from .minutes_seal import Envelope

LONGEST_QUOTE: Final = 40


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file says of itself; whole when there is no problem, each a line for people."""

    kind: str
    envelope: Envelope | None
    problems: tuple[str, ...]

    @property
    def key(self) -> str:
        """The fingerprint of the key that vouches for the file, "" without a manifest."""
        return fingerprint(self.envelope.public_key) if self.envelope else ""


def verify_file(body: bytes) -> Verdict:
    """Check a PDF or DOCX of sealed minutes."""
    if body.startswith(b"PK"):
        return _verify_docx(body)
    if body.startswith(b"%PDF-"):
        return _verify_pdf(body)
    return Verdict("unknown", None, ("this is neither a PDF nor a DOCX",))


def _verify_docx(body: bytes) -> Verdict:
    try:
        parts = read_parts(body)
    except ValueError:
        return Verdict("DOCX", None, ("the file is damaged: its package cannot be read",))
    try:
        envelope, sums, signature = find_envelope(parts)
    except ValueError:
        return Verdict("DOCX", None, ("the embedded manifest is missing or was changed",))
    problems = _check_envelope(envelope) or _compare_docx(body, envelope)
    changed = list_changed_parts(parts, envelope, sums, signature)
    if changed:
        problems.append(f"changed after sealing: {', '.join(changed[:5])}")
    return Verdict("DOCX", envelope, tuple(problems))


def _compare_docx(body: bytes, envelope: Envelope) -> list[str]:
    try:
        shown = list_paragraphs(body)
    except Exception as error:
        return [f"the document cannot be read ({type(error).__name__})"]
    sealed = [line.text for line in lay_out(envelope)]
    for number, (was, now) in enumerate(zip_longest(sealed, shown, fillvalue=""), start=1):
        if was != now:
            return [_tell_difference(number, was, now)]
    return []


def _verify_pdf(body: bytes) -> Verdict:
    try:
        reader = PdfReader(BytesIO(body), strict=False)
        (attached,) = reader.attachments[ATTACHMENT]
        envelope = read_envelope(attached)
    except (PyPdfError, ValueError, KeyError, RecursionError, AttributeError, TypeError):
        return Verdict("PDF", None, ("the embedded manifest is missing or was changed",))
    problems = _check_envelope(envelope)
    if not problems and not is_closed(body, envelope):
        # Only now: how a reader puts glyphs together is no proof, yet it tells where to look.
        problems = _compare_pdf(reader, envelope) or [
            "the file was changed after sealing: its bytes are not those that were signed"
        ]
    return Verdict("PDF", envelope, tuple(problems))


def _check_envelope(envelope: Envelope) -> list[str]:
    manifest = envelope.manifest
    if not is_envelope_whole(envelope):
        return ["the embedded manifest was changed: digest and signature do not fit it"]
    signed = {one["text_sha256"] for one in manifest["signatures"]}
    if signed - {digest_text(manifest["text"])}:
        return ["a person signed another text than the one that was sealed"]
    return []


def _compare_pdf(reader: PdfReader, envelope: Envelope) -> list[str]:
    try:
        shown = read_pdf_text(reader, envelope.manifest)
    except Exception as error:
        return [f"the document cannot be read ({type(error).__name__})"]
    place = 0
    for number, line in enumerate(lay_out(envelope), start=1):
        sealed = _squeeze(line.text)
        now = shown[place : place + len(sealed)]
        if now != sealed:
            return [_tell_difference(number, sealed, now)]
        place += len(sealed)
    return [_tell_difference(number + 1, "", shown[place:])] if shown[place:] else []


def read_pdf_text(reader: PdfReader, manifest: Mapping[str, Any]) -> str:
    """Return the text of all pages without spaces and without the line that counts the pages."""
    counted, pages = find_words(manifest)["page"], len(reader.pages)
    texts = []
    for number, page in enumerate(reader.pages, start=1):
        footer = _squeeze(counted.format(page=number, pages=pages))
        text = _squeeze(page.extract_text())
        texts.append(
            text.removesuffix(footer) if text.endswith(footer) else text.removeprefix(footer)
        )
    return "".join(texts)


def _squeeze(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _tell_difference(number: int, was: str, now: str) -> str:
    place = _find_difference(was, now)
    return (
        f"the visible text differs in line {number}, character {place + 1}: "
        f"sealed “{_quote(was, place)}”, here “{_quote(now, place)}”"
    )


def _find_difference(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = enumerate(zip_longest(one, other))
    return next((place for place, (a, b) in pairs if a != b), 0)


def _quote(text: str, place: int) -> str:
    return text[max(0, place - 8) :][:LONGEST_QUOTE]
