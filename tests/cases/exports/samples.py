"""A transcript with everything in it that a format could stumble over."""

from collections.abc import Sequence
from datetime import UTC, datetime

from cases.exports import SpokenTurn, SpokenWord, TranscriptCopy, TranscriptHead

AWKWARD_NAME = 'O\'Neil <b> & "Sons" --> 王'
AWKWARD = "a < b && c --> d </v> {\\an8} &lt; <script>alert(1)</script>"


def make_turn(
    text: str, start: float = 0.0, *, speaker: str = "王丽", lang: str = "zh", step: float = 0.25
) -> SpokenTurn:
    """Make a turn whose words take `step` seconds each, one after the other."""
    return SpokenTurn(
        speaker_id="c-1",
        speaker=speaker,
        department="",
        role="citizen",
        lang=lang,
        words=tuple(
            SpokenWord(word, round(start + i * step, 3), round(start + (i + 1) * step, 3))
            for i, word in enumerate(text.split())
        ),
    )


def make_copy(turns: Sequence[SpokenTurn], lang: str = "zh") -> TranscriptCopy:
    started_at = datetime(2026, 4, 2, 1, 2, tzinfo=UTC)
    head = TranscriptHead("2026-00012", "楼道漏水 & 欠薪", ("住建局", "消防队"), lang, started_at)
    return TranscriptCopy(head, tuple(turns))
