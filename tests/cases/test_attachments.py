"""What a file is, is told by its bytes; what it may be called, by us."""

import hashlib
import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from cases.application_errors import EmptyFileError, SuspiciousFileError, WrongKindError
from cases.attachments import FileKind, clean_name, find_path, keep_file, recognize

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(20)
WEBP = b"RIFF\x14\0\0\0WEBPVP8 " + bytes(12)
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
PDF = b"%PDF-1.7\n%%EOF"
WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
EXCEL = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}


def zip_up(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def write(folder: Path, content: bytes) -> Path:
    path = folder / "received"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, FileKind.PNG),
        (JPEG, FileKind.JPEG),
        (WEBP, FileKind.WEBP),
        (HEIC, FileKind.HEIC),
        (PDF, FileKind.PDF),
        (zip_up(WORD), FileKind.DOCX),
        (zip_up(EXCEL), FileKind.XLSX),
    ],
)
def test_a_kind_is_known_by_its_bytes(tmp_path: Path, content: bytes, kind: FileKind) -> None:
    assert recognize(write(tmp_path, content), "any") is kind


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a" + bytes(20),
        b"MZ" + bytes(60),
        b"\n%PDF-1.7",
        b"<script>%PDF-1.7",
        b"RIFF\xff\xff\0\0WEBPVP8 ",
        b"\0\0\0\x18ftypisom\0\0\0\0",
        zip_up({"anything.txt": b"x"}),
        zip_up({**WORD, **EXCEL}),
    ],
)
def test_what_is_no_known_kind_is_refused_whatever_it_is_called(
    tmp_path: Path, content: bytes
) -> None:
    with pytest.raises(WrongKindError):
        keep_file(write(tmp_path, content), "photo.jpg", tmp_path / "files")
    assert not list((tmp_path / "files").glob("*/*"))


def test_a_document_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    bomb = zip_up({**WORD, "word/media/image.png": bytes(101 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024
    with pytest.raises(SuspiciousFileError):
        recognize(write(tmp_path, bomb), "bomb")


def test_a_document_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    packed = zlib.compressobj(1, zlib.DEFLATED, -15)
    content = bytes(101 * 1024 * 1024)
    body = packed.compress(content) + packed.flush()
    forged = forge(body, declared=100, crc=zlib.crc32(content))
    with pytest.raises(SuspiciousFileError):
        recognize(write(tmp_path, forged), "liar")


def forge(body: bytes, *, declared: int, crc: int) -> bytes:
    """Build a zip of one part whose headers declare another size than it has."""
    name = b"word/document.xml"
    fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, crc, len(body), declared, len(name), 0)
    local = b"PK\x03\x04" + fields + name + body
    central = b"PK\x01\x02\x14\0" + fields + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


@pytest.mark.parametrize("extra", ["word/vbaProject.bin", "word/VBAPROJECT.BIN"])
def test_a_document_with_a_program_is_refused(tmp_path: Path, extra: str) -> None:
    with pytest.raises(SuspiciousFileError):
        recognize(write(tmp_path, zip_up({**WORD, extra: b"x"})), "macro")


def test_a_torn_document_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SuspiciousFileError):
        recognize(write(tmp_path, zip_up(WORD)[:-30]), "torn")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmptyFileError):
        keep_file(write(tmp_path, b""), "empty.pdf", tmp_path / "files")


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("屋顶 1.JPG", "屋顶 1"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\li\\合同.docx", "合同"),
        ("invoice\u202egpj.exe", "invoicegpj"),
        ("a\0b\r\nc.pdf", "abc"),
        ('"><img src=x>.png', "img src=x"),
        (".htaccess", "htaccess"),
        ("", "file"),
        ("\u200e\u200f", "file"),
        ("x" * 300 + ".pdf", "x" * 100),
    ],
)
def test_a_name_keeps_its_words_only(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned


def test_a_file_is_kept_once_under_its_hash_and_named_by_its_kind(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    first = keep_file(write(tmp_path, PNG), "roof.exe", folder)
    again = keep_file(write(tmp_path, PNG), "other.png", folder)
    assert first.sha256 == again.sha256 == hashlib.sha256(PNG).hexdigest()
    assert (first.name, first.kind, first.size) == ("roof.png", FileKind.PNG, len(PNG))
    assert find_path(folder, first.sha256).read_bytes() == PNG
    assert not (tmp_path / "received").exists()
    assert len(list(folder.glob("*/*"))) == 1


def test_a_photo_that_is_also_a_page_stays_a_photo(tmp_path: Path) -> None:
    both = JPEG + b"<html><script>alert(1)</script></html>"
    kept = keep_file(write(tmp_path, both), "page.html", tmp_path / "files")
    assert (kept.name, kept.kind) == ("page.jpg", FileKind.JPEG)
