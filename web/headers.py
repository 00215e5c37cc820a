"""Headers every answer carries: what a page may load, who may frame it, what may be kept."""

from aiohttp import web

from .auth.authorization import RULES
from .proxy import is_secure

# The addresses where a call takes place; everywhere else camera and microphone stay off.
CALL_PAGES = frozenset({"/visit", "/staff/visits/{visit_id}"})
FILES = "/static"
STYLE_NONCE = web.RequestKey("style_nonce", str)
"""Set by a page whose script brings a style of its own: wavesurfer's, inside its shadow root."""


async def add_security_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Signal for on_response_prepare, so that files and sockets carry them too."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", content_security_policy(request))
    headers.setdefault("Permissions-Policy", permissions_policy(request))
    headers.setdefault("Cache-Control", cache_control(request, response))
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if is_secure(request):
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")


def content_security_policy(request: web.Request) -> str:
    """Allow our own files and sockets to our own host, and no inline script; a style by nonce."""
    nonce = f" 'nonce-{request[STYLE_NONCE]}'" if STYLE_NONCE in request else ""
    socket = f"{'wss' if is_secure(request) else 'ws'}://{request.host}"
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self'{nonce}",
            "img-src 'self' data:",
            "font-src 'self'",
            "media-src 'self' blob: mediastream:",
            f"connect-src 'self' {socket}",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def permissions_policy(request: web.Request) -> str:
    allowed = "(self)" if route_of(request) in CALL_PAGES else "()"
    mine = ("camera", "microphone", "display-capture", "screen-wake-lock", "speaker-selection")
    others = ("geolocation", "payment", "usb")
    return ", ".join([f"{name}={allowed}" for name in mine] + [f"{name}=()" for name in others])


def cache_control(request: web.Request, response: web.StreamResponse) -> str:
    """Files are asked for again by their date; all else shows people and is never kept."""
    is_file = route_of(request).startswith(FILES) and response.status in {200, 206, 304}
    return "no-cache" if is_file else "no-store"


def route_of(request: web.Request) -> str:
    """Give the pattern of the matched route, "" for none; safe to log, unlike the path."""
    resource = request.match_info.route.resource
    path = resource.canonical if resource is not None else ""
    return path if (method_of(request), path) in RULES else ""


def method_of(request: web.Request) -> str:
    """Give the method as the table knows it, "other" for what no page of ours takes."""
    if request.method in {"GET", "HEAD"}:
        return "GET"
    return "POST" if request.method == "POST" else "other"
