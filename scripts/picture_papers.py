"""The way of a matter on paper: application, inbox, ticket, review, minutes, signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.office_way import (
    ANSWERS,
    PHONE_NUMBER,
    find_message,
    go_on,
    open_case,
    read_poster,
    sign_in,
)

if TYPE_CHECKING:
    from playwright.async_api import Page

    from scripts.picture_walk import Album
    from tests.browser.people import Person
    from tests.running_demo import RunningDemo


async def picture_application(album: Album, page: Page, link: str, demo: RunningDemo) -> str:
    """Every question of an application, its receipt, and how it is tracked."""
    lang = "zh" if album.is_chinese else "en"
    await page.goto(link)
    await album.take(page, "apply-start")
    await page.get_by_test_id("apply").click()
    for question, words in ANSWERS.items():
        await page.locator(f"main [name={question}]").fill(words[lang])
        await album.take(page, f"apply-{question}")
        await go_on(page)
    await page.locator("main [name=phone]").fill(PHONE_NUMBER)
    await go_on(page)
    await album.take(page, "apply-code")
    await page.locator("main [name=code]").fill(await find_message(demo, r"\b(\d{6})\b"))
    await go_on(page)
    await album.take(page, "apply-files")
    await page.locator("main a[href='/apply/times']").last.click()
    await album.take(page, "apply-times")
    await go_on(page)
    await album.take(page, "apply-check")
    await page.get_by_test_id("apply").click()
    number = await page.get_by_test_id("application-number").inner_text()
    await album.take(page, "apply-done")
    await page.goto(f"{demo.base_url}/track")
    await album.take(page, "track")
    return number


async def picture_desk(album: Album, page: Page, number: str, demo: RunningDemo) -> None:
    """The inbox, one application, the times offered, duty hours."""
    await sign_in(page, f"{demo.base_url}/staff/applications", demo.office[0])
    await album.take(page, "inbox")
    await page.goto(f"{demo.base_url}/staff/applications/{number}")
    await album.take(page, "application")
    await open_case(page, demo, number, ("housing", "fire", "subdistrict"))
    await page.get_by_test_id("convene").click()
    await album.take(page, "convene-times")
    await page.get_by_test_id("slot").nth(3).check()
    await page.get_by_test_id("book").click()
    await page.wait_for_url("**/invitation")
    await page.goto(f"{demo.base_url}/staff/roster")
    await album.take(page, "roster")


async def picture_ticket(album: Album, page: Page, demo: RunningDemo) -> None:
    """The ticket of the message, and choosing another time."""
    await page.goto(await find_message(demo, r"(http\S+/ticket#\S+)"))
    await album.take(page, "ticket-code")
    code = await find_message(demo, r"(?:验证码：|visit: )(\d{6})")
    await page.get_by_test_id("ticket-code").fill(code)
    await page.get_by_test_id("ticket-open").click()
    await album.take(page, "ticket")


async def picture_way_to_a_visit(
    album: Album, citizen: Person, clerk: Person, demo: RunningDemo
) -> None:
    """From the poster to the ticket; both browsers forget who they were afterwards."""
    link = await read_poster(clerk.page, demo)
    await album.take(clerk.page, "poster")
    number = await picture_application(album, citizen.page, link, demo)
    await picture_desk(album, clerk.page, number, demo)
    await picture_ticket(album, citizen.page, demo)
    for person in (citizen, clerk):
        await person.page.context.clear_cookies()


async def picture_record(album: Album, citizen: Person, officer: Person, visit: str) -> None:
    """The review, the minutes, and the page on which the citizen signs."""
    page = officer.page
    await page.goto(f"{visit}/review")
    await page.get_by_test_id("utterance").first.wait_for()
    await page.wait_for_timeout(3000)
    await album.take(page, "review", whole=False)
    await page.goto(f"{visit}/minutes")
    await album.take(page, "minutes-none")
    await page.get_by_test_id("minutes-generate").click()
    await page.get_by_test_id("minutes-save").wait_for()
    await album.take(page, "minutes")
    await page.get_by_test_id("minutes-present").click()
    await page.wait_for_load_state()
    base_url = visit.partition("/staff/")[0]
    await citizen.page.goto(f"{base_url}/sign")
    await album.take(citizen.page, "sign")
