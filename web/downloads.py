"""What a browser calls a file that it saves."""

import re
from urllib.parse import quote

_NO_NAME = re.compile(r"[\x00-\x1f\x7f\"\\/:*?<>|%;\u2028\u2029\u202a-\u202e\u2066-\u2069]")
LONGEST_NAME = 120


def name_download(name: str, plain: str) -> str:
    """Return a Content-Disposition (RFC 6266) with a UTF-8 name (RFC 5987) and an ASCII one.

    What a file system or a header could take for something else becomes an underscore.
    """
    safe = _clean(plain).encode("ascii", "replace").decode().replace("?", "_")
    return f"attachment; filename=\"{safe}\"; filename*=UTF-8''{quote(_clean(name), safe='')}"


def _clean(name: str) -> str:
    stem, dot, suffix = _NO_NAME.sub("_", name).strip(". ").rpartition(".")
    whole = f"{stem[:LONGEST_NAME]}{dot}{suffix[:10]}" if dot else suffix[:LONGEST_NAME]
    return whole.encode("utf-8", "replace").decode() or "file"
