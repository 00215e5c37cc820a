"""The sample pages on a real server, with their styles and scripts but nothing behind them."""

from pathlib import Path

from aiohttp import web

from tests.web.sample_pages import PAGES
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
    app.router.add_static("/static", STATIC)
    return app


async def show_sample(request: web.Request) -> web.Response:
    """GET /sample/{name}."""
    return render(request, PAGES[request.match_info["name"]])
