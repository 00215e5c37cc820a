"""Tokens that prove a form was sent by a page of ours (signed double submit).

The token is an HMAC of a cookie that other sites can neither read nor choose: on pages of staff the
session, on all others the random cookie every browser gets with its first page.
"""

import hmac
import secrets

from aiohttp import web

from web.errors import CsrfError, ForeignOriginError
from web.keys import CSRF_SIGNER, SETTINGS

from .authorization import find_rule
from .cookies import Cookie, find_cookie

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def new_browser_token() -> str:
    return secrets.token_urlsafe(16)


def csrf_token(request: web.Request, browser_token: str) -> str:
    """Give the token for forms on the page that answers this request."""
    session = find_cookie(request, Cookie.SESSION)
    if session is not None and _is_for_staff(request):
        return _sign(request, Cookie.SESSION, session)
    return _sign(request, Cookie.BROWSER, browser_token)


async def check_csrf(request: web.Request) -> None:
    """Raise unless the request comes from a page of ours; needed for all but safe methods."""
    if request.method in SAFE_METHODS:
        return
    check_origin(request)
    if _is_streamed(request) and HEADER not in request.headers:
        return  # the body is too large to be read here: uploads.py checks its first field
    check_token(request, request.headers.get(HEADER) or await _token_of_form(request))


def check_token(request: web.Request, given: str) -> None:
    """Raise CsrfError unless the token is one we gave to this browser."""
    if not any(hmac.compare_digest(given.encode(), token) for token in _valid_tokens(request)):
        raise CsrfError


def check_origin(request: web.Request) -> None:
    """Refuse a form or socket that names another site.

    Our pages send no referrer, and browsers then say `Origin: null` for forms; where they say
    neither an origin nor Sec-Fetch-Site the token alone decides.
    """
    origin = request.headers.get("Origin", "null")
    if origin != "null" and not is_own_origin(request, origin):
        raise ForeignOriginError
    if origin == "null" and request.headers.get("Sec-Fetch-Site", "none") not in {
        "same-origin",
        "none",
    }:
        raise ForeignOriginError


def check_socket_origin(request: web.Request) -> None:
    """Refuse a socket opened by another site's page; programs that are no browser name none."""
    origin = request.headers.get("Origin")
    if origin is not None and not is_own_origin(request, origin):
        raise ForeignOriginError


def is_own_origin(request: web.Request, origin: str) -> bool:
    """Tell whether the origin is the host that was asked, or one that the settings allow."""
    settings = request.app[SETTINGS]
    own = {f"http://{request.host}", f"https://{request.host}", settings.public_url}
    return origin in own or origin in settings.allowed_origins


async def _token_of_form(request: web.Request) -> str:
    if request.content_type not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return ""
    field = (await request.post()).get(FIELD, "")
    return field if isinstance(field, str) else ""


def _valid_tokens(request: web.Request) -> list[bytes]:
    cookies = [Cookie.SESSION] if _is_for_staff(request) else [Cookie.SESSION, Cookie.BROWSER]
    return [
        _sign(request, cookie, value).encode()
        for cookie in cookies
        if (value := find_cookie(request, cookie)) is not None
    ]


def _is_streamed(request: web.Request) -> bool:
    resource = request.match_info.route.resource
    rule = find_rule(request.method, resource.canonical if resource is not None else "")
    return rule is not None and rule.streamed


def _is_for_staff(request: web.Request) -> bool:
    resource = request.match_info.route.resource
    rule = find_rule(request.method, resource.canonical if resource is not None else "")
    return rule is not None and rule.for_staff


def _sign(request: web.Request, cookie: Cookie, value: str) -> str:
    return request.app[CSRF_SIGNER].sign(f"{cookie}:{value}".encode()).hex()
