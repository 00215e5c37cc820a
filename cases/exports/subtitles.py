"""Subtitles: WebVTT (W3C, with a voice per cue) and SubRip."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .cues import cut_cues

if TYPE_CHECKING:
    from .transcript import TranscriptCopy

_BREAKS = re.compile(r"[\s\u2028\u2029]+")


def write_webvtt(copy: TranscriptCopy) -> str:
    """Write WebVTT: numbered cues, each a voice span; the language stands in a header line."""
    head = f"WEBVTT - {_plain(copy.head.case_number)}\nLanguage: {copy.head.lang}\n"
    cues = (
        f"{number}\n{_time(cue.start, '.')} --> {_time(cue.end, '.')}\n"
        f"<v {_annotate(cue.speaker)}>{_escape(cue.text)}</v>\n"
        for number, cue in enumerate(cut_cues(copy.turns), start=1)
    )
    return "\n".join((head, *cues))


def write_srt(copy: TranscriptCopy) -> str:
    """Write SubRip; it knows no speakers, so that a line begins with the name."""
    cues = (
        f"{number}\n{_time(cue.start, ',')} --> {_time(cue.end, ',')}\n"
        f"{_line(cue.speaker)}{'：' if cue.lang == 'zh' else ': '}{_line(cue.text)}\n"
        for number, cue in enumerate(cut_cues(copy.turns), start=1)
    )
    return "\n".join(cues)


def _time(milliseconds: int, mark: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{mark}{rest:03d}"


def _escape(text: str) -> str:
    """Escape cue text: with & and < gone no tag begins, with > gone no arrow makes a new cue."""
    return _plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _annotate(name: str) -> str:
    """Escape a name for <v ...>, which ends at > and knows the same references."""
    return _escape(name) or "-"


def _line(text: str) -> str:
    """Take out what SubRip players read as tags or as a cue's times."""
    return _plain(text).replace("<", "‹").replace(">", "›").replace("{", "(").replace("}", ")")


def _plain(text: str) -> str:
    return _BREAKS.sub(" ", text).strip()
