"""Whole visits: a citizen's phone and two departments, each with a voice of its own."""

import re
from functools import partial
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.cast import ENGLISH, MANDARIN, Cast, Script, hold_visit
from tests.browser.watching import eventually, own_id, pictures_move, reads

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.mark.parametrize("script", [MANDARIN, ENGLISH], ids=["mandarin", "english"])
async def test_a_visit_is_seen_heard_and_read_and_fills_the_case(
    script: Script, tmp_path: Path
) -> None:
    async with hold_visit(script, tmp_path) as cast:
        for person in cast.everybody:
            await eventually(partial(pictures_move, person.page, others=2), seconds=30)
        await _everybody_reads_everybody(cast, script)
        await _first_officer_accepts(cast, script)
        await _the_visit_ends_for_all(cast)
        assert [person.complaints for person in cast.everybody] == [[], [], []]


async def _everybody_reads_everybody(cast: Cast, script: Script) -> None:
    ids = [await own_id(person) for person in cast.everybody]
    assert len(set(ids)) == len(script.lines)
    for listener in cast.everybody:
        for speaker, line in zip(ids, script.lines, strict=True):
            await eventually(partial(reads, listener, speaker, line.words), seconds=40)


async def _first_officer_accepts(cast: Cast, script: Script) -> None:
    page = cast.officers[0].page
    suggestion = page.locator(
        f'[data-testid=field-suggestion][data-field={script.field}][data-value="{script.value}"]'
    )
    await expect(suggestion).to_be_visible(timeout=30_000)
    await suggestion.get_by_test_id("accept").click()
    grouped = re.compile(r"\W*".join(script.value))
    for officer in cast.officers:
        field = officer.page.locator(f"[data-testid=case-field][data-field={script.field}]")
        await expect(field).to_contain_text(grouped)
    assert await cast.citizen.page.get_by_test_id("field-suggestion").count() == 0


async def _the_visit_ends_for_all(cast: Cast) -> None:
    page = cast.officers[0].page
    await page.get_by_test_id("end-visit").click()
    await page.get_by_test_id("end-visit-confirm").click()
    await expect(cast.citizen.page.get_by_test_id("goodbye")).to_be_visible()
