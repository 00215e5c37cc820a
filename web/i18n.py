"""The two languages of the pages, read from the catalogs in web/locale."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web
    from babel.messages.catalog import Catalog

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
LANGUAGE_COOKIE = "language"
LOCALE_DIR = Path(__file__).parent / "locale"


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language: its html `lang`, its Babel locale and the catalog that goes with it."""

    language: Language
    html_lang: str
    locale: Locale
    translations: Translations
    script_messages: Mapping[str, Mapping[str, str]]


def mark(message: str) -> str:
    """Mark a sentence for the catalogs that is translated where it is shown."""
    return message


def find_language(request: web.Request) -> Language:
    """Give the language a person chose, else the first of the browser's that is ours, else zh."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return "en" if chosen == "en" else "zh"
    return parse_accept_language(request.headers.get("Accept-Language", ""))


def parse_accept_language(header: str) -> Language:
    """Choose by the order of an Accept-Language header; weights follow the order in browsers."""
    for part in header.split(","):
        tag = part.split(";")[0].strip().lower()
        if tag.startswith("zh"):
            return "zh"
        if tag.startswith("en"):
            return "en"
    return "zh"


def say(request: web.Request, message: str, **values: object) -> str:
    """Translate a sentence into the language of the request, with its {placeholders} filled."""
    return translate(find_language(request), message, **values)


def translate(language: Language, message: str, **values: object) -> str:
    """Translate a sentence, with its {placeholders} filled."""
    text: str = get_tongue(language).translations.gettext(message)
    return text.format(**values) if values else text


@cache
def get_tongue(language: Language) -> Tongue:
    """Read a language's catalog once; compiled in memory, so it is never older than its .po."""
    html_lang, name = ("en", "en") if language == "en" else ("zh-CN", "zh_CN")
    catalog = read_catalog(name)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Tongue(
        language=language,
        html_lang=html_lang,
        locale=Locale.parse("zh_Hans_CN" if language == "zh" else "en_GB"),
        translations=Translations(compiled),
        script_messages=collect_script_messages(catalog),
    )


def read_catalog(name: str) -> Catalog:
    """Read web/locale/<name>/LC_MESSAGES/messages.po."""
    path = LOCALE_DIR / name / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=name)


def collect_script_messages(catalog: Catalog) -> dict[str, dict[str, str]]:
    """Group the sentences of page scripts by folder of web/static/js: {folder: {id: text}}."""
    groups: dict[str, dict[str, str]] = {}
    for message in catalog:
        for location, _line in message.locations:
            if location.endswith(".js") and isinstance(message.id, str):
                folder = Path(location).parent.name
                groups.setdefault(folder, {})[message.id] = str(message.string or message.id)
    return groups
