"""The transcript as JSON, for other systems; its keys change only with the schema's number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .transcript import SpokenTurn, TranscriptCopy

SCHEMA = "netvisit-transcript/1"


def write_json(copy: TranscriptCopy) -> str:
    """Write one object, UTF-8 and indented.

    {"schema", "case_number", "case_title" (null when redacted), "departments": [name], "language",
    "started_at" (ISO 8601 with offset, or null), "redacted": bool, "utterances": [{"speaker_id"
    (null when redacted), "speaker", "department" (null for citizens), "role" ("citizen"|"officer"),
    "language", "start", "end" (seconds since started_at), "text", "corrected": bool,
    "words": [{"text", "start", "end"}]}]}
    """
    head = copy.head
    body = {
        "schema": SCHEMA,
        "case_number": head.case_number,
        "case_title": head.case_title or None,
        "departments": list(head.departments),
        "language": head.lang,
        "started_at": head.started_at.isoformat() if head.started_at else None,
        "redacted": head.is_redacted,
        "utterances": [_describe(turn) for turn in copy.turns],
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _describe(turn: SpokenTurn) -> dict[str, Any]:
    return {
        "speaker_id": turn.speaker_id or None,
        "speaker": turn.speaker,
        "department": turn.department or None,
        "role": turn.role,
        "language": turn.lang,
        "start": turn.start,
        "end": turn.end,
        "text": turn.text,
        "corrected": turn.is_corrected,
        "words": [{"text": w.text, "start": w.start, "end": w.end} for w in turn.words],
    }
