"""How classes are called on the wire."""

import re

_word_starts = re.compile(r"(?<!^)(?=[A-Z])")


def wire_name(class_name: str) -> str:
    """Say `TrackPublished` as the wire does: `track_published`."""
    return _word_starts.sub("_", class_name).lower()
