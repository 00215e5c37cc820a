"""Cookies of each kind of visitor: staff, a citizen in a visit, an applicant, anybody.

Over https they carry the __Host- prefix (RFC 6265bis), so that no other host can plant them.
"""

from enum import StrEnum

from aiohttp import web

from web.proxy import is_secure


class Cookie(StrEnum):
    SESSION = "netvisit-session"
    SEAT = "netvisit-seat"
    TICKET = "netvisit-ticket"
    BROWSER = "netvisit-browser"
    APPLICATION = "netvisit-application"
    TRACKED = "netvisit-tracked"


def cookie_name(request: web.Request, cookie: Cookie) -> str:
    return f"__Host-{cookie}" if is_secure(request) else str(cookie)


def find_cookie(request: web.Request, cookie: Cookie) -> str | None:
    return request.cookies.get(cookie_name(request, cookie)) or None


def set_cookie(
    request: web.Request,
    response: web.StreamResponse,
    cookie: Cookie,
    value: str,
    max_age: int | None = None,
) -> None:
    """Set it for this host only, out of reach of scripts; `max_age` in seconds."""
    response.set_cookie(
        cookie_name(request, cookie),
        value,
        max_age=max_age,
        path=_path(request, cookie),
        secure=is_secure(request),
        httponly=True,
        samesite="Lax",
    )


def delete_cookie(request: web.Request, response: web.StreamResponse, cookie: Cookie) -> None:
    response.del_cookie(
        cookie_name(request, cookie),
        path=_path(request, cookie),
        secure=is_secure(request),
        httponly=True,
        samesite="Lax",
    )


def _path(request: web.Request, cookie: Cookie) -> str:
    # __Host- demands the path /; without it what a citizen holds is told to its own pages only.
    return "/" if is_secure(request) else _PATHS.get(cookie, "/")


_PATHS = {Cookie.SEAT: "/visit", Cookie.APPLICATION: "/apply", Cookie.TRACKED: "/track"}
