"""The way of a petition through the pages of an office, up to the visit."""

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.async_api import Page, expect

from tests.browser.people import Person
from tests.running_demo import RunningDemo

ANSWERS = {
    "story": {"zh": "楼道里有人给电动车充电，很危险。", "en": "Scooters charge in the stairway."},
    "demand": {"zh": "要求清理楼道，装充电棚。", "en": "Clear the stairway and build a shelter."},
    "place": {"zh": "东湖街道翠园小区六栋", "en": "6 Green Court, Donghu"},
    "name": {"zh": "李秀兰", "en": "Susan Lee"},
}
PHONE_NUMBER = "13912345678"
OFFICE_ZONE = ZoneInfo("Asia/Shanghai")


async def sign_in(page: Page, address: str, desk: dict[str, str]) -> None:
    """Open a staff page; the first time in a browser it asks for name and password."""
    await page.goto(address)
    if "/sign-in" in page.url:
        await page.get_by_test_id("login-name").fill(desk["login"])
        await page.get_by_test_id("login-password").fill(desk["password"])
        await page.get_by_test_id("login-submit").click()
        await page.wait_for_url(lambda url: "/sign-in" not in url)
    if page.url != address:
        await page.goto(address)


async def read_poster(page: Page, demo: RunningDemo) -> str:
    """Return the link in the QR code of the office's poster."""
    await sign_in(page, f"{demo.base_url}/poster", demo.office[0])
    link = await page.get_by_test_id("poster-code").get_attribute("data-link")
    assert link
    return link


async def apply(page: Page, demo: RunningDemo, link: str, lang: str) -> str:
    """Answer one question per page on the phone; return the application's number."""
    await page.goto(link)
    await page.get_by_test_id("apply").click()
    for question, words in ANSWERS.items():
        await page.wait_for_url(f"**/apply/{question}")
        await page.locator(f"main [name={question}]").fill(words[lang])
        await go_on(page)
    await page.locator("main [name=phone]").fill(PHONE_NUMBER)
    await go_on(page)
    await page.locator("main [name=code]").fill(await find_message(demo, r"\b(\d{6})\b"))
    await go_on(page)
    await page.reload()  # the draft survives
    await page.locator("main a[href='/apply/times']").last.click()
    await go_on(page)
    await page.get_by_test_id("apply").click()
    return await page.get_by_test_id("application-number").inner_text()


async def go_on(page: Page) -> None:
    """Press the first button of the question; the next page is another address."""
    before = page.url
    await page.locator("main form button[type=submit]").first.click()
    await page.wait_for_url(lambda url: url != before)


async def find_message(demo: RunningDemo, pattern: str) -> str:
    """Wait for a message of the demo's console and return what the pattern's group holds."""
    async with asyncio.timeout(20):
        while True:
            if found := re.findall(pattern, demo.log.read_text()):
                return str(found[-1])
            await asyncio.sleep(0.2)


async def open_case(page: Page, demo: RunningDemo, number: str, departments: Sequence[str]) -> None:
    """Let the office turn an application into a case; the first department leads."""
    await sign_in(page, f"{demo.base_url}/staff/applications/{number}", demo.office[0])
    await page.locator("#lead").select_option(departments[0])
    for department in departments[1:]:
        await page.locator(f"input[name=departments][value={department}]").check()
    await page.get_by_test_id("open-case").click()
    await page.wait_for_url("**/staff/visits/new?**")


async def convene_now(page: Page) -> str:
    """See the joint times offered, then convene for the next five minutes; return the address."""
    await page.get_by_test_id("convene").click()
    slots = page.get_by_test_id("slot")
    assert await slots.count() >= 3
    starts = [await slot.get_attribute("data-start") for slot in await slots.all()]
    assert starts == sorted(starts, key=str)
    soon = datetime.now(OFFICE_ZONE) + timedelta(minutes=5)
    soon -= timedelta(minutes=soon.minute % 5)
    await page.locator("input[name=slot][value='']").check()
    await page.locator("input[name=date]").fill(f"{soon:%Y-%m-%d}")
    await page.locator("input[name=time]").fill(f"{soon:%H:%M}")
    await page.get_by_test_id("book").click()
    await page.wait_for_url("**/invitation")
    return page.url.removesuffix("/invitation")


async def enter_by_ticket(person: Person, demo: RunningDemo) -> None:
    """Open the ticket of the message on the phone, say yes to both, and wait."""
    page = person.page
    await page.goto(await find_message(demo, r"(http\S+/ticket#\S+)"))
    code = await find_message(demo, r"(?:验证码：|visit: )(\d{6})")
    await page.get_by_test_id("ticket-code").fill(code)
    await page.get_by_test_id("ticket-open").click()
    await page.get_by_test_id("ticket-join").click()
    await page.get_by_test_id("recording-yes").click()
    await page.get_by_test_id("transcript-yes").click()
    await page.get_by_test_id("enter").click()
    await page.get_by_test_id("device-ready").click()
    await expect(page.get_by_test_id("queue-position")).to_be_visible()
