"""The block of a visit's exports, on the pages of a case and of a review."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExportRecording:
    """A recording that can be taken along in a redacted copy."""

    id: str
    speaker_name: str


@dataclass(frozen=True, slots=True)
class ExportBlock:
    """What can be taken along of one visit; staff/exports.html shows it as `exports`."""

    visit_id: str
    recordings: tuple[ExportRecording, ...] = ()
