"""Sealed minutes as a Word document, with a signature over every part of its package.

The envelope lies in a part of custom XML, where Word keeps it; beside it the SHA-256 of every other
part, signed. Packing the same parts again changes nothing; any part changed, added or missing does.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from PIL import Image, ImageDraw

from .minutes_paper import find_title, find_words, lay_out
from .minutes_seal import canonical, is_signed, read_envelope, sign_bytes
from .minutes_signing import STROKE_HEIGHT, STROKE_WIDTH
from .minutes_text import LineKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

    from .minutes_paper import PaperLine
    from .minutes_seal import Envelope

SEAL_PART: Final = "customXml/netvisit.xml"
LARGEST: Final = 64_000_000
_XML: Final = re.compile(
    rb'<\?xml version="1.0" encoding="UTF-8"\?><seal xmlns="urn:netvisit:minutes:1">'
    rb"([A-Za-z0-9+/=]*)</seal>"
)
_STROKE: Final = re.compile(r"[ML](\d+) (\d+)")
_STYLES: Final = {LineKind.TITLE: "Title", LineKind.SECTION: "Heading 2"}


def write_docx(envelope: Envelope, key: bytes) -> bytes:
    """Write and close the document; `key` is the private key that the envelope was closed with."""
    document = Document()
    _set_page(document, envelope)
    for line in lay_out(envelope):
        _write_line(document, line)
    part = Part(PackURI(f"/{SEAL_PART}"), "application/xml", b"", document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
    buffer = BytesIO()
    document.save(buffer)
    return _close(buffer.getvalue(), envelope, key)


def read_parts(body: bytes) -> Mapping[str, bytes]:
    """Return every part of a package; raises ValueError for what is none."""
    try:
        with zipfile.ZipFile(BytesIO(body)) as package:
            entries = package.infolist()
            names = [entry.filename for entry in entries]
            if len(set(names)) < len(names) or sum(e.file_size for e in entries) > LARGEST:
                raise ValueError("a strange package")
            return {name: package.read(name) for name in names}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise ValueError("no package") from error


def find_envelope(parts: Mapping[str, bytes]) -> tuple[Envelope, Mapping[str, str], str]:
    """Return envelope, sums of parts and their signature; raises ValueError when there is none."""
    match = _XML.fullmatch(parts.get(SEAL_PART, b""))
    if match is None:
        raise ValueError("no seal")
    try:
        seal = json.loads(base64.b64decode(match[1], validate=True))
        envelope = read_envelope(canonical(seal["envelope"]))
        return envelope, dict(seal["parts"]), str(seal["signature"])
    except (binascii.Error, KeyError, TypeError) as error:
        raise ValueError("no seal") from error


def list_changed_parts(
    parts: Mapping[str, bytes], envelope: Envelope, sums: Mapping[str, str], signature: str
) -> Sequence[str]:
    """Name the parts that are not as they were signed; all of them when the list itself is not."""
    now = {name: hashlib.sha256(body).hexdigest() for name, body in parts.items()}
    del now[SEAL_PART]
    if not is_signed(envelope.public_key, _name_parts(sums, envelope.digest), signature):
        return sorted(now)
    return sorted(name for name in {*now, *sums} if now.get(name) != sums.get(name))


def list_paragraphs(body: bytes) -> Sequence[str]:
    """Return the visible text, paragraph by paragraph, wherever in the body it stands."""
    document = Document(BytesIO(body))
    paragraphs = document.element.body.iter(qn("w:p"))
    texts = ("".join(_read_run(node) for node in paragraph.iter()) for paragraph in paragraphs)
    return [text for text in texts if text]


def _read_run(node: object) -> str:
    tag = getattr(node, "tag", "")
    if tag in {qn("w:t"), qn("w:instrText"), qn("w:delText")}:
        return getattr(node, "text", "") or ""
    return "\n" if tag in {qn("w:br"), qn("w:tab"), qn("w:cr")} else ""


def _set_page(document: WordDocument, envelope: Envelope) -> None:
    manifest = envelope.manifest
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    for name in ("Normal", "Title", "Heading 2"):
        style = document.styles[name]
        style.font.name = "Times New Roman"
        # Word chooses the font of Chinese by this attribute alone.
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    document.styles["Normal"].font.size = Pt(11)
    properties = document.core_properties
    properties.title = f"{find_title(manifest)} {manifest['case_number']}"
    properties.author = ""
    properties.comments = f"SHA-256 {envelope.digest}"
    before, _, rest = find_words(manifest)["page"].partition("{page}")
    between, _, after = rest.partition("{pages}")
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        footer.add_run(text)
        if field:
            _add_field(footer, field)


def _add_field(paragraph: Paragraph, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields


def _write_line(document: WordDocument, line: PaperLine) -> None:
    paragraph = document.add_paragraph(line.text, style=_STYLES.get(line.kind, "Normal"))
    if line.kind is LineKind.TITLE:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(4)
    if line.stroke is not None:
        drawing = document.add_paragraph()
        drawing.add_run().add_picture(BytesIO(_draw(line.stroke)), width=Mm(60))


def _draw(stroke: str) -> bytes:
    """Draw an SVG path of M and L as a PNG of twice its size."""
    image = Image.new("1", (STROKE_WIDTH * 2, STROKE_HEIGHT * 2), 1)
    pen = ImageDraw.Draw(image)
    for piece in stroke.split("M")[1:]:
        points = [(int(x) * 2, int(y) * 2) for x, y in _STROKE.findall(f"M{piece}")]
        pen.line(points, fill=0, width=10, joint="curve")
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _close(body: bytes, envelope: Envelope, key: bytes) -> bytes:
    parts = dict(read_parts(body))
    del parts[SEAL_PART]
    sums = {name: hashlib.sha256(part).hexdigest() for name, part in parts.items()}
    seal = {
        "envelope": json.loads(envelope.encode()),
        "parts": sums,
        "signature": sign_bytes(key, _name_parts(sums, envelope.digest)),
    }
    coded = base64.b64encode(canonical(seal))
    parts[SEAL_PART] = (
        b'<?xml version="1.0" encoding="UTF-8"?><seal xmlns="urn:netvisit:minutes:1">'
        + coded
        + b"</seal>"
    )
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return buffer.getvalue()


def _name_parts(sums: Mapping[str, str], digest: str) -> bytes:
    return b"netvisit docx 1\n" + canonical(sums) + bytes.fromhex(digest)
