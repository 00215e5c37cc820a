"""The sample pages on a real server, with their styles and scripts but nothing behind them."""

from pathlib import Path

from aiohttp import web

from tests.web.sample_pages import PAGES
from tests.web.sample_states import CONSOLE
from web.answers import encode
from web.pages import render
from web.preferences import save_preferences
from web.templating import setup_pages

STATIC = Path(__file__).parents[2] / "web" / "static"
OFFICE = {"zh": "东城区信访局", "en": "Dongcheng Petition Office"}


def build_sample_app() -> web.Application:
    """Serve every sample at /sample/<name>."""
    app = web.Application()
    setup_pages(app, names=OFFICE)
    app.router.add_get("/sample/{name}", show_sample)
    app.router.add_post("/language", save_preferences)
    app.router.add_get("/visit/state", answer_no_seat)
    app.router.add_get("/staff/visits/{visit}/state", answer_console)
    app.router.add_post("/{path:.*}", answer_not_yet)
    app.router.add_static("/static", STATIC)
    return app


async def show_sample(request: web.Request) -> web.Response:
    """GET /sample/{name}."""
    return render(request, PAGES[request.match_info["name"]])


async def answer_no_seat(_request: web.Request) -> web.Response:
    """GET /visit/state, to somebody who comes for the first time."""
    return web.json_response({"error": {"code": "no_seat_error"}}, status=401)


async def answer_console(_request: web.Request) -> web.Response:
    """GET /staff/visits/{visit}/state."""
    return web.json_response(encode(CONSOLE))


async def answer_not_yet(_request: web.Request) -> web.Response:
    """Let scripts try again: there is no signaling behind the samples."""
    return web.json_response({"error": {"code": "busy_error"}}, status=503)
