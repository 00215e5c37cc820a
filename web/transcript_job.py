"""A transcript as a child process writes it; it imports no more than that takes."""

from dataclasses import dataclass

from cases.exports import TranscriptCopy, write_docx, write_json, write_srt, write_webvtt
from cases.redaction import Known, redact


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file, as answers declare it."""

    content_type: str
    charset: str | None


FORMATS = {
    "vtt": Format("text/vtt", "utf-8"),
    "srt": Format("application/x-subrip", "utf-8"),
    "json": Format("application/json", "utf-8"),
    "docx": Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", None),
}
WRITERS = {"vtt": write_webvtt, "srt": write_srt, "json": write_json}


def write_transcript(kind: str, copy: TranscriptCopy, known: Known | None) -> bytes:
    """Write a transcript in one of FORMATS, redacted where `known` is given."""
    if known is not None:
        copy = redact(copy, known).copy
    if kind == "docx":
        return write_docx(copy)
    return WRITERS[kind](copy).encode()
