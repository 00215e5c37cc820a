"""Real Chromium on the sample pages, for tests of what scripts do with a page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, async_playwright

from tests.web.sample_server import DECISIONS, build_sample_app

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]


@dataclass(frozen=True, slots=True)
class SampleSite:
    """Where the samples are, and what scripts asked the server to decide."""

    url: str
    decisions: list[tuple[str, str]]


@asynccontextmanager
async def open_site() -> AsyncIterator[SampleSite]:
    app = build_sample_app()
    server = TestServer(app)
    await server.start_server()
    try:
        yield SampleSite(str(server.make_url("/sample/")), app[DECISIONS])
    finally:
        await server.close()


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()
