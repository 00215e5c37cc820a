"""Reviewers read, correct and take back, two at once, and nobody loses a word."""

import asyncio
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from cases.audit import list_acts
from cases.models import Case, UtteranceRecord
from cases.utterances import list_utterances
from tests.big_visit import BigVisit, add_big_visit
from visits.models import Visit

from .house import Answer, Browser, House


@dataclass(slots=True)
class Reviewer:
    """A member of the panel with the review open."""

    browser: Browser
    at: str
    sequence: int = 0

    async def ask(self, path: str) -> Answer:
        return await self.browser.ask(f"{self.at}/{path}")

    async def correct(self, row: str, start: int, end: int, text: str) -> Answer:
        body = {"utterance_id": row, "start": start, "end": end, "text": text}
        return self.take(
            await self.browser.tell(f"{self.at}/corrections", {**body, "base": self.sequence})
        )

    async def undo(self, correction_id: str) -> Answer:
        path = f"{self.at}/corrections/{correction_id}/undo"
        return self.take(await self.browser.tell(path, {"base": self.sequence}))

    async def catch_up(self) -> Answer:
        return self.take(await self.ask(f"changes?after={self.sequence}"))

    def take(self, answer: Answer) -> Answer:
        if answer.status == 200:
            self.sequence = answer.body["sequence"]
        return answer


@pytest.fixture
async def big(house: House) -> BigVisit:
    """Six minutes with four people, over now."""
    async with house.sessions.begin() as session:
        visit = await session.get_one(Visit, house.visit.visit_id)
        return await add_big_visit(session, visit, now=house.clock(), hours=0.1, people=4)


async def open_review(house: House, login: str) -> Reviewer:
    return Reviewer(await house.staff(login), f"{house.console}/review")


async def read_rows(house: House, visit_id: UUID) -> list[tuple[str, object]]:
    async with house.reading() as session:
        return [(one.text, one.words) for one in await list_utterances(session, visit_id)]


def read_texts(answer: Answer) -> dict[str, list[str]]:
    return {row["id"]: [word[0] for word in row["words"]] for row in answer.body["utterances"]}


async def test_the_transcript_comes_in_windows_without_gaps_or_doubles(
    house: House, big: BigVisit
) -> None:
    reviewer = await open_review(house, "wangmin")
    ids: list[str] = []
    after = ""
    while after is not None:
        window = (await reviewer.ask(f"transcript?limit=7&after={after}")).body
        assert len(window["utterances"]) <= 7
        ids += [row["id"] for row in window["utterances"]]
        after = window["next"]
    whole = (await reviewer.ask("transcript?limit=500")).body
    assert ids == [row["id"] for row in whole["utterances"]]
    assert set(ids) == {str(one) for one in big.utterance_ids}
    assert len(ids) == len(big.utterance_ids) > 7
    starts = [row["start"] for row in whole["utterances"]]
    assert starts == sorted(starts)
    assert sum(len(row["words"]) for row in whole["utterances"]) == big.words


@pytest.mark.parametrize("query", ["after=x", "limit=-1", "limit=a"])
async def test_a_question_that_cannot_be_read_is_refused(house: House, query: str) -> None:
    reviewer = await open_review(house, "wangmin")
    assert (await reviewer.ask(f"transcript?{query}")).error == "bad_input_error"


async def test_an_utterance_of_elsewhere_is_no_place_to_go_on_from(house: House) -> None:
    reviewer = await open_review(house, "wangmin")
    assert (await reviewer.ask(f"transcript?after={uuid4()}")).status == 404


async def test_a_correction_shows_to_both_and_rewrites_nothing(house: House, big: BigVisit) -> None:
    before = await read_rows(house, house.visit.visit_id)
    mine, other = await open_review(house, "wangmin"), await open_review(house, "liqiang")
    row = str(big.utterance_ids[3])
    answer = await mine.correct(row, 0, 1, "电梯 铃")
    assert answer.status == 200
    assert read_texts(answer)[row][:2] == ["电梯", "铃"]
    assert [one["mine"] for one in answer.body["changes"]] == [True]
    news = await other.catch_up()
    assert [(one["by"], one["kind"], one["mine"]) for one in news.body["changes"]] == [
        ("王敏", "corrected", False)
    ]
    assert read_texts(news)[row][:2] == ["电梯", "铃"]
    (correction,) = news.body["utterances"][0]["corrections"]
    assert (correction["author"], correction["was"]) == ("王敏", before[3][0].split()[0])
    assert read_texts(await other.ask("transcript?limit=500"))[row][:2] == ["电梯", "铃"]
    assert await read_rows(house, house.visit.visit_id) == before


async def test_the_case_page_shows_words_as_corrected(house: House, big: BigVisit) -> None:
    reviewer = await open_review(house, "wangmin")
    async with house.reading() as session:
        path = f"/staff/cases/{await session.scalar(select(Case.number))}"
    assert "改正之后" not in (await reviewer.browser.open(path)).text
    await reviewer.correct(str(big.utterance_ids[0]), 0, 1, "改正之后")
    assert "改正之后" in (await reviewer.browser.open(path)).text


async def test_of_two_who_correct_the_same_word_at_once_neither_loses_anything(
    house: House, big: BigVisit
) -> None:
    first, second = await open_review(house, "wangmin"), await open_review(house, "liqiang")
    row = str(big.utterance_ids[0])
    answers = await asyncio.gather(
        first.correct(row, 0, 1, "电梯"), second.correct(row, 0, 1, "门铃")
    )
    assert sorted(answer.status for answer in answers) == [200, 409]
    refused = next(answer for answer in answers if answer.status == 409)
    won, lost = ("电梯", "门铃") if answers[0].status == 200 else ("门铃", "电梯")
    assert refused.error == "correction_conflict_error"
    details = refused.body["error"]["details"]
    assert (details["text"], details["theirs"][0]["text"]) == (lost, won)
    loser = second if answers[0].status == 200 else first
    assert read_texts(await loser.catch_up())[row][0] == won
    again = await loser.correct(row, 0, 1, lost)
    assert read_texts(again)[row][0] == lost


