"""The way through every page and state, with a picture at each step."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from tests.browser.people import enter_as_staff

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.browser.people import Person
    from tests.running_demo import RunningDemo

PROBLEMS = ("unknown", "expired", "early", "revoked", "locked", "replaced", "unreachable")
SHOW_PROBLEM = """(problem) => {
  for (const one of document.querySelectorAll('[data-section]'))
    one.hidden = one.dataset.section !== 'problem'
  for (const one of document.querySelectorAll('[data-problem]'))
    one.hidden = one.dataset.problem !== problem
  document.body.dataset.view = 'problem'
  document.querySelector('[data-opens-at]').textContent = '14:00'
}"""
TALK = 20_000


class Album(Protocol):
    """Whatever keeps pictures."""

    @property
    def is_chinese(self) -> bool: ...

    async def take(self, page: Page, name: str, *, whole: bool = True) -> None: ...


async def picture_office(album: Album, officer: Person, demo: RunningDemo) -> None:
    """Start page, sign-in, today, convening, an error."""
    page, desk = officer.page, demo.staff[0]
    await page.goto(demo.base_url)
    await album.take(page, "home")
    await page.goto(f"{demo.base_url}/staff")
    await album.take(page, "sign-in")
    await page.get_by_test_id("login-name").fill(desk["login"])
    await page.get_by_test_id("login-password").fill("wrong")
    await page.get_by_test_id("login-submit").click()
    await album.take(page, "sign-in-failed")
    await page.get_by_test_id("login-password").fill(desk["password"])
    await page.get_by_test_id("login-submit").click()
    await page.get_by_test_id("visit-row").first.wait_for()
    await album.take(page, "today")
    await page.goto(f"{demo.base_url}/nowhere")
    await album.take(page, "error-404")
    await picture_convening(album, page, demo)


async def picture_convening(album: Album, page: Page, demo: RunningDemo) -> None:
    """The form, the form with what is wrong, the invitation."""
    await page.goto(f"{demo.base_url}/staff/visits/new")
    await album.take(page, "convene")
    await page.get_by_test_id("book").click()
    await album.take(page, "convene-refused")
    tomorrow = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=1)
    for name, value in {
        "title": "屋面渗漏维修资金问题",
        "citizen_name": "李秀英",
        "citizen_phone": "13900001234",
        "date": tomorrow.strftime("%Y-%m-%d"),
        "time": "09:30",
    }.items():
        await page.locator(f"#{name}").fill(value)
    await page.locator("[name=departments]").first.check()
    await page.get_by_test_id("book").click()
    await page.get_by_test_id("invitation-code").wait_for()
    await album.take(page, "invitation")


async def picture_visit(
    album: Album, citizen: Person, officers: tuple[Person, Person], demo: RunningDemo
) -> None:
    """A visit from the invitation to the goodbye, from both sides."""
    page, console = citizen.page, officers[0].page
    await console.goto(demo.staff[0]["visit_url"])
    await officers[0].in_room()
    await album.take(console, "console-alone", whole=False)
    await enter_as_staff(officers[1], demo.staff[1])
    await picture_entry(album, page, demo)
    await console.get_by_test_id("waiting").wait_for()
    await album.take(console, "console-waiting", whole=False)
    await console.get_by_test_id("admit").click()
    await citizen.in_room()
    await page.wait_for_timeout(TALK)
    await album.take(page, "room", whole=False)
    await picture_console(album, console)
    await picture_goodbye(album, page, console)


async def picture_entry(album: Album, page: Page, demo: RunningDemo) -> None:
    """What a citizen sees before the visit."""
    await page.goto(f"{demo.base_url}/visit")
    await page.locator("#link").wait_for()
    await album.take(page, "visit-link")
    await page.goto(demo.citizen["link"])
    await page.get_by_test_id("code").wait_for()
    await album.take(page, "visit-invitation")
    await page.get_by_test_id("code").fill("000000")
    await page.get_by_test_id("recording-yes").click()
    await page.get_by_test_id("transcript-yes").click()
    await page.get_by_test_id("enter").click()
    await page.locator("#code-error:visible").wait_for()
    await album.take(page, "visit-wrong-code")
    await page.get_by_test_id("code").fill(demo.citizen["code"])
    await page.get_by_test_id("enter").click()
    await page.get_by_test_id("device-ready").wait_for()
    await page.wait_for_timeout(3000)
    await album.take(page, "visit-devices")
    await page.get_by_test_id("device-ready").click()
    await page.get_by_test_id("queue-position").wait_for()
    await album.take(page, "visit-waiting")


async def picture_console(album: Album, console: Page) -> None:
    """Suggestions, an editor, what was accepted, the other tabs, the dialogs."""
    await console.get_by_test_id("field-suggestion").first.wait_for(timeout=60_000)
    await album.take(console, "console-suggestions", whole=False)
    await console.get_by_test_id("correct").first.click()
    await album.take(console, "console-correct", whole=False)
    await console.locator("[data-cancel]").first.click()
    await console.get_by_test_id("accept").first.click()
    await album.take(console, "console-accepted", whole=False)
    for tab in ("transcript", "people"):
        await console.locator(f"#tab-{tab}").click()
        await album.take(console, f"console-{tab}", whole=False)
    await console.keyboard.press("?")
    await album.take(console, "console-keys", whole=False)
    await console.keyboard.press("Escape")


async def picture_goodbye(album: Album, page: Page, console: Page) -> None:
    """Muted, leaving, coming back, the end on both sides, the case."""
    await page.get_by_test_id("mute").click()
    await page.wait_for_timeout(3000)
    await album.take(page, "room-muted", whole=False)
    await page.get_by_test_id("leave").click()
    await album.take(page, "room-leave", whole=False)
    await page.get_by_test_id("leave-confirm").click()
    await page.locator("[data-come-back]").wait_for()
    await album.take(page, "visit-left")
    await page.locator("[data-come-back]").click()
    await page.get_by_test_id("device-ready").click()
    await console.get_by_test_id("admit").click()
    await page.get_by_test_id("visit-room").wait_for()
    await console.get_by_test_id("end-visit").click()
    await album.take(console, "console-end", whole=False)
    await console.get_by_test_id("end-visit-confirm").click()
    await console.locator("[data-over-dialog]").wait_for()
    await album.take(console, "console-over", whole=False)
    await page.locator("[data-section=ended]").wait_for()
    await album.take(page, "visit-ended")
    await console.locator("[data-over-dialog] a[href*='/staff/cases/']").first.click()
    await console.locator(".case-fields").wait_for()
    await album.take(console, "case")


async def picture_problems(album: Album, citizen: Person, demo: RunningDemo) -> None:
    """What a citizen reads when the way in is closed."""
    page = citizen.page
    await page.goto(f"{demo.base_url}/visit")
    await page.locator("[data-section]:visible").wait_for()
    for problem in PROBLEMS:
        await page.evaluate(SHOW_PROBLEM, problem)
        await album.take(page, f"problem-{problem}")
