"""axe-core finds nothing on any page and state: phone and desktop, both themes, both languages."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from tests.web.pages_browser import open_browser, open_site
from tests.web.sample_pages import PAGES

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Every pair of language, theme and size occurs once.
WAYS = [
    ("zh-CN", "light", 360, 740),
    ("en-GB", "dark", 360, 740),
    ("zh-CN", "dark", 1440, 900),
    ("en-GB", "light", 1440, 900),
]
SECTIONS = ["link", "invitation", "devices", "waiting", "ended", "room"]
PROBLEMS = [
    *("unknown", "expired", "early", "revoked", "locked", "replaced", "unreachable", "failed"),
]
SHOW = """([section, problem]) => {
  for (const one of document.querySelectorAll('[data-section]'))
    one.hidden = one.dataset.section !== section
  for (const one of document.querySelectorAll('[data-problem]'))
    one.hidden = one.dataset.problem !== problem
  document.body.dataset.view = section
}"""
RUN_AXE = """async (rules) => {
  const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ['violations'] })
  return violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 120))])
}"""

pytestmark = [pytest.mark.browser]


@pytest.fixture
async def site() -> AsyncIterator[str]:
    async with open_site() as site:
        yield site.url


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as browser:
        yield browser


async def find_faults(page: Page) -> list[Any]:
    """Run axe-core on what the page shows now."""
    if not await page.evaluate("'axe' in window"):
        await page.add_script_tag(path=AXE)
    faults: list[Any] = await page.evaluate(RUN_AXE, RULES)
    return faults


async def open_page(browser: Browser, way: tuple[str, str, int, int]) -> Page:
    locale, scheme, width, height = way
    return await browser.new_page(
        locale=locale,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
    )


def tell(faults: dict[str, list[Any]]) -> str:
    return json.dumps({name: found for name, found in faults.items() if found}, indent=1)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: "-".join(map(str, way)))
async def test_axe_finds_nothing_on_any_page(
    browser: Browser, site: str, way: tuple[str, str, int, int]
) -> None:
    page = await open_page(browser, way)
    faults = {}
    for name in PAGES:
        await page.goto(site + name)
        if name == "console":
            await page.get_by_test_id("field-suggestion").first.wait_for()
        if name.startswith("review"):
            await show_review(page, name)
        faults[name] = await find_faults(page)
        assert await fits(page), f"{name} is wider than the screen"
    assert not any(faults.values()), tell(faults)


async def show_review(page: Page, name: str) -> None:
    """Wait for the words; where there are some, open the editor over a corrected one."""
    if name == "review-empty":
        await page.locator("[data-empty]").wait_for()
    else:
        await page.locator("[data-correction]").dblclick()
        await page.get_by_test_id("word-editor").wait_for()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: "-".join(map(str, way)))
async def test_axe_finds_nothing_in_any_state_of_a_visit(
    browser: Browser, site: str, way: tuple[str, str, int, int]
) -> None:
    page = await open_page(browser, way)
    await page.goto(f"{site}visit")
    await page.locator("[data-section=link]").wait_for()
    faults = {}
    for section, problem in [(one, "") for one in SECTIONS] + [
        ("problem", one) for one in PROBLEMS
    ]:
        await page.evaluate(SHOW, [section, problem])
        faults[f"{section} {problem}"] = await find_faults(page)
        assert await fits(page), f"{section} {problem} is wider than the screen"
    assert not any(faults.values()), tell(faults)


async def fits(page: Page) -> bool:
    """Tell whether nothing needs scrolling to the side."""
    return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize(
    "name",
    [
        "home",
        "visit",
        "sign-in",
        "today",
        "case",
        "review",
        "apply-check",
        "apply-done",
        "apply-times",
    ],
)
async def test_text_of_twice_the_size_fits_a_narrow_screen(
    browser: Browser, site: str, name: str
) -> None:
    page = await open_page(browser, ("zh-CN", "light", 320, 640))
    await page.goto(site + name)
    await page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert await fits(page)
