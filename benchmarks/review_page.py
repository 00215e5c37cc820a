"""How light the review of two hours and ten people is in Chromium: nodes, long tasks, first words.

On a real house over loopback, with recordings. Prints a table and one JSON line; asserts nothing.
"""

import asyncio
import json
import tempfile
import time
from pathlib import Path

from playwright.async_api import Browser

from benchmarks.review import open_big_house
from tests.web.house import House
from tests.web.pages_browser import open_browser
from tests.web.reviewers import Reviewer, open_reviewer

SCREENS = 400
SEARCHED = {"zh": "物业", "en": "water"}


async def measure(lang: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with open_big_house(lang, Path(folder)) as (house, big, _), open_browser() as browser:
            print(f"\n{lang}: {len(big.utterance_ids)} utterances, {big.words} words")
            figures = await walk(browser, house, lang)
            for what, value in figures.items():
                print(f"  {what:34} {value:8.0f}")
            print(json.dumps({"lang": lang, **{k: round(v) for k, v in figures.items()}}))


async def walk(browser: Browser, house: House, lang: str) -> dict[str, float]:
    """Open the page and do what a reviewer does; tasks are counted after each part."""
    figures: dict[str, float] = {}
    async with open_reviewer(browser, house, "wangmin") as reviewer:
        began = time.perf_counter()
        await reviewer.page.reload()
        await reviewer.words.first.wait_for()
        figures["first words, ms"] = (time.perf_counter() - began) * 1000
        await reviewer.page.locator('[data-rows][aria-busy="false"]').wait_for()
        figures["whole transcript, ms"] = (time.perf_counter() - began) * 1000
        await reviewer.page.wait_for_timeout(2000)
        figures["longest task to open, ms"] = await longest(reviewer)
        figures["most nodes on the way"] = await reviewer.scroll_through(SCREENS)
        figures["longest task to scroll, ms"] = await longest(reviewer)
        await reviewer.page.get_by_test_id("search").press_sequentially(SEARCHED[lang])
        for _ in range(20):
            await reviewer.page.keyboard.press("Enter")
        figures["longest task to search, ms"] = await longest(reviewer)
        await reviewer.words.first.click()
        await reviewer.page.wait_for_timeout(10_000)
        figures["longest task in 10 s of play, ms"] = await longest(reviewer)
        figures["apart at most, ms"] = await measure_apart(reviewer)
    return figures


async def longest(reviewer: Reviewer) -> int:
    """Give the longest task since this was asked last, 0 when none took 50 ms."""
    tasks = await reviewer.list_long_tasks()
    await reviewer.page.evaluate("window.longTasks.length = 0")
    return max(tasks, default=0)


async def measure_apart(reviewer: Reviewer) -> float:
    """Give how far the voices that sound are from each other, in milliseconds."""
    times: list[float] = await reviewer.page.evaluate(
        "[...document.querySelectorAll('audio')].filter((a) => !a.paused).map((a) => a.currentTime)"
    )
    return (max(times) - min(times)) * 1000 if times else 0.0


async def main() -> None:
    """Measure a visit in each language."""
    for lang in ("zh", "en"):
        await measure(lang)


if __name__ == "__main__":
    asyncio.run(main())
