"""Reviewers in real Chromium, on a house where a long visit is over."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from playwright.async_api import Browser, BrowserContext, Locator, Page

from tests.big_sound import add_recordings
from tests.big_visit import BigVisit, add_big_visit
from visits.models import Visit
from web.keys import ARCHIVE

from .house import House

# The longest pause of the page between two tasks, in milliseconds, since it was opened.
_WATCH = """
window.longTasks = []
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) window.longTasks.push(Math.round(duration))
}).observe({ type: 'longtask', buffered: true })
"""
_COUNT = "() => document.querySelectorAll('*').length"
# From the top to the end, a screen at a time; gives the most nodes that there were at once.
_SCROLL_THROUGH = """async (screens) => {
  const scroller = document.querySelector('[data-scroller]')
  let most = 0
  for (let screen = 0; screen <= screens; screen += 1) {
    scroller.scrollTop = screen / screens * (scroller.scrollHeight - scroller.clientHeight)
    await new Promise(requestAnimationFrame)
    most = Math.max(most, document.querySelectorAll('*').length)
  }
  return most
}"""


@dataclass(slots=True)
class Reviewer:
    """A member of staff with the review open."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    @property
    def words(self) -> Locator:
        return self.page.get_by_test_id("word")

    def said(self, utterance_id: object) -> Locator:
        """Find the row of an utterance."""
        return self.page.locator(f'[data-utterance="{utterance_id}"]')

    def word(self, utterance_id: object, place: int) -> Locator:
        return self.said(utterance_id).locator(f'[data-word="{place}"]')

    async def count_nodes(self) -> int:
        return int(await self.page.evaluate(_COUNT))

    async def scroll_through(self, screens: int) -> int:
        """Scroll to the end and give the most nodes there were."""
        return int(await self.page.evaluate(_SCROLL_THROUGH, screens))

    async def list_long_tasks(self) -> list[int]:
        """List tasks of more than 50 ms, in milliseconds."""
        found: list[int] = await self.page.evaluate("window.longTasks")
        return found


@asynccontextmanager
async def open_reviewer(
    browser: Browser, house: House, login: str, *, locale: str = "en-GB"
) -> AsyncIterator[Reviewer]:
    """Sign somebody in and open the review, with its whole transcript loaded."""
    context = await browser.new_context(
        locale=locale, viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
    )
    try:
        reviewer = await _enter(context, house, login)
        await reviewer.page.locator('[data-rows][aria-busy="false"]').wait_for()
        yield reviewer
    finally:
        await context.close()


async def _enter(context: BrowserContext, house: House, login: str) -> Reviewer:
    await context.add_init_script(_WATCH)
    reviewer = Reviewer(await context.new_page())
    page = reviewer.page
    page.on("pageerror", lambda error: reviewer.complaints.append(str(error)))
    page.on("console", lambda line: _note(reviewer, line.type, line.text))
    await page.goto(str(house.server.make_url("/staff/sign-in")))
    await page.get_by_test_id("login-name").fill(login)
    await page.get_by_test_id("login-password").fill(house.person(login).password)
    await page.get_by_test_id("login-submit").click()
    await page.wait_for_url("**/staff")
    await page.goto(str(house.server.make_url(f"{house.console}/review")))
    return reviewer


def _note(reviewer: Reviewer, kind: str, text: str) -> None:
    """Keep errors of the page; a refusal that a test provokes is none."""
    if kind == "error" and "409" not in text:
        reviewer.complaints.append(text)


async def add_talk(house: House, *, hours: float, people: int, sound: bool) -> BigVisit:
    """Let the house's visit be over, after a long talk."""
    now = house.clock()
    async with house.sessions.begin() as session:
        visit = await session.get_one(Visit, house.visit.visit_id)
        big = await add_big_visit(session, visit, now=now, hours=hours, people=people)
        if sound:
            await add_recordings(session, visit, big, house.app[ARCHIVE], now=now)
    return big
