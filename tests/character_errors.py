"""How far recognised text is from what was said."""

import unicodedata


def plain(text: str) -> str:
    """Return letters, digits and characters only, in lower case."""
    return "".join(c for c in text.lower() if unicodedata.category(c)[0] in "LN")


def character_error_rate(said: str, heard: str) -> float:
    """Return edits per character of `said` (Levenshtein distance over its length)."""
    reference, hypothesis = plain(said), plain(heard)
    row = list(range(len(hypothesis) + 1))
    for i, expected in enumerate(reference, 1):
        previous, row[0] = row[0], i
        for j, got in enumerate(hypothesis, 1):
            previous, row[j] = (
                row[j],
                min(row[j] + 1, row[j - 1] + 1, previous + (expected != got)),
            )
    return row[-1] / max(1, len(reference))
