"""What a redacted copy of a transcript must not tell, and the copy without it."""

from .copies import Redaction, redact
from .finder import find_private_spans
from .spans import Known, PrivateKind, PrivateSpan

__all__ = [
    "Known",
    "PrivateKind",
    "PrivateSpan",
    "Redaction",
    "find_private_spans",
    "redact",
]
