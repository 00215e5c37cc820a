"""The sample pages on a real server, with their styles and scripts but nothing behind them."""

from pathlib import Path

from aiohttp import web

from tests.web.sample_pages import PAGES
from tests.web.sample_review import answer_review
from tests.web.sample_states import CONSOLE
from web.answers import encode
from web.assets import send_asset
from web.pages import render
from web.preferences import save_preferences
from web.templating import setup_pages

STATIC = Path(__file__).parents[2] / "web" / "static"
DECISIONS: web.AppKey[list[tuple[str, str]]] = web.AppKey("decisions", list)
OFFICE = {"zh": "东城区信访局", "en": "Dongcheng Petition Office"}


def build_sample_app() -> web.Application:
    """Serve every sample at /sample/<name>."""
    app = web.Application()
    setup_pages(app, names=OFFICE)
    app.router.add_get("/sample/{name}", show_sample)
    app.router.add_post("/language", save_preferences)
    app.router.add_get("/visit/state", answer_no_seat)
    app.router.add_get("/staff/visits/{visit}/state", answer_console)
    app.router.add_post("/staff/visits/{visit}/suggestions/{id}/{action}", decide)
    app.router.add_get("/staff/visits/{visit}/review/{what}", answer_reviewer)
    app.router.add_get("/staff/visits/{visit}/recordings/{id}/peaks", answer_reviewer)
    app.router.add_get("/assets/{name}", send_asset)
    app.router.add_post("/visit/redeem", redeem)
    app.router.add_post("/{path:.*}", answer_not_yet)
    app[DECISIONS] = []
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


async def answer_reviewer(request: web.Request) -> web.Response:
    """GET what the script of a review asks for."""
    return web.json_response(answer_review(request.path, int(request.query.get("after") or 0)))


async def answer_not_yet(_request: web.Request) -> web.Response:
    """Let scripts try again: there is no signaling behind the samples."""
    return web.json_response({"error": {"code": "busy_error"}}, status=503)


async def decide(request: web.Request) -> web.Response:
    """Note an accept, correct or reject; a corrected value of letters is refused."""
    body = await request.json()
    suggestion = next(one for one in CONSOLE.suggestions if one["id"] == request.match_info["id"])
    value, action = body.get("value", suggestion["value"]), request.match_info["action"]
    if str(value).isalpha():
        error = {"code": "field_value_error", "message": "Please enter digits only."}
        return web.json_response({"error": error}, status=422)
    request.app[DECISIONS].append((action, str(value)))
    return web.json_response(
        {
            "id": suggestion["id"],
            "field": suggestion["field"],
            "status": {"reject": "rejected", "correct": "corrected"}.get(action, "accepted"),
            "value": value,
            "text": str(value),
            "decided_by_name": "王建国",
        }
    )


async def redeem(request: web.Request) -> web.Response:
    """Refuse an invitation for the reason that the code names."""
    code = (await request.json())["code"]
    details = {"tries_left": 3, "opens_at": "2099-01-01T08:30:00+08:00"}
    return web.json_response({"error": {"code": code, "details": details}}, status=403)
