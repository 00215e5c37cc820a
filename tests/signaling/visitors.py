"""Chromium pages that visit a house, and what can be asked of them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from playwright.async_api import Browser, Page, async_playwright

from signaling.sockets import SOCKETS
from tests.signaling.house import House, open_house

HERE = Path(__file__).parent
SCRIPTS = HERE.parents[1] / "web" / "static" / "js"
HTML = (
    '<!doctype html><meta charset="utf-8"><script type="module" src="/page/peers_page.js"></script>'
)
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--disable-background-networking",
    "--autoplay-policy=no-user-gesture-required",
]

Check = Callable[[], Awaitable[bool]]


async def eventually(check: Check, what: str, seconds: float = 15) -> None:
    """Wait until the check holds; say what did not happen otherwise."""
    try:
        async with asyncio.timeout(seconds):
            while not await check():  # noqa: ASYNC110 - pages are asked, they do not tell
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise AssertionError(f"never: {what}") from None


class Visitor:
    """One page in the room."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    async def events(self, kind: str, /) -> list[dict[str, Any]]:
        return [e for e in await self.page.evaluate("visit.events") if e["type"] == kind]

    async def heard(self, kind: str, /, **fields: object) -> None:
        """Wait until the page has heard such an event."""

        async def is_heard() -> bool:
            return any(fields.items() <= event.items() for event in await self.events(kind))

        await eventually(is_heard, f"{kind} {fields}")

    async def sees(self, seat: str, kind: str = "camera", seconds: float = 15) -> None:
        """Wait until this participant's picture moves."""
        await self._arrives(seat, kind, "framesDecoded", 5, seconds)

    async def hears(self, seat: str) -> None:
        await self._arrives(seat, "audio", "packetsReceived", 20, 15)

    async def shows(self) -> list[str]:
        """List what has an element on the page, as "camera s-1"."""
        shown: list[str] = await self.page.evaluate("[...visit.videos.keys()].sort()")
        return shown

    async def count(self, seat: str, kind: str, what: str) -> int:
        """Read the browser's counter; 0 while the participant is in no slot."""
        stats = await self.page.evaluate("visit.peers.stats()")
        return sum(s[what] for s in stats if (s["participantId"], s["kind"]) == (seat, kind))

    async def _arrives(self, seat: str, kind: str, what: str, some: int, seconds: float) -> None:
        last = await self.count(seat, kind, what)
        grown = 0

        async def has_grown() -> bool:
            nonlocal last, grown
            now = await self.count(seat, kind, what)
            # A new connection counts from 0 again.
            grown += max(0, now - last)
            last = now
            return grown >= some

        await eventually(has_grown, f"{kind} of {seat} growing", seconds)


class Stage:
    """A house with pages, and a browser to open them in."""

    def __init__(self, house: House, browser: Browser) -> None:
        self.house = house
        self._browser = browser

    async def enter(self, seat: str, *, query: str = "") -> Visitor:
        """Open the page of a seat and wait until it has joined."""
        visitor = Visitor(await (await self._browser.new_context()).new_page())
        await visitor.page.goto(str(self.house.server.make_url(f"/{seat}")) + query)
        await visitor.heard("welcome")
        return visitor

    def cut_sockets(self) -> None:
        """Lose every WebSocket as a failing network would."""
        for wire in list(self.house.server.app[SOCKETS]._open):
            wire._abort()


@asynccontextmanager
async def open_stage() -> AsyncIterator[Stage]:
    async with (
        open_house(furnish=_add_pages) as house,
        async_playwright() as playwright,
        await playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=FLAGS
        ) as browser,
    ):
        yield Stage(house, browser)


def _add_pages(house: House, app: web.Application) -> None:
    async def show(_: web.Request) -> web.Response:
        return web.Response(text=HTML, content_type="text/html")

    async def give_ticket(request: web.Request) -> web.Response:
        return web.json_response({"ticket": house.ticket(request.match_info["seat"])})

    app.router.add_static("/js", SCRIPTS)
    app.router.add_static("/page", HERE)
    app.router.add_post("/ticket/{seat}", give_ticket)
    app.router.add_get("/{seat}", show)
