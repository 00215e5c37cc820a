"""POST /language: keep language, text size and colours in cookies, then go back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from .i18n import LANGUAGE_COOKIE, LANGUAGES
from .paths import find_own_path
from .templating import TEXT_SIZES, THEMES

if TYPE_CHECKING:
    from multidict import MultiDictProxy

PREFERENCES = {LANGUAGE_COOKIE: LANGUAGES, "text_size": TEXT_SIZES, "theme": THEMES}
ONE_YEAR = 365 * 24 * 3600


async def save_preferences(request: web.Request) -> web.Response:
    """Store what was chosen (form fields language, text_size, theme) and redirect to `back`."""
    form = await request.post()
    response = web.Response(status=303, headers={"Location": find_way_back(form)})
    for cookie, allowed in PREFERENCES.items():
        chosen = form.get(cookie)
        if chosen in allowed:
            response.set_cookie(
                cookie, str(chosen), max_age=ONE_YEAR, samesite="Lax", secure=request.secure
            )
    return response


def find_way_back(form: MultiDictProxy[str | bytes | bytearray | web.FileField]) -> str:
    """Give the page to return to; only a path of this site, never another address."""
    back = form.get("back")
    return (find_own_path(back) if isinstance(back, str) else None) or "/"
