"""A citizen's ticket in a real browser on a phone: by the link, another time, called off."""

from collections.abc import AsyncIterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.web.pages_browser import open_browser

from .house import House
from .test_ticket import convene, find_latest

pytestmark = [pytest.mark.browser]

OFFICE = ZoneInfo("Asia/Shanghai")
PHONE = ViewportSize(width=360, height=740)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as browser:
        yield browser


async def open_by_link(house: House, browser: Browser, *, script: bool = True) -> Page:
    """Follow the link of the message and type the code of the other."""
    link, code = await convene(house)
    context = await browser.new_context(viewport=PHONE, locale="zh-CN", java_script_enabled=script)
    page = await context.new_page()
    await page.goto(link)
    if not script:
        await page.locator("#link").fill(link)
    await page.get_by_test_id("ticket-code").fill(code)
    await page.get_by_test_id("ticket-open").click()
    await expect(page.get_by_test_id("ticket")).to_contain_text("14:30")
    return page


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
async def test_two_taps_move_a_visit_and_two_call_it_off(
    house: House, browser: Browser, script: bool
) -> None:
    page = await open_by_link(house, browser, script=script)
    await page.get_by_test_id("ticket-times").click()
    slot = page.get_by_test_id("slot").nth(2)
    start = datetime.fromisoformat(await slot.get_attribute("data-start") or "")
    await slot.click()
    await page.get_by_test_id("ticket-move").click()
    await expect(page.get_by_test_id("ticket")).to_contain_text(f"{start.astimezone(OFFICE):%H:%M}")
    visit, _, _ = await find_latest(house)
    assert visit.starts_at == start
    await page.get_by_test_id("ticket-give-up").click()
    await page.get_by_test_id("ticket-cancel").click()
    await expect(page.get_by_test_id("ticket-times")).to_have_count(0)
    _, booking, _ = await find_latest(house)
    assert booking.cancelled_at is not None


async def test_the_ticket_joins_the_visit_without_a_second_code(
    house: House, browser: Browser
) -> None:
    page = await open_by_link(house, browser)
    house.clock.pass_by(hours=5)
    await page.reload()
    await page.get_by_test_id("ticket-join").click()
    await expect(page.locator("[data-section=invitation]")).to_be_visible()
    await expect(page.get_by_test_id("code")).to_be_hidden()


async def test_another_link_asks_for_its_own_code(house: House, browser: Browser) -> None:
    page = await open_by_link(house, browser)
    other = page.url.partition("/ticket")[0] + "/ticket#" + "x" * 43
    await page.goto(other)
    await page.reload()
    await expect(page.get_by_test_id("ticket-code")).to_be_visible()
    assert await page.locator("#link").input_value() == other.replace("/ticket#", "/ticket/open#")
