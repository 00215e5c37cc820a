"""Sealed documents below DATA_DIR/minutes, named by their sums; written once, then only read."""

import hashlib
import os
import secrets
from pathlib import Path

from cases.minutes_docx import write_docx
from cases.minutes_models import Seal
from cases.minutes_pdf import write_pdf
from cases.minutes_seal import Envelope, SealedFiles

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def write_sealed(envelope: Envelope, key: bytes) -> SealedFiles:
    """Write both documents; for a child process."""
    return SealedFiles(write_pdf(envelope, key), write_docx(envelope, key))


def keep_sealed(folder: Path, files: SealedFiles) -> None:
    """Put both documents in their places, through to the disk."""
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, body in (("pdf", files.pdf), ("docx", files.docx)):
        _keep(folder / f"{hashlib.sha256(body).hexdigest()}.{suffix}", body)


def find_sealed(folder: Path, seal: Seal, kind: str) -> Path:
    """Give the place of a document that a seal registers."""
    return folder / f"{seal.pdf_sha256 if kind == 'pdf' else seal.docx_sha256}.{kind}"


def _keep(path: Path, body: bytes) -> None:
    draft = path.with_name(f".{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