async def test_many_corrections_of_different_words_at_once_are_all_kept(
    house: House, big: BigVisit
) -> None:
    first, second = await open_review(house, "wangmin"), await open_review(house, "liqiang")
    rows = [str(one) for one in big.utterance_ids[:12]]
    answers = await asyncio.gather(
        *(first.correct(row, 0, 1, f"甲{n}") for n, row in enumerate(rows)),
        *(second.correct(row, 1, 2, f"乙{n}") for n, row in enumerate(rows)),
    )
    assert {answer.status for answer in answers} == {200}
    shown = read_texts(await first.ask("transcript?limit=500"))
    assert [shown[row][:2] for row in rows] == [[f"甲{n}", f"乙{n}"] for n in range(12)]
    late = Reviewer(first.browser, first.at)
    numbers = [one["number"] for one in (await late.catch_up()).body["changes"]]
    assert numbers == list(range(1, 25))


async def test_another_person_takes_a_correction_back(house: House, big: BigVisit) -> None:
    mine, other = await open_review(house, "wangmin"), await open_review(house, "liqiang")
    row = str(big.utterance_ids[0])
    said = read_texts(await mine.ask("transcript"))[row]
    corrected = await mine.correct(row, 0, 2, "")
    (correction,) = corrected.body["utterances"][0]["corrections"]
    assert corrected.body["utterances"][0]["words"][0][0] == ""
    undone = await other.undo(correction["id"])
    assert read_texts(undone)[row] == said
    assert [one["kind"] for one in undone.body["changes"]] == ["corrected", "undone"]
    news = await mine.catch_up()
    assert read_texts(news)[row] == said
    assert (await other.undo(str(uuid4()))).status == 404
    async with house.reading() as session:
        acts = await list_acts(session, f"visit:{house.visit.visit_id}")
    assert [act.action for act in acts if "correct" in act.action] == [
        "words_corrected",
        "correction_undone",
    ]


async def test_words_of_another_visit_cannot_be_corrected_here(house: House) -> None:
    async with house.sessions.begin() as session:
        word = {"text": "好", "start": 0.0, "end": 0.5, "confidence": 1.0}
        said = UtteranceRecord(
            visit_id=uuid4(),
            participant_id="c-1",
            speaker_name="-",
            speaker_role="citizen",
            lang="zh",
            started=0.0,
            ended=0.5,
            text="好",
            words=[word],
            track="c-1/0",
            first_sample=0,
        )
        session.add(said)
    reviewer = await open_review(house, "wangmin")
    assert (await reviewer.correct(str(said.id), 0, 1, "行")).status == 404


async def test_words_that_are_not_there_are_refused(house: House, big: BigVisit) -> None:
    reviewer = await open_review(house, "wangmin")
    row = str(big.utterance_ids[0])
    beyond = await reviewer.correct(row, 0, 500, "行")
    assert (beyond.status, beyond.body["error"]["details"]) == (422, {"problem": "no_such_words"})
    assert (await reviewer.correct(row, -1, 1, "行")).error == "bad_input_error"


async def test_suggestions_are_decided_after_the_end_and_others_see_it(
    house: House, big: BigVisit
) -> None:
    mine, other = await open_review(house, "wangmin"), await open_review(house, "liqiang")
    suggestions = (await mine.browser.ask(f"{house.console}/state")).body["suggestions"]
    by_field = {one["field"]: f"{house.console}/suggestions/{one['id']}" for one in suggestions}
    accepted = await mine.browser.tell(f"{by_field['phone']}/accept")
    corrected = await mine.browser.tell(f"{by_field['amount']}/correct", {"value": "40000"})
    rejected = await mine.browser.tell(f"{by_field['people_count']}/reject")
    assert {accepted.status, corrected.status, rejected.status} == {200}
    by_hand = await mine.browser.tell(f"{house.console}/fields/respondent", {"value": "物业公司"})
    assert by_hand.status == 200
    news = (await other.catch_up()).body
    assert [(one["kind"], one["field"], one["by"]) for one in news["changes"]] == [
        ("decided", "phone", "王敏"),
        ("decided", "amount", "王敏"),
        ("decided", "people_count", "王敏"),
        ("field_set", "respondent", "王敏"),
    ]
    fields = {one["field"]: one for one in news["fields"]}
    assert fields["phone"]["value"] == "13812345678"
    (words,) = fields["phone"]["words"]
    assert UUID(words["utterance_id"]) in big.utterance_ids
    assert (fields["amount"]["value"], fields["respondent"]["text"]) == (40000, "物业公司")
    assert len(news["suggestions"]) == len(suggestions) - 3
    assert (await other.catch_up()).body["changes"] == []


async def test_what_one_heard_is_kept_for_oneself(house: House, big: BigVisit) -> None:
    mine, other = await open_review(house, "wangmin"), await open_review(house, "liqiang")
    await mine.browser.tell(f"{mine.at}/progress", {"heard": [[0, 10], [30, 40]]})
    told = await mine.browser.tell(f"{mine.at}/progress", {"heard": [[9.8, 20], [60, 55]]})
    assert told.body == {"heard": [[0, 20], [30, 40]], "heard_seconds": 30}
    assert (await other.browser.tell(f"{mine.at}/progress", {"heard": []})).body["heard"] == []
    bad = await mine.browser.tell(f"{mine.at}/progress", {"heard": [[-5, 1e9]]})
    assert bad.error == "bad_input_error"
