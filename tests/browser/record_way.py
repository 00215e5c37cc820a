"""The way of a record: reviewed, written down, read back, signed, countersigned, sealed."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from tests.browser.people import Person
from tests.running_demo import NETVISIT


async def review(page: Page, visit: str, words: str) -> None:
    """Hear a word of the record, and jump from a field to its words."""
    await page.goto(f"{visit}/review")
    first = page.get_by_test_id("utterance").first
    await expect(first).to_be_visible()
    word = first.get_by_test_id("word").first
    assert float(await word.get_attribute("data-start") or -1) >= 0
    await word.click()
    shown = "".join(await page.get_by_test_id("utterance").all_inner_texts())
    assert words in shown.replace(" ", "").replace("\n", "")


async def write_minutes(page: Page, visit: str) -> None:
    """Generate the minutes, add a line by hand, and present them to the citizen."""
    await page.goto(f"{visit}/minutes")
    await page.get_by_test_id("minutes-generate").click()
    text = page.get_by_test_id("minutes-text")
    await text.fill(await text.input_value() + "\n以上属实。")
    await page.get_by_test_id("minutes-save").click()
    await page.get_by_test_id("minutes-present").click()
    await expect(state(page, "presented")).to_be_visible()


def state(page: Page, name: str) -> Locator:
    """The badge that shows the minutes in a state."""
    return page.locator(f"[data-testid=minutes-state][data-state={name}]")


async def sign(person: Person, base_url: str) -> None:
    """Read the minutes on the phone and sign them with a drawn stroke."""
    page = person.page
    await page.goto(f"{base_url}/sign")
    await expect(page.get_by_test_id("minutes-text")).to_contain_text("以上属实")
    pad = page.get_by_test_id("sign-pad")
    await pad.scroll_into_view_if_needed()
    box = await pad.bounding_box()
    assert box
    await page.mouse.move(box["x"] + 30, box["y"] + 60)
    await page.mouse.down()
    for step in range(1, 12):
        await page.mouse.move(box["x"] + 30 + 15 * step, box["y"] + 60 + 20 * (step % 2))
    await page.mouse.up()
    await page.get_by_test_id("sign").click()
    await page.wait_for_url("**/sign?**")


async def countersign_and_seal(pages: Sequence[Page], visit: str, folder: Path) -> list[Path]:
    """Let every department sign, seal, and return the PDF and the DOCX."""
    for page in pages:
        await page.goto(f"{visit}/minutes")
        await page.get_by_test_id("countersign").click()
        await page.wait_for_load_state()
    last = pages[-1]
    if await last.get_by_test_id("minutes-seal").count():
        await last.get_by_test_id("minutes-seal").click()
    await expect(state(last, "sealed")).to_be_visible(timeout=60_000)
    return [await download(last, form, folder) for form in ("pdf", "docx")]


async def download(page: Page, form: str, folder: Path) -> Path:
    async with page.expect_download() as loading:
        await page.get_by_test_id(f"minutes-{form}").click()
    target = folder / f"minutes.{form}"
    await (await loading.value).save_as(target)
    return target


def verify(file: Path) -> int:
    """Return the exit code of `netvisit minutes verify`."""
    return subprocess.run([NETVISIT, "minutes", "verify", file], check=False).returncode
