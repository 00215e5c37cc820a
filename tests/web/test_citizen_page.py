"""The citizen's page in real Chromium: every refusal leads to words that say what to do."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from tests.web.pages_browser import SampleSite, open_browser, open_site

pytestmark = [pytest.mark.browser]

ENDS = {
    "unknown_invitation_error": "unknown",
    "invitation_expired_error": "expired",
    "invitation_too_early_error": "early",
    "invitation_revoked_error": "revoked",
    "tries_exhausted_error": "locked",
}


@pytest.fixture
async def site() -> AsyncIterator[SampleSite]:
    async with open_site() as site:
        yield site


@pytest.fixture
async def page(site: SampleSite) -> AsyncIterator[Page]:
    async with open_browser() as browser:
        page = await browser.new_page(viewport={"width": 360, "height": 740}, locale="en-GB")
        await page.goto(f"{site.url}visit#secret")
        yield page


async def enter(page: Page, code: str) -> None:
    """The sample server refuses for the reason that the code names."""
    await page.locator("#code").evaluate("(input) => input.removeAttribute('maxlength')")
    await page.get_by_test_id("code").fill(code)
    await page.get_by_test_id("recording-no").click()
    await page.get_by_test_id("transcript-no").click()
    await page.get_by_test_id("enter").click()


@pytest.mark.parametrize(("code", "problem"), ENDS.items())
async def test_a_closed_invitation_says_why(page: Page, code: str, problem: str) -> None:
    await enter(page, code)
    await expect(page.locator("[data-problem]:visible")).to_have_attribute("data-problem", problem)
    await expect(page.locator("[data-problem]:visible h1")).to_be_focused()


async def test_a_wrong_code_says_how_many_tries_are_left(page: Page) -> None:
    await enter(page, "wrong_code_error")
    await expect(page.locator("#code-error")).to_contain_text("Tries left: 3")
    await expect(page.get_by_test_id("code")).to_be_focused()


async def test_neither_choice_is_made_beforehand_and_both_must_be(page: Page) -> None:
    assert await page.locator("[type=radio]:checked").count() == 0
    await page.get_by_test_id("code").fill("123456")
    await page.get_by_test_id("recording-no").click()
    await page.get_by_test_id("enter").click()
    await expect(page.locator("#choice-error")).to_be_visible()


async def test_the_language_can_be_changed_without_losing_the_invitation(page: Page) -> None:
    await page.get_by_role("button", name="中文").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("邀请您参加视频接访")


async def test_without_a_link_one_can_be_pasted(page: Page, site: SampleSite) -> None:
    await page.evaluate("sessionStorage.clear()")
    await page.goto("about:blank")
    await page.goto(f"{site.url}visit")
    await page.locator("#link").fill("https://visit.example/visit")
    await page.get_by_role("button", name="Continue").click()
    await expect(page.locator("#link-error")).to_be_visible()
    await page.locator("#link").fill("https://visit.example/visit#secret")
    await page.get_by_role("button", name="Continue").click()
    await expect(page.get_by_test_id("code")).to_be_visible()
