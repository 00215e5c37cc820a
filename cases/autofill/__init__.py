"""Reads case fields from what was said, each with the words that support it."""

from .registry import suggest_fields
from .suggestion import Evidence, SpeakerRole, Suggestion

__all__ = ["Evidence", "SpeakerRole", "Suggestion", "suggest_fields"]
