"""The review in real Chromium on a real house: hear, correct, undo, decide, two at once."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from tests.big_visit import BigVisit
from tests.web.house import House
from tests.web.pages_browser import open_browser
from tests.web.reviewers import Reviewer, add_talk, open_reviewer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(60)]

PHONE = '[data-row="phone"]'
MOST_NODES = 2000
AUDIO_TIME = (
    """([person]) => document.querySelector(`audio[data-person="${person}"]`).currentTime"""
)


@pytest.fixture
async def talk(house: House) -> BigVisit:
    """Six minutes with four people, recorded."""
    return await add_talk(house, hours=0.1, people=4, sound=True)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as browser:
        yield browser


@pytest.fixture
async def reviewer(browser: Browser, house: House, talk: BigVisit) -> AsyncIterator[Reviewer]:
    async with open_reviewer(browser, house, "wangmin") as reviewer:
        yield reviewer
        assert reviewer.complaints == []


async def read_seconds(reviewer: Reviewer, name: str) -> float:
    return float(await reviewer.words.nth(12).get_attribute(name) or "nan")


async def test_a_click_on_a_word_plays_its_speaker_from_there(reviewer: Reviewer) -> None:
    word = reviewer.words.nth(12)
    start = await read_seconds(reviewer, "data-start")
    person = await word.locator("xpath=ancestor::li").get_attribute("data-person")
    await word.click()
    await expect(reviewer.page.get_by_test_id("play")).to_have_attribute("aria-pressed", "true")
    await reviewer.page.wait_for_function(
        f"([person, start]) => ({AUDIO_TIME})([person]) > start + 0.2", arg=[person, start]
    )
    at = await reviewer.page.evaluate(AUDIO_TIME, [person])
    assert start < at < start + 2
    await reviewer.page.keyboard.press("Space")
    await expect(reviewer.page.get_by_test_id("play")).to_have_attribute("aria-pressed", "false")


async def test_voices_that_sound_together_stay_together(reviewer: Reviewer) -> None:
    await reviewer.page.evaluate("document.querySelector('[data-speed]').value = '2'")
    await reviewer.page.get_by_test_id("speed").select_option("2")
    await reviewer.page.get_by_test_id("play").click()
    await reviewer.page.wait_for_timeout(4000)
    times = await reviewer.page.evaluate(
        "[...document.querySelectorAll('audio')].filter((a) => !a.paused).map((a) => a.currentTime)"
    )
    assert times
    assert max(times) - min(times) < 0.5


async def test_the_word_that_sounds_is_marked(reviewer: Reviewer) -> None:
    await reviewer.words.nth(5).click()
    await reviewer.page.keyboard.press("Space")
    marked = reviewer.page.locator("[aria-current]")
    await expect(marked).to_have_count(1)
    before = await marked.get_attribute("data-start")
    await reviewer.page.keyboard.press("ArrowDown")
    await expect(marked).not_to_have_attribute("data-start", before or "")


async def test_a_word_is_corrected_and_taken_back_with_keys_alone(
    reviewer: Reviewer, talk: BigVisit
) -> None:
    word = reviewer.word(talk.utterance_ids[1], 0)
    heard = await word.text_content() or ""
    await reviewer.page.keyboard.press("ArrowDown")
    await expect(word).to_be_focused()
    await reviewer.page.keyboard.press("e")
    editor = reviewer.page.get_by_test_id("word-text")
    await expect(editor).to_have_value(heard)
    await editor.fill("电梯")
    await reviewer.page.keyboard.press("Enter")
    await expect(word).to_have_text("电梯")
    await expect(word).to_be_focused()
    await expect(reviewer.page.get_by_role("tooltip")).to_contain_text(heard)
    await reviewer.page.keyboard.press("z")
    await expect(word).to_have_text(heard)


async def test_escape_leaves_the_word_as_it_was(reviewer: Reviewer, talk: BigVisit) -> None:
    word = reviewer.word(talk.utterance_ids[0], 0)
    heard = await word.text_content() or ""
    await word.dblclick()
    await reviewer.page.get_by_test_id("word-text").fill("别的")
    await reviewer.page.keyboard.press("Escape")
    await expect(reviewer.page.get_by_test_id("word-editor")).to_be_hidden()
    await expect(word).to_have_text(heard)


async def test_two_reviewers_see_each_other_s_words(
    reviewer: Reviewer, talk: BigVisit, browser: Browser, house: House
) -> None:
    first, second = talk.utterance_ids[0], talk.utterance_ids[1]
    async with open_reviewer(browser, house, "liqiang") as other:
        await correct(reviewer, first, "甲")
        await correct(other, second, "乙")
        await expect(other.word(first, 0)).to_have_text("甲")
        await expect(reviewer.word(second, 0)).to_have_text("乙")


async def test_a_refusal_shows_both_texts_and_keeps_mine(
    reviewer: Reviewer, talk: BigVisit, browser: Browser, house: House
) -> None:
    contested = talk.utterance_ids[0]
    async with open_reviewer(browser, house, "liqiang") as other:
        await other.word(contested, 0).dblclick()
        await correct(reviewer, contested, "甲")
        await other.page.get_by_test_id("word-text").fill("乙")
        await other.page.keyboard.press("Enter")
        await expect(other.page.locator("#word-problem")).to_contain_text("甲")
        await expect(other.page.get_by_test_id("word-text")).to_have_value("乙")
        await other.page.keyboard.press("Enter")
        await expect(other.word(contested, 0)).to_have_text("乙")
        assert other.complaints == []
    await expect(reviewer.word(contested, 0)).to_have_text("乙")


async def correct(reviewer: Reviewer, utterance_id: object, text: str) -> None:
    word = reviewer.word(utterance_id, 0)
    await word.dblclick()
    await reviewer.page.get_by_test_id("word-text").fill(text)
    await reviewer.page.keyboard.press("Enter")
    await expect(word).to_have_text(text)


async def test_tab_goes_from_the_words_to_the_suggestions_and_on(reviewer: Reviewer) -> None:
    await reviewer.words.first.focus()
    open_rows = reviewer.page.locator("[data-row][data-open]")
    for number in range(await open_rows.count()):
        await reviewer.page.keyboard.press("Tab")
        await expect(open_rows.nth(number)).to_be_focused()
    await reviewer.page.keyboard.press("Tab")
    await expect(reviewer.page.get_by_test_id("to-minutes")).to_be_focused()


async def test_enter_accepts_a_suggestion_and_goes_to_the_next(reviewer: Reviewer) -> None:
    row = reviewer.page.locator(PHONE)
    left = await reviewer.page.locator("[data-row][data-open]").count() - 1
    await row.focus()
    await reviewer.page.keyboard.press("Enter")
    await expect(row.get_by_test_id("case-field")).not_to_be_empty()
    await expect(row.get_by_test_id("field-suggestion")).to_have_count(0)
    await expect(row).not_to_be_focused()
    await expect(reviewer.page.get_by_test_id("open-suggestions")).to_contain_text(str(left))


async def test_a_field_leads_to_its_words_and_plays_them(reviewer: Reviewer) -> None:
    await reviewer.page.locator(f'{PHONE} [data-testid="field-words"]').click()
    quoted = reviewer.page.locator("[data-quoted]")
    await expect(quoted.first).to_be_in_viewport()
    await expect(reviewer.page.get_by_test_id("play")).to_have_attribute("aria-pressed", "true")


async def test_search_counts_and_walks_the_hits(reviewer: Reviewer) -> None:
    await reviewer.page.keyboard.press("/")
    await reviewer.page.keyboard.type("我的电话是")
    hits = reviewer.page.get_by_test_id("hits")
    await expect(hits).to_have_text("1 found")
    await reviewer.page.keyboard.press("Enter")
    await expect(hits).to_have_text("1 of 1")
    await expect(reviewer.page.locator("[data-hit]").first).to_be_in_viewport()
    await reviewer.page.keyboard.press("Escape")
    await expect(hits).to_be_empty()


async def test_a_filter_leaves_one_speaker_s_words(reviewer: Reviewer) -> None:
    person = reviewer.page.get_by_test_id("person").nth(1)
    wanted = await person.get_attribute("data-person")
    await person.get_by_test_id("speaker-filter").click()
    rows = reviewer.page.get_by_test_id("utterance")
    await expect(rows.first).to_have_attribute("data-person", wanted or "")
    shown = await rows.evaluate_all("(rows) => rows.map((row) => row.dataset.person)")
    assert set(shown) == {wanted}


async def test_what_is_heard_is_kept(reviewer: Reviewer, house: House) -> None:
    await reviewer.words.first.click()
    await reviewer.page.wait_for_timeout(2500)
    async with reviewer.page.expect_response("**/review/progress"):
        await reviewer.page.keyboard.press("Space")
    await reviewer.page.reload()
    await expect(reviewer.page.locator("[data-heard-words]")).to_have_text(
        re.compile(r"heard 0:0[2-4] of")
    )


async def test_two_hours_of_ten_people_stay_below_two_thousand_nodes(
    browser: Browser, house: House
) -> None:
    talk = await add_talk(house, hours=2.0, people=10, sound=False)
    async with open_reviewer(browser, house, "wangmin") as reviewer:
        most = await reviewer.scroll_through(150)
        assert 200 < most < MOST_NODES
        await expect(reviewer.said(talk.utterance_ids[-1])).to_be_in_viewport()
        await expect(reviewer.page.get_by_test_id("play")).to_be_disabled()
        assert reviewer.complaints == []


async def test_what_was_not_recorded_can_still_be_corrected(browser: Browser, house: House) -> None:
    talk = await add_talk(house, hours=0.05, people=3, sound=False)
    async with open_reviewer(browser, house, "wangmin") as reviewer:
        await expect(reviewer.page.get_by_text("There is no recording")).to_be_visible()
        await correct(reviewer, talk.utterance_ids[0], "甲")
        assert reviewer.complaints == []


async def test_today_and_the_case_lead_to_the_review(reviewer: Reviewer, house: House) -> None:
    page = reviewer.page
    case = await page.locator(".review-top h1 a").get_attribute("href") or ""
    await page.goto(str(house.server.make_url("/staff")))
    await page.get_by_test_id("visit-row").get_by_role("link").first.click()
    await page.wait_for_url("**/review")
    await page.goto(str(house.server.make_url(case)))
    await page.get_by_test_id("to-review").first.click()
    await page.wait_for_url("**/review")
