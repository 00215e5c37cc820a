"""The console in real Chromium: keys, suggestions and captions, with canned answers behind it."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page, WebSocketRoute, expect

from tests.web.pages_browser import SampleSite, open_browser, open_site
from tests.web.sample_states import say, suggest

pytestmark = [pytest.mark.browser]

PHONE_ROW = '[data-row="phone"]'
PHONE_VALUE = '[data-testid="case-field"][data-field="phone"]'
PHONE_SUGGESTION = '[data-testid="field-suggestion"][data-field="phone"]'
ROWS = "() => [...document.querySelectorAll('[data-row]')].map((row) => row.offsetTop)"


@pytest.fixture
async def site() -> AsyncIterator[SampleSite]:
    async with open_site() as site:
        yield site


@pytest.fixture
async def console(site: SampleSite) -> AsyncIterator[Page]:
    async with open_browser() as browser:
        page = await browser.new_page(
            viewport={"width": 1440, "height": 900}, locale="en-GB", reduced_motion="reduce"
        )
        await page.goto(site.url + "console")
        await page.locator(PHONE_SUGGESTION).wait_for()
        yield page


async def test_enter_accepts_the_chosen_suggestion(console: Page, site: SampleSite) -> None:
    await console.locator(PHONE_ROW).focus()
    await console.keyboard.press("Enter")
    await expect(console.locator(PHONE_VALUE)).to_have_text("13912345678")
    await expect(console.locator(PHONE_SUGGESTION)).to_have_count(0)
    assert site.decisions == [("accept", "13912345678")]
    chosen = console.locator("[data-row][data-selected]")
    await expect(chosen).to_have_attribute("data-row", "amount")


async def test_x_rejects_and_leaves_the_field_empty(console: Page, site: SampleSite) -> None:
    await console.locator(PHONE_ROW).focus()
    await console.keyboard.press("x")
    await expect(console.locator(PHONE_SUGGESTION)).to_have_count(0)
    await expect(console.locator(PHONE_VALUE)).to_have_text("")
    assert site.decisions == [("reject", "13912345678")]


async def test_e_corrects_and_a_wrong_value_stays_to_be_mended(
    console: Page, site: SampleSite
) -> None:
    await console.locator(PHONE_ROW).focus()
    await console.keyboard.press("e")
    editor = console.get_by_test_id("correct-value")
    await expect(editor).to_have_value("13912345678")
    await editor.fill("xxx")
    await console.keyboard.press("Enter")
    await expect(console.get_by_role("alert").first).to_have_text("Please enter digits only.")
    await editor.fill("13900001111")
    await console.keyboard.press("Enter")
    await expect(console.locator(PHONE_VALUE)).to_have_text("13900001111")
    assert site.decisions == [("correct", "13900001111")]


async def test_arrows_walk_the_rows_in_the_order_of_the_form(console: Page) -> None:
    await console.locator(PHONE_ROW).focus()
    await console.keyboard.press("ArrowDown")
    await console.keyboard.press("ArrowDown")
    chosen = console.locator("[data-row][data-selected]")
    await expect(chosen).to_have_attribute("data-row", "address")


async def test_the_keys_are_told_and_rest_while_a_dialog_is_open(
    console: Page, site: SampleSite
) -> None:
    await console.locator(PHONE_ROW).focus()
    await console.keyboard.press("?")
    await expect(console.locator("[data-keys-dialog]")).to_be_visible()
    await console.keyboard.press("x")
    assert site.decisions == []


async def test_a_new_suggestion_moves_no_row(console: Page) -> None:
    before = await console.evaluate(ROWS)
    await give(console, suggest("address", "城西路 12 号", "我 住 在 城西路 十二 号"))
    await expect(console.locator('[data-row="address"] .suggested')).to_be_visible()
    assert await console.evaluate(ROWS) == before


async def test_a_changed_suggestion_says_what_it_was(console: Page) -> None:
    await give(console, suggest("phone", "13812345678", "一 三 八"))
    was = console.locator(f"{PHONE_ROW} .suggested-was")
    await expect(was).to_have_text("was 13912345678")


async def test_scrolling_back_stops_following_until_the_newest_is_asked_for(
    console: Page,
) -> None:
    for number in range(10, 40):
        await caption(console, say(number, "李秀英", "", "漏水 已经 两 年 了"))
    newest = console.locator("[data-newest]")
    await expect(newest).to_be_hidden()
    await console.locator(".caption-list").evaluate("(list) => { list.scrollTop = 0 }")
    await expect(newest).to_be_visible()
    await caption(console, say(40, "李秀英", "", "请 记录"))
    assert await console.locator(".caption-list").evaluate("(list) => list.scrollTop") == 0
    await newest.click()
    await expect(console.get_by_test_id("caption").last).to_be_in_viewport()


async def test_a_name_with_markup_is_shown_as_text(console: Page) -> None:
    await caption(console, say(50, "<b>x</b>", "", "您 好"))
    await expect(console.locator(".caption-name").last).to_have_text("<b>x</b>")
    assert await console.locator(".captions b").count() == 0


async def test_partial_words_are_replaced_by_the_final_ones(console: Page) -> None:
    await caption(console, {**say(60, "李秀英", "", "我 的"), "final": False})
    words = console.get_by_test_id("caption").last
    await expect(words).to_have_attribute("data-final", "false")
    await caption(console, say(60, "李秀英", "", "我 的 电话"))
    await expect(words).to_have_text("我的电话")
    await expect(words).to_have_attribute("data-final", "true")


async def give(page: Page, body: dict[str, Any]) -> None:
    await page.evaluate("(body) => document.querySelector('case-fields').suggest(body)", body)


async def caption(page: Page, body: dict[str, Any]) -> None:
    await page.evaluate("(body) => document.querySelector('visit-captions').show(body, 1)", body)


async def test_a_full_visit_is_said_in_the_language_of_the_page(site: SampleSite) -> None:
    async with open_browser() as browser:
        page = await browser.new_page(locale="zh-CN")
        await page.route("**/socket-ticket", lambda route: route.fulfill(json={"ticket": "one"}))
        await page.route_web_socket("**/socket", refuse_seat)
        await page.goto(site.url + "console")
        await expect(page.locator("[data-over-words]")).to_have_text("这次接访的席位已满。")


def refuse_seat(socket: WebSocketRoute) -> None:
    refusal = {"type": "error", "code": "room_full_error", "message": "It is full.", "fatal": True}
    socket.on_message(lambda _: socket.send(json.dumps(refusal)))
