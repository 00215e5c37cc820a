"""Addresses inside this site."""


def find_own_path(text: str | None) -> str | None:
    """Give the text back if it is a path of this site, None if a browser might read another host.

    Browsers read a backslash as a slash and drop tabs and line ends (WHATWG URL Standard).
    """
    if not text or not text.startswith("/") or text.startswith(("//", "/\\")):
        return None
    return text if text.isprintable() and "\\" not in text else None
