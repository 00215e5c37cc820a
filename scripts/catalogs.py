"""Keep web/locale complete: `update` collects sentences, `check` fails while one is missing.

English sentences are the keys; the English catalog repeats them, so both languages are files that
a person can edit. Sentences come from Python (`_`, `say`), templates (`_`, `trans`) and page
scripts (`t`).
"""

from __future__ import annotations

import sys
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
SCRIPT_METHODS = [("static/js/**.js", "javascript")]
OPTIONS = {"templates/**.html": {"trimmed": "true", "extensions": "jinja2.ext.i18n"}}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "say": (2,),
    "translate": (2,),
}
SCRIPT_KEYWORDS = {"t": None}  # alone: a call of another keyword would hide the `t` inside it
LOCALES = ("zh_CN", "en")


def main(arguments: list[str]) -> int:
    """Run `update` or `check`; check gives 1 when a catalog is not in step with the code."""
    if arguments == ["update"]:
        for locale in LOCALES:
            update_catalog(locale)
        return 0
    if arguments == ["check"]:
        problems = [line for locale in LOCALES for line in list_problems(locale)]
        print("\n".join(problems) or "catalogs: complete")
        return 1 if problems else 0
    print("usage: python -m scripts.catalogs update|check", file=sys.stderr)
    return 2


def update_catalog(locale: str) -> None:
    """Bring one catalog in step with the code; new sentences stand empty, except in English."""
    catalog = read_catalog(locale)
    catalog.update(collect_messages(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    if locale == "en":
        repeat_keys(catalog)
    buffer = BytesIO()
    write_po(buffer, catalog, width=100, sort_by_file=True, omit_header=True, include_lineno=False)
    find_path(locale).parent.mkdir(parents=True, exist_ok=True)
    find_path(locale).write_bytes(buffer.getvalue())


def repeat_keys(catalog: Catalog) -> None:
    """Fill the English catalog with its own keys where nobody wrote something better."""
    for message in catalog:
        if message.id and not is_translated(message):
            message.string = message.id


def list_problems(locale: str) -> Iterator[str]:
    """List what is missing, fuzzy or no longer used in one catalog."""
    found = collect_messages()
    catalog = read_catalog(locale)
    for message in found:
        kept = catalog.get(message.id, message.context) if message.id else None
        if message.id and (kept is None or not is_translated(kept)):
            yield f"{locale}: not translated: {message.id!r}"
        elif kept is not None:
            yield from list_faults(locale, kept)
    for message in catalog:
        if message.id and found.get(message.id, message.context) is None:
            yield f"{locale}: no longer used: {message.id!r}"


def list_faults(locale: str, message: Message) -> Iterator[str]:
    """List a fuzzy mark or placeholders that differ from the key."""
    if message.fuzzy:
        yield f"{locale}: fuzzy: {message.id!r}"
    for error in message.check():
        yield f"{locale}: {message.id!r}: {error}"


def is_translated(message: Message) -> bool:
    """Tell whether every form of a message has text."""
    forms = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(forms)


def collect_messages() -> Catalog:
    """Extract every sentence of web/, with the files it stands in."""
    catalog = Catalog(project="netvisit", charset="utf-8")
    extracted = chain(
        extract_from_dir(
            ROOT / "web", METHODS, OPTIONS, KEYWORDS, ("Note:",), strip_comment_tags=True
        ),
        extract_from_dir(ROOT / "web", SCRIPT_METHODS, keywords=SCRIPT_KEYWORDS),
    )
    for filename, _line, message, comments, context in extracted:
        location = (f"web/{filename}", 1)
        catalog.add(message, None, [location], auto_comments=comments, context=context)
    return catalog


def read_catalog(locale: str) -> Catalog:
    """Read a catalog, or start an empty one."""
    path = find_path(locale)
    if not path.exists():
        return Catalog(locale=locale, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def find_path(locale: str) -> Path:
    """Give the catalog's file."""
    return ROOT / "web" / "locale" / locale / "LC_MESSAGES" / "messages.po"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
