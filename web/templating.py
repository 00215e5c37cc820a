"""The Jinja environments of both languages and what every page has around its content."""

from __future__ import annotations

from dataclasses import is_dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import segno
from aiohttp import web
from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    TemplateRuntimeError,
    Undefined,
    UndefinedError,
)
from jinja2.utils import missing
from markupsafe import Markup

from cases.shown_words import join_spoken

from .filters import find_error, group_digits, list_choices
from .i18n import find_language, get_tongue
from .labels import FIELD_LABELS
from .wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .i18n import Language, Tongue

TEMPLATES = Path(__file__).parent / "templates"
ICONS = Path(__file__).parent.parent / "node_modules" / "lucide-static" / "icons"
GOVUK_MACROS = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
TIMEZONE: web.AppKey[ZoneInfo] = web.AppKey("timezone", ZoneInfo)
CSRF_TOKEN = web.RequestKey("csrf_token", str)
OFFICE_NAMES: web.AppKey[dict[str, str]] = web.AppKey("office_names", dict)
TEXT_SIZES = ("normal", "large", "largest")
THEMES = ("auto", "light", "dark")


class ContextUndefined(Undefined):
    """A field that a typed context lacks is an error; the govuk macros need the lenient kind."""

    def __init__(
        self,
        hint: str | None = None,
        obj: object = missing,
        name: str | None = None,
        exc: type[TemplateRuntimeError] = UndefinedError,
    ) -> None:
        super().__init__(hint, obj, name, exc)
        if is_dataclass(self._undefined_obj):
            raise UndefinedError(self._undefined_message)


def setup_pages(
    app: web.Application, *, timezone: str = "Asia/Shanghai", names: dict[str, str] | None = None
) -> None:
    """Tell the pages in whose time zone they speak and the office's name as {"zh", "en"}."""
    app[TIMEZONE] = ZoneInfo(timezone)
    app[OFFICE_NAMES] = names or {"zh": "", "en": ""}


def get_environment(request: web.Request) -> Environment:
    """Give the environment of the request's language."""
    return build_environment(find_language(request))


@cache
def build_environment(language: Language) -> Environment:
    """Make an environment: autoescape, gettext, our filters and the govuk-frontend macros."""
    tongue = get_tongue(language)
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(TEMPLATES), GOVUK_MACROS]),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=ContextUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    install_translations(environment, tongue)
    environment.filters.update(
        group_digits=group_digits,
        spoken=join_spoken,
        choices=list_choices,
        error_for=find_error,
    )
    environment.globals.update(
        icon=draw_icon, qr_code=draw_qr_code, field_order=tuple(FIELD_LABELS)
    )
    return environment


def install_translations(environment: Environment, tongue: Tongue) -> None:
    """Give `_` and `trans` the catalog of the language."""
    install: Callable[..., None] = environment.install_gettext_translations  # type: ignore[attr-defined]  # set by the extension
    install(tongue.translations, newstyle=True)


def get_chrome(request: web.Request, scripts: tuple[str, ...]) -> Mapping[str, Any]:
    """Collect what is around every page: language, preferences, tokens, words for scripts."""
    tongue = get_tongue(find_language(request))
    timezone = request.app.get(TIMEZONE, ZoneInfo("Asia/Shanghai"))
    names = request.app.get(OFFICE_NAMES, {"zh": "", "en": ""})
    return {
        "language": tongue.language,
        "html_lang": tongue.html_lang,
        "timezone": timezone.key,
        "words": Wording(tongue, timezone, datetime.now(UTC)),
        "office_name": names[tongue.language],
        "path": request.path,
        "csrf_token": request.get(CSRF_TOKEN, ""),
        "text_size": read_choice(request, "text_size", TEXT_SIZES),
        "theme": read_choice(request, "theme", THEMES),
        "script_messages": collect_messages(tongue, scripts),
    }


def read_choice(request: web.Request, cookie: str, allowed: tuple[str, ...]) -> str:
    """Read a preference from its cookie, or give the first of the allowed ones."""
    chosen = request.cookies.get(cookie, "")
    return chosen if chosen in allowed else allowed[0]


def collect_messages(tongue: Tongue, folders: tuple[str, ...]) -> dict[str, str]:
    """Gather the sentences that the scripts of these folders say."""
    messages: dict[str, str] = {}
    for folder in folders:
        messages.update(tongue.script_messages.get(folder, {}))
    return messages


@cache
def draw_icon(name: str) -> Markup:
    """Give a lucide icon as inline SVG, hidden from screen readers: a word always stands beside."""
    svg = (ICONS / f"{name}.svg").read_text("utf-8")
    drawing = svg[svg.index(">", svg.index("<svg")) + 1 :]
    return Markup(  # noqa: S704 -- files of a locked package, named by our templates
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">' + drawing
    )


def draw_qr_code(text: str) -> Markup:
    """Draw a QR code as inline SVG in the page's text colour on white."""
    code = segno.make(text, error="m", micro=False)
    return Markup(code.svg_inline(border=3, dark="#000", light="#fff", omitsize=True))  # noqa: S704 -- paths only
