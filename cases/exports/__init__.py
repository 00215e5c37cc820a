"""A transcript as files for other programs and for paper: WebVTT, SRT, JSON, DOCX."""

from .document import write_docx
from .schema import write_json
from .subtitles import write_srt, write_webvtt
from .transcript import (
    SpokenTurn,
    SpokenWord,
    TranscriptCopy,
    TranscriptHead,
    place_words,
    read_turn,
)

__all__ = [
    "SpokenTurn",
    "SpokenWord",
    "TranscriptCopy",
    "TranscriptHead",
    "place_words",
    "read_turn",
    "write_docx",
    "write_json",
    "write_srt",
    "write_webvtt",
]
