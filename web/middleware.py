"""What happens around every request: its id, its line in the log, its checks, its errors.

This is the one place where errors of any package become a status and words for people.
"""

import secrets
import time
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler
from yarl import URL

from . import pages
from .auth.cookies import Cookie, find_cookie, set_cookie
from .auth.csrf import check_csrf, csrf_token, new_browser_token
from .auth.guard import admit_request
from .errors import NotSignedInError
from .headers import method_of, route_of
from .i18n import say
from .keys import METRICS, REQUEST_ID, SIGNED_IN
from .refusals import Refusal, error_code, find_refusal, read_facts
from .templating import CSRF_TOKEN

log = structlog.get_logger("web.requests")


@web.middleware
async def note_request(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give the request an id, count it, and write one line without path, query or person."""
    request[REQUEST_ID] = secrets.token_hex(8)
    started = time.monotonic()
    response = await handler(request)
    seconds = time.monotonic() - started
    if not response.prepared:
        response.headers["X-Request-ID"] = request[REQUEST_ID]
    count_answer(request, response.status, seconds)
    return response


def count_answer(request: web.Request, status: int, seconds: float) -> None:
    method, route = method_of(request), route_of(request) or "unknown"
    metrics = request.app[METRICS]
    metrics.requests.labels(method, route, str(status)).inc()
    if route != "/socket":
        metrics.request_seconds.labels(route).observe(seconds)
    log.info(
        "answered",
        request=request[REQUEST_ID],
        method=method,
        route=route,
        status=status,
        ms=round(seconds * 1000),
        user=str(request[SIGNED_IN].user.id) if SIGNED_IN in request else None,
    )


@web.middleware
async def translate_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn what was raised into an answer that says what happened and what to do."""
    try:
        return await handler(request)
    except web.HTTPException as answer:
        if answer.status < HTTPStatus.BAD_REQUEST:
            raise
        return answer_refusal(request, find_refusal(answer), answer)
    except Exception as error:
        refusal = find_refusal(error)
        if refusal.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log.error(
                "failed", request=request[REQUEST_ID], route=route_of(request), exc_info=error
            )
        return answer_refusal(request, refusal, error)


def answer_refusal(request: web.Request, refusal: Refusal, error: Exception) -> web.Response:
    """Answer as JSON to scripts, as a page to people; to nobody signed in, with the sign-in."""
    if not wants_page(request):
        return web.json_response(error_body(request, refusal, error), status=refusal.status)
    if isinstance(error, NotSignedInError):
        return redirect_to_sign_in(request)
    page = pages.ErrorPage(status=refusal.status, reference=request[REQUEST_ID])
    return pages.render(request, page, status=refusal.status)


def error_body(request: web.Request, refusal: Refusal, error: Exception) -> Mapping[str, Any]:
    """Give {"error": {"code", "message", "details"}}; the message in the language of the page."""
    facts = read_facts(error, refusal)
    return {
        "error": {
            "code": error_code(error),
            "message": say(request, refusal.sentence, **facts),
            "details": {name: _plain(value) for name, value in facts.items()},
        }
    }


def wants_page(request: web.Request) -> bool:
    """Tell a person's browser, which asks for HTML by name, from a script."""
    return "text/html" in request.headers.get("Accept", "")


def redirect_to_sign_in(request: web.Request) -> web.Response:
    target = request.rel_url.path if request.method == "GET" else "/staff"
    location = URL("/staff/sign-in").with_query(next=target)
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": str(location)})


@web.middleware
async def check_request(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Check that a form is ours and that the table lets this visitor in."""
    browser = find_cookie(request, Cookie.BROWSER)
    token = browser or new_browser_token()
    request[CSRF_TOKEN] = csrf_token(request, token)
    if request.match_info.http_exception is None:
        await admit_request(request)
        await check_csrf(request)
    response = await handler(request)
    if browser is None and not response.prepared and response.content_type == "text/html":
        set_cookie(request, response, Cookie.BROWSER, token)
    return response


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
