"""What the review's page is given: people, sound, fields, totals and where to ask."""

from aiohttp.test_utils import make_mocked_request
from sqlalchemy import select

from cases.models import Department, User
from tests.big_sound import add_recordings
from tests.big_visit import BigVisit, add_big_visit
from visits.models import Visit
from web import pages
from web.auth.sessions import SignedIn
from web.keys import ARCHIVE, SIGNED_IN, VISIT
from web.staff.review import describe_review

from .house import House


async def talk(house: House, *, people: int) -> BigVisit:
    async with house.sessions.begin() as session:
        visit = await session.get_one(Visit, house.visit.visit_id)
        big = await add_big_visit(session, visit, now=house.clock(), hours=0.1, people=people)
        await add_recordings(session, visit, big, house.app[ARCHIVE], now=house.clock())
        return big


async def gather(house: House) -> pages.ReviewPage:
    """Gather the page for Wang Min, in English."""
    async with house.reading() as session:
        visit = await session.get_one(Visit, house.visit.visit_id)
        user = (await session.scalars(select(User).where(User.login == "wangmin"))).one()
        department = await session.get_one(Department, user.department_id)
        request = make_mocked_request("GET", "/", {"Accept-Language": "en"}, app=house.app)
        request[VISIT] = visit
        request[SIGNED_IN] = SignedIn(user.id, house.clock(), user, department)
        return await describe_review(request, session, visit)


async def test_the_page_counts_what_there_is_to_go_through(house: House) -> None:
    big, page = await talk(house, people=4), await gather(house)
    assert page.totals.utterances == len(big.utterance_ids)
    assert page.totals.words == big.words
    assert abs(page.totals.seconds - big.seconds) < 0.01
    assert page.totals.open_suggestions == len(page.suggestions) > 0
    assert (page.sequence, page.heard, page.state) == (0, (), "ended")


async def test_people_stand_in_the_order_in_which_they_spoke(house: House) -> None:
    big, page = await talk(house, people=4), await gather(house)
    assert {one.participant_id for one in page.people} == {s.participant_id for s in big.seats}
    assert [one.color for one in page.people] == [0, 1, 2, 3]
    assert sum(one.utterances for one in page.people) == len(big.utterance_ids)
    citizen = next(one for one in page.people if one.role == "citizen")
    assert citizen.department == ""
    assert {one.department for one in page.people} > {"", "Housing Committee"}


async def test_links_and_sound_answer_where_the_page_says(house: House) -> None:
    await talk(house, people=2)
    page, browser = await gather(house), await house.staff("wangmin")
    for recording in page.recordings:
        assert (await browser.send("HEAD", recording.url)).status == 200
    assert (await browser.ask(page.links.transcript)).body["utterances"]
    assert (await browser.ask(f"{page.links.changes}?after={page.sequence}")).status == 200


async def test_an_accepted_field_leads_to_its_words(house: House) -> None:
    await talk(house, people=2)
    page, browser = await gather(house), await house.staff("wangmin")
    phone = next(one for one in page.suggestions if one["field"] == "phone")
    await browser.tell(page.links.accept.replace("{id}", str(phone["id"])))
    await browser.tell(page.links.progress, {"heard": [[0, 60]]})
    later = await gather(house)
    field = next(one for one in later.fields if one.field == "phone")
    assert (field.value, field.decided_by) == ("13812345678", "王敏")
    assert [dict(words) for words in field.words] == phone["words"]
    assert field.at_seconds == phone["at_seconds"]
    assert (later.sequence, later.heard, later.totals.heard_seconds) == (1, ((0.0, 60.0),), 60)
    assert len(later.fields) == 12


async def test_a_visit_without_a_word_is_an_empty_page(house: House) -> None:
    page = await gather(house)
    assert (page.people, page.recordings, page.totals.seconds) == ((), (), 0.0)
