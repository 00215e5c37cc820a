"""What can be seen on a page of a running visit."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import cast

from playwright.async_api import Page

from tests.browser.people import Person
from tests.character_errors import character_error_rate

_FRAMES = """() => Object.fromEntries(
  [...document.querySelectorAll('[data-testid=tile]')].map(tile => [
    tile.dataset.participant,
    tile.querySelector('video').getVideoPlaybackQuality().totalVideoFrames]))"""


async def frames(page: Page) -> dict[str, int]:
    """Return how many frames the tile of each participant has shown so far."""
    return cast("dict[str, int]", await page.evaluate(_FRAMES))


async def pictures_move(page: Page, *, others: int) -> bool:
    """Tell whether at least `others` tiles show new frames within two seconds."""
    before = await frames(page)
    await asyncio.sleep(2)
    after = await frames(page)
    return sum(after[key] > before.get(key, 0) for key in after) >= others


async def eventually(check: Callable[[], Awaitable[bool]], *, seconds: float) -> None:
    """Repeat a check until it holds; TimeoutError after `seconds`."""
    async with asyncio.timeout(seconds):
        while not await check():  # noqa: ASYNC110 - a browser signals nothing here
            await asyncio.sleep(0.3)


async def captions_of(page: Page, participant: str) -> list[str]:
    """Return the final captions under one participant's name, oldest first."""
    selector = f'[data-testid=caption][data-final=true][data-speaker="{participant}"]'
    return await page.locator(selector).all_inner_texts()


async def own_id(person: Person) -> str:
    """Return the participant id of this page's own seat."""
    own = person.page.locator("[data-own] [data-testid=tile]")
    seat = await own.get_attribute("data-participant")
    assert seat
    return seat


async def reads(listener: Person, speaker: str, words: str) -> bool:
    """Tell whether a final caption under the speaker says the words, 25 % errors allowed."""
    heard = await captions_of(listener.page, speaker)
    return any(character_error_rate(words, text) <= 0.25 for text in heard)
