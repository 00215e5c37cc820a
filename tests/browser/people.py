"""People in real Chromium: one browser process each, with a microphone of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page, Playwright, ViewportSize, expect

# Four browsers share two cores: what a person sees at once may take seconds here.
expect.set_options(timeout=30_000)

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
CONNECTED = '[data-testid="visit-room"][data-state="connected"]'


@dataclass(slots=True)
class Person:
    """A page of somebody who takes part, and what it complained about."""

    page: Page
    complaints: list[str]

    def by_id(self, test_id: str) -> str:
        """The selector of a `data-testid`."""
        return f'[data-testid="{test_id}"]'

    async def in_room(self) -> None:
        """Wait until the visit room is connected."""
        await self.page.wait_for_selector(CONNECTED, timeout=30_000)


@asynccontextmanager
async def open_person(
    playwright: Playwright, *, voice: Path | None, size: ViewportSize, locale: str
) -> AsyncIterator[Person]:
    """Give somebody a browser whose microphone plays the file `voice` (absolute) for ever."""
    browser = await _launch(playwright, voice)
    context = await browser.new_context(
        viewport=size, locale=locale, permissions=["camera", "microphone"]
    )
    person = Person(await context.new_page(), [])
    person.page.on("pageerror", lambda error: person.complaints.append(str(error)))
    person.page.on("console", lambda line: _note(person, line.type, line.text))
    try:
        yield person
    finally:
        await browser.close()


async def _launch(playwright: Playwright, voice: Path | None) -> Browser:
    sound = [f"--use-file-for-fake-audio-capture={voice}"] if voice else []
    return await playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *sound])


def _note(person: Person, kind: str, text: str) -> None:
    if kind == "error" and "favicon" not in text:
        person.complaints.append(text)


async def enter_as_citizen(
    person: Person, link: str, code: str, *, transcript: bool, recording: bool = False
) -> None:
    """Walk from the invitation to the waiting room."""
    page = person.page
    await page.goto(link)
    await page.get_by_test_id("code").fill(code)
    await page.get_by_test_id("recording-yes" if recording else "recording-no").click()
    await page.get_by_test_id("transcript-yes" if transcript else "transcript-no").click()
    await page.get_by_test_id("enter").click()
    await page.get_by_test_id("device-ready").click()
    await expect(page.get_by_test_id("queue-position")).to_be_visible()


async def enter_as_staff(person: Person, desk: dict[str, str]) -> None:
    """Sign in and open the console of the visit."""
    page = person.page
    await page.goto(desk["visit_url"])
    await page.get_by_test_id("login-name").fill(desk["login"])
    await page.get_by_test_id("login-password").fill(desk["password"])
    await page.get_by_test_id("login-submit").click()
    if page.url != desk["visit_url"]:
        await page.goto(desk["visit_url"])
    await person.in_room()
