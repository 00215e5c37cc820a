"""Somebody applies on a phone in real Chromium, from the poster's link to number and code."""

import re
import struct
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    FilePayload,
    Page,
    expect,
)

from .applicant import PHONE, PNG, Applicant, new_applicant
from .house import House
from .pages_browser import open_browser

pytestmark = [pytest.mark.browser]


@dataclass(frozen=True, slots=True)
class Script:
    """What is answered in one language, and what the last page of all says."""

    locale: str
    story: str
    demand: str
    place: str
    name: str
    state: str


MANDARIN = Script(
    locale="zh-CN",
    story="去年三月起楼顶漏水，一下雨就湿透。",
    demand="请修好屋面。",
    place="幸福小区 3 号楼",
    name="李秀英",
    state="申请已收到，正在阅读",
)
ENGLISH = Script(
    locale="en-GB",
    story="The roof has leaked since March.",
    demand="Mend the roof for good.",
    place="House 3, Xingfu Court",
    name="Lily Evans",
    state="We have your application and are reading it",
)


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with open_browser() as browser:
        yield browser


async def open_phone(chromium: Browser, locale: str, *, script: bool = True) -> BrowserContext:
    return await chromium.new_context(
        viewport={"width": 360, "height": 740}, locale=locale, java_script_enabled=script
    )


async def go_on(page: Page) -> None:
    await page.locator("main form .govuk-button[type=submit]").first.click()


async def answer_in_words(page: Page, script: Script) -> None:
    for field in ("story", "demand", "place", "name"):
        await page.locator(f"#{field}").fill(getattr(script, field))
        await go_on(page)


async def confirm_phone(page: Page, applicant: Applicant) -> None:
    """Give the phone, and read its code where the outbox has it."""
    await page.locator("#phone").fill(PHONE)
    await go_on(page)
    await page.wait_for_url("**/apply/code")
    await page.locator("#code").fill(await applicant.read_code())
    await go_on(page)


@pytest.mark.parametrize("script", [MANDARIN, ENGLISH], ids=["zh", "en"])
async def test_a_phone_goes_from_the_poster_to_number_and_code(
    house: House, chromium: Browser, script: Script
) -> None:
    context = await open_phone(chromium, script.locale)
    page = await context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    await page.goto(str(house.server.make_url("/apply?from=poster")))
    await page.get_by_test_id("apply").click()
    await answer_in_words(page, script)
    await confirm_phone(page, new_applicant(house))
    photo: FilePayload = {"name": "roof.png", "mimeType": "image/png", "buffer": PNG}
    await page.locator("#files").set_input_files([photo])
    await page.locator(".file-form button").click()
    await expect(page.locator(".file-name")).to_contain_text("roof.png")
    await page.locator("a.govuk-button").click()
    await page.locator("input[value=morning]").check()
    await go_on(page)
    await expect(page.locator(".answers")).to_contain_text(script.demand)
    await page.get_by_test_id("apply").click()
    number = (await page.get_by_test_id("application-number").inner_text()).strip()
    code = re.sub(r"\D", "", await page.get_by_test_id("application-code").inner_text())
    await page.goto(str(house.server.make_url("/track")))
    await page.get_by_test_id("track-number").fill(number)
    await page.get_by_test_id("track-code").fill(code)
    await go_on(page)
    await expect(page.get_by_test_id("track-state")).to_have_text(script.state)
    assert problems == []


async def test_what_is_half_typed_survives_a_reload_and_a_new_start(
    house: House, chromium: Browser
) -> None:
    context = await open_phone(chromium, "zh-CN")
    page = await context.new_page()
    await page.goto(str(house.server.make_url("/apply")))
    await page.get_by_test_id("apply").click()
    async with page.expect_response("**/apply/story?keep=1"):
        await page.locator("#story").fill("楼顶")
    await page.reload()
    await expect(page.locator("#story")).to_have_value("楼顶")
    await page.locator("#story").fill("楼顶漏水")
    await page.close()  # the last words go out with the page
    kept = await context.storage_state()
    await context.close()
    again = await chromium.new_context(storage_state=kept)
    page = await again.new_page()
    await page.goto(str(house.server.make_url("/apply/story")))
    await expect(page.locator("#story")).to_have_value(re.compile("^楼顶"))


async def test_back_always_works_and_a_change_returns_to_the_summary(
    house: House, chromium: Browser
) -> None:
    context = await open_phone(chromium, "zh-CN", script=False)
    page = await context.new_page()
    await page.goto(str(house.server.make_url("/apply")))
    await page.get_by_test_id("apply").click()
    await answer_in_words(page, MANDARIN)
    await page.go_back()
    await expect(page.locator("#name")).to_have_value(MANDARIN.name)
    await page.locator(".govuk-back-link").click()
    await expect(page.locator("#place")).to_have_value(MANDARIN.place)
    await page.goto(str(house.server.make_url("/apply/check")))
    await page.locator("a[href='/apply/demand?change=1']").click()
    await page.locator("#demand").fill("换一个诉求")
    await go_on(page)
    await expect(page).to_have_url(re.compile("/apply/check$"))
    await expect(page.locator(".answers")).to_contain_text("换一个诉求")


async def test_the_office_reads_it_opens_a_case_and_finds_the_form_filled(
    house: House, chromium: Browser
) -> None:
    applicant = new_applicant(house)
    await applicant.begin()
    await applicant.tell()
    await applicant.confirm()
    await applicant.add_file(draw_photo(), "屋顶.png")
    number, _ = await applicant.finish()
    desk = await chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page = await desk.new_page()
    await sign_in(page, house, "sunhui")
    await page.get_by_test_id("new-applications").locator("a").first.click()
    await page.locator(f"[data-number='{number}'] a").click()
    photo = page.get_by_test_id("attachment").locator("img")
    await expect(photo).to_have_js_property("naturalWidth", 2)
    await page.locator("#lead").select_option("housing")
    for code in ("fire", "subdistrict"):
        await page.locator(f"input[name=departments][value={code}]").check()
    await page.get_by_test_id("open-case").click()
    await expect(page.locator("#case")).to_have_value(number)
    await expect(page.locator("#lead")).to_have_value("housing")
    await expect(page.locator("input[name=departments]:checked")).to_have_count(3)


async def sign_in(page: Page, house: House, login: str) -> None:
    await page.goto(str(house.server.make_url("/staff/sign-in")))
    await page.get_by_test_id("login-name").fill(login)
    await page.get_by_test_id("login-password").fill(house.person(login).password)
    await page.get_by_test_id("login-submit").click()


def draw_photo() -> bytes:
    """Make a real picture of two by two points (PNG, RFC 2083)."""
    rows = zlib.compress(b"\0\xff\0\0\0\xff\0" + b"\0\0\0\xff\xff\xff\xff")
    header = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
