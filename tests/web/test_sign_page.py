"""A citizen signs on a phone in Chromium: by hand in Chinese, by code in English; then a seal."""

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.people import DESKTOP, PHONE
from web.database import open_database
from web.demo import furnish
from web.i18n import Language
from web.settings import load_settings

from .conftest import open_house
from .house import House
from .pages_browser import open_browser
from .short_visit import hold_short_visit, read_message

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

LOCALES: dict[Language, str] = {"zh": "zh-CN", "en": "en-GB"}
SPOKEN = {"zh": "有人给电动车充电", "en": "people charge scooters in the stairwell"}


@asynccontextmanager
async def furnish_house(
    migrated_file: Path, folder: Path, lang: Language, opening: datetime
) -> AsyncIterator[House]:
    shutil.copy(migrated_file, folder / "netvisit.db")
    async with open_database(f"sqlite+aiosqlite:///{folder / 'netvisit.db'}") as database:
        visit = await furnish(database.sessions, lang, opening)
    settings = load_settings(data_dir=folder, media_host="127.0.0.1", media_port=0)
    async with open_house(settings, visit, opening) as house:
        yield house


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_citizen_and_panel_sign_and_the_minutes_are_sealed(
    migrated_file: Path, tmp_path: Path, opening: datetime, lang: Language
) -> None:
    async with (
        furnish_house(migrated_file, tmp_path, lang, opening) as house,
        open_browser() as browser,
    ):
        await hold_short_visit(house, lang)
        locale, base = LOCALES[lang], str(house.server.make_url("")).rstrip("/")
        desk = await browser.new_page(locale=locale, viewport=DESKTOP, base_url=base)
        await sign_in(house, desk, "wangmin")
        await desk.get_by_test_id("minutes-generate").click()
        await expect(desk.get_by_test_id("minutes-text")).to_have_value(re.compile(SPOKEN[lang]))
        await desk.get_by_test_id("minutes-present").click()
        phone = await browser.new_page(locale=locale, viewport=PHONE, base_url=base, has_touch=True)
        await open_minutes(house, phone)
        await expect(phone.get_by_test_id("minutes-text")).to_contain_text(SPOKEN[lang])
        await (sign_by_hand(phone) if lang == "zh" else sign_by_code(house, phone))
        await expect(phone.get_by_test_id("sign-page")).to_have_attribute("data-status", "waiting")
        for login in ("wangmin", "liqiang", "zhaojie"):
            page = await browser.new_page(locale=locale, viewport=DESKTOP, base_url=base)
            await sign_in(house, page, login)
            await page.get_by_test_id("countersign").click(timeout=60_000)
            await page.wait_for_load_state()
        await expect(page.get_by_test_id("minutes-state")).to_have_attribute(
            "data-state", "sealed", timeout=60_000
        )
        await phone.reload()
        await expect(phone.get_by_test_id("sign-pdf")).to_be_visible()
        method = "stroke" if lang == "zh" else "code"
        await expect(phone.get_by_test_id("signature").first).to_have_attribute(
            "data-method", method
        )


async def sign_in(house: House, page: Page, login: str) -> None:
    context = page.context
    await context.clear_cookies()
    await page.goto(f"{house.console}/minutes")
    await page.get_by_test_id("login-name").fill(login)
    await page.get_by_test_id("login-password").fill(house.person(login).password)
    await page.get_by_test_id("login-submit").click()
    await page.goto(f"{house.console}/minutes")


async def open_minutes(house: House, phone: Page) -> None:
    """Come by the message's link; the code of the second message opens the text."""
    link = re.search(r"http\S+/sign#\S+", await read_message(house, "minutes_presented"))
    assert link is not None
    await phone.goto(link[0])
    await phone.get_by_test_id("sign-entry-send").click()
    await phone.get_by_test_id("sign-entry-code").fill(await read_code(house))
    await phone.get_by_test_id("sign-open").click()


async def sign_by_hand(phone: Page) -> None:
    """Write, take the last line back, write again, and sign."""
    pad = phone.get_by_test_id("sign-pad")
    await pad.scroll_into_view_if_needed()
    box = await pad.bounding_box()
    assert box is not None
    assert box["width"] <= PHONE["width"]
    for across in (0.2, 0.5):
        await phone.mouse.move(box["x"] + box["width"] * across, box["y"] + 20)
        await phone.mouse.down()
        for step in range(1, 9):
            x = box["x"] + box["width"] * across + step * 9
            await phone.mouse.move(x, box["y"] + 20 + 40 * (step % 2))
        await phone.mouse.up()
    stroke = phone.locator("[name=stroke]")
    drawn = await stroke.input_value()
    await phone.get_by_test_id("sign-undo").click()
    kept = await stroke.input_value()
    assert (drawn.count("M"), kept.count("M")) == (2, 1)
    assert drawn.startswith(kept)
    await phone.get_by_test_id("sign").click()


async def sign_by_code(house: House, phone: Page) -> None:
    house.clock.pass_by(minutes=2)
    await phone.get_by_test_id("sign-with-code").click()
    await phone.get_by_test_id("sign-code-send").click()
    await phone.get_by_test_id("sign-code").fill(await read_code(house))
    await phone.get_by_test_id("sign").click()


async def read_code(house: House) -> str:
    code = re.search(r"\d{6}", await read_message(house, "minutes_code"))
    assert code is not None
    return code[0]
