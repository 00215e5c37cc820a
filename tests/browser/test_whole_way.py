"""From the QR code of a poster to sealed minutes, with three departments."""

from functools import partial
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.cast import ENGLISH, MANDARIN, Cast, Script, gather_cast, with_third_officer
from tests.browser.office_way import (
    apply,
    convene_now,
    enter_by_ticket,
    open_case,
    read_poster,
    sign_in,
)
from tests.browser.record_way import countersign_and_seal, review, sign, verify, write_minutes
from tests.browser.watching import eventually, own_id, reads

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

DEPARTMENTS = ("housing", "fire", "subdistrict")
SCRIPTS = [
    with_third_officer(MANDARIN, "我们会尽快转交街道办办理"),
    with_third_officer(ENGLISH, "please keep your phone on"),
]


@pytest.mark.parametrize("script", SCRIPTS, ids=["mandarin", "english"])
async def test_a_petition_goes_from_the_poster_to_sealed_minutes(
    script: Script, tmp_path: Path
) -> None:
    async with gather_cast(script, tmp_path) as cast:
        await _free_the_departments(cast)
        clerk = cast.officers[0].page
        number = await apply(
            cast.citizen.page, cast.demo, await read_poster(clerk, cast.demo), script.lang
        )
        await open_case(clerk, cast.demo, number, DEPARTMENTS)
        visit = await convene_now(clerk)
        await clerk.context.clear_cookies()
        await _receive(cast, visit, script)
        await _write_down(cast, visit, script, tmp_path)


async def _free_the_departments(cast: Cast) -> None:
    """End the visit that the demo starts with: the same departments sit on it."""
    desk = cast.demo.staff[0]
    page = cast.officers[0].page
    await sign_in(page, desk["visit_url"], desk)
    await page.get_by_test_id("end-visit").click()
    await page.get_by_test_id("end-visit-confirm").click()
    await expect(page.locator('[data-testid=visit-room][data-state="ended"]')).to_be_visible()
    await page.context.clear_cookies()


async def _receive(cast: Cast, visit: str, script: Script) -> None:
    for officer, desk in zip(cast.officers, cast.demo.staff, strict=True):
        await sign_in(officer.page, visit, desk)
        await officer.in_room()
    await enter_by_ticket(cast.citizen, cast.demo)
    host = cast.officers[0].page
    await host.get_by_test_id("admit").first.click()
    await cast.citizen.in_room()
    citizen = await own_id(cast.citizen)
    await eventually(partial(reads, cast.officers[2], citizen, script.lines[0].words), seconds=40)
    suggestion = host.locator(f"[data-testid=field-suggestion][data-field={script.field}]")
    await suggestion.get_by_test_id("accept").click(timeout=90_000)
    await host.get_by_test_id("end-visit").click()
    await host.get_by_test_id("end-visit-confirm").click()
    await expect(cast.citizen.page.get_by_test_id("goodbye")).to_be_visible()


async def _write_down(cast: Cast, visit: str, script: Script, folder: Path) -> None:
    desks = [officer.page for officer in cast.officers]
    said = script.lines[1].words.replace(" ", "")
    await review(desks[0], visit, said)
    await write_minutes(desks[0], visit)
    await sign(cast.citizen, cast.demo.base_url)
    papers = await countersign_and_seal(desks, visit, folder)
    for paper in papers:
        assert verify(paper) == 0
        paper.write_bytes(_with_a_changed_byte(paper.read_bytes()))
        assert verify(paper) == 1


def _with_a_changed_byte(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
