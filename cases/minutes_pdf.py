"""Sealed minutes as PDF: laid out by weasyprint, closed by a signature over every byte of it.

The envelope is an attachment. The last line, a comment that readers of PDF skip, holds an Ed25519
signature over all bytes before it and the digest: whoever changes anything breaks it.
"""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from typing import TYPE_CHECKING, Final, NoReturn

from markupsafe import Markup, escape

from .minutes_paper import find_title, find_words, lay_out
from .minutes_seal import is_signed, sign_bytes
from .minutes_signing import STROKE_HEIGHT, STROKE_WIDTH
from .minutes_text import LineKind

if TYPE_CHECKING:
    from .minutes_paper import PaperLine
    from .minutes_seal import Envelope

ATTACHMENT: Final = "netvisit-minutes.json"
_LAST_LINE: Final = re.compile(rb"\n%netvisit-seal 1 ([A-Za-z0-9+/=]{88})\n\Z")
_TAGS: Final = {LineKind.TITLE: "h1", LineKind.SECTION: "h2"}
_STYLE: Final = """
@page { size: A4; margin: 22mm 20mm 24mm;
  @bottom-center { content: %s; font: 9pt "Noto Sans CJK SC", sans-serif; color: #444 } }
html { font: 11pt/1.7 "Noto Serif CJK SC", "Noto Sans CJK SC", serif; color: #000 }
h1 { font-size: 20pt; text-align: center; letter-spacing: .1em; margin: 0 0 8mm }
h2 { font-size: 12.5pt; margin: 6mm 0 2mm; break-after: avoid }
p { margin: 0 0 1.5mm; overflow-wrap: anywhere; orphans: 2; widows: 2 }
p.said { padding-left: 16mm; text-indent: -16mm }
svg { display: block; width: 60mm; height: 20mm; margin: 1mm 0 3mm; break-before: avoid }
"""


def write_pdf(envelope: Envelope, key: bytes) -> bytes:
    """Lay out and close the document; `key` is the private key that the envelope was closed with.

    Raises OSError where weasyprint's libraries are missing.
    """
    # Here because it loads Debian's Pango, which a house without documents does not need.
    from weasyprint import HTML, Attachment  # noqa: PLC0415

    attachment = Attachment(
        file_obj=BytesIO(envelope.encode()), name=ATTACHMENT, relationship="Data"
    )
    page = HTML(string=write_html(envelope), url_fetcher=_refuse)
    body: bytes = page.write_pdf(attachments=[attachment])
    body = body.rstrip(b"\n")
    return body + _write_last_line(body, envelope.digest, key)


def write_html(envelope: Envelope) -> str:
    """Write the page that weasyprint lays out; every word is escaped and nothing is loaded."""
    manifest = envelope.manifest
    lang = "zh-CN" if manifest["lang"] == "zh" else "en"
    counter = find_words(manifest)["page"].format(page="\0", pages="\1")
    content = "".join(_count(part) for part in re.split("([\0\1])", counter))
    return str(
        Markup(
            '<html lang="{}"><head><meta charset="utf-8"><title>{}</title><style>{}</style></head>'
            "<body>{}</body></html>"
        ).format(
            lang,
            f"{find_title(manifest)} {manifest['case_number']}",
            Markup(_STYLE % content),  # noqa: S704 - a constant
            Markup("").join(_write_line(line) for line in lay_out(envelope)),
        )
    )


def is_closed(body: bytes, envelope: Envelope) -> bool:
    """Tell whether the last line was written over exactly these bytes."""
    match = _LAST_LINE.search(body)
    if match is None:
        return False
    message = _name_bytes(body[: match.start()], envelope.digest)
    return is_signed(envelope.public_key, message, match[1].decode())


def _write_line(line: PaperLine) -> Markup:
    tag = _TAGS.get(line.kind, "p")
    said = Markup(' class="said"') if line.kind is LineKind.SAID else ""
    text = Markup("<{0}{1}>{2}</{0}>").format(Markup(tag), said, line.text)  # noqa: S704 - of _TAGS
    if line.stroke is None:
        return text
    drawing = (
        f'<svg viewBox="0 0 {STROKE_WIDTH} {STROKE_HEIGHT}"><path d="{escape(line.stroke)}" '
        'fill="none" stroke="#000" stroke-width="5" stroke-linecap="round" '
        'stroke-linejoin="round"/></svg>'
    )
    return text + Markup(drawing)  # noqa: S704 - the stroke is escaped


def _count(part: str) -> str:
    names = {"\0": " counter(page) ", "\1": " counter(pages) "}
    return names.get(part) or f'"{part}"'


def _write_last_line(body: bytes, digest: str, key: bytes) -> bytes:
    return b"\n%netvisit-seal 1 " + sign_bytes(key, _name_bytes(body, digest)).encode() + b"\n"


def _name_bytes(body: bytes, digest: str) -> bytes:
    return b"netvisit pdf 1\n" + hashlib.sha256(body).digest() + bytes.fromhex(digest)


def _refuse(url: str) -> NoReturn:
    raise ValueError("minutes load nothing")
