"""The citizen's ticket: opened by link and code, moved to an offered time, called off."""

import re
from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy import func, select

from cases.outbox import Channel, OutboxMessage
from scheduling.models import BookedGranule, Booking
from visits.models import Invitation, Visit

from .house import Answer, Browser, House
from .test_convene import FORM

SLOT = re.compile(r'data-testid="slot"\s+data-start="([^"]+)"')


async def convene(house: House, **changes: str) -> tuple[str, str]:
    """Convene for the afternoon and read link and code where the citizen reads them."""
    clerk = await house.staff("zhaojie")
    await clerk.open("/staff/visits/new")
    answer = await clerk.submit("/staff/visits/new", **{**FORM, **changes})
    assert answer.status == 303, answer.text
    by_kind = {row.kind: row.body for row in await list_messages(house)}
    link = re.search(r"http\S+/ticket#\S+", by_kind["invitation_link"])
    code = re.search(r"\d{6}", by_kind["invitation_code"])
    assert link is not None
    assert code is not None
    return link[0], code[0]


async def list_messages(house: House) -> Sequence[OutboxMessage]:
    async with house.reading() as session:
        query = select(OutboxMessage).order_by(OutboxMessage.queued_at, OutboxMessage.key)
        return (await session.scalars(query)).all()


async def open_ticket(house: House, link: str, code: str) -> tuple[Browser, Answer]:
    browser = house.new_browser()
    await browser.open("/ticket/open")
    return browser, await browser.submit("/ticket/open", link=link, code=code)


async def count_granules(house: House) -> int:
    async with house.reading() as session:
        return await session.scalar(select(func.count()).select_from(BookedGranule)) or 0


async def find_latest(house: House) -> tuple[Visit, Booking, Invitation]:
    async with house.reading() as session:
        visit = (await session.scalars(select(Visit).where(Visit.id != house.visit.visit_id))).one()
        booking = await session.get_one(Booking, visit.booking_id)
        invitation = (
            await session.scalars(select(Invitation).where(Invitation.visit_id == visit.id))
        ).one()
    return visit, booking, invitation


async def test_convening_tells_the_citizen_and_every_department(house: House) -> None:
    _, code = await convene(house)
    told = {(row.kind, row.channel, row.recipient) for row in await list_messages(house)}
    assert told == {
        ("invitation_link", Channel.PHONE, "13912345678"),
        ("invitation_code", Channel.PHONE, "13912345678"),
        ("panel_invited", Channel.OFFICE, "housing"),
        ("panel_invited", Channel.OFFICE, "fire"),
    }
    for row in await list_messages(house):
        assert ("何小平" in row.body) is (row.kind == "invitation_link")
        assert (code in row.body) is (row.kind == "invitation_code")


async def test_link_and_code_open_the_ticket_hours_before_the_door(house: House) -> None:
    browser, answer = await open_ticket(house, *await convene(house))
    assert (answer.status, answer.headers["Location"]) == (303, "/ticket")
    page = await browser.open("/ticket")
    for word in ("14:30", "15:00", "何小平", "屋顶漏水", "区消防救援大队", "<svg"):
        assert word in page.text
    assert 'data-testid="ticket-join"' not in page.text


async def test_without_the_code_the_link_opens_nothing(house: House) -> None:
    link, code = await convene(house)
    browser, answer = await open_ticket(house, link, "000000" if code != "000000" else "1")
    assert answer.status == 403
    assert "4" in answer.text
    shown = await browser.open("/ticket")
    assert (shown.status, shown.headers["Location"]) == (303, "/ticket/open")
    for action in ("move", "cancel", "join"):
        assert (await browser.submit(f"/ticket/{action}")).status == 401


async def test_when_it_is_time_the_ticket_leads_to_the_seat(house: House) -> None:
    link, code = await convene(house)
    browser, _ = await open_ticket(house, link, code)
    house.clock.pass_by(hours=5)
    assert 'data-testid="ticket-join"' in (await browser.open("/ticket")).text
    answer = await browser.submit("/ticket/join")
    assert answer.headers["Location"] == f"/visit#{link.partition('#')[2]}"
    assert (await browser.ask("/visit/state")).body["name"] == "何小平"


async def test_a_visit_moves_to_an_offered_time_and_all_are_told(house: House) -> None:
    link, code = await convene(house)
    granules = await count_granules(house)
    browser, _ = await open_ticket(house, link, code)
    offered = SLOT.findall((await browser.open("/ticket?times")).text)
    assert len(offered) == 10
    assert all(datetime.fromisoformat(one) > house.clock.now for one in offered)
    house.clock.pass_by(seconds=5)
    answer = await browser.submit("/ticket/move", slot=offered[3])
    assert answer.headers["Location"] == "/ticket?moved"
    assert (await browser.open("/ticket?moved")).status == 200
    visit, booking, invitation = await find_latest(house)
    starts_at = datetime.fromisoformat(offered[3])
    assert (visit.starts_at, booking.starts_at) == (starts_at, starts_at)
    assert invitation.opens_at < starts_at < invitation.closes_at
    assert await count_granules(house) == granules
    kinds = [row.kind for row in await list_messages(house)]
    assert sorted(kinds[-3:]) == ["panel_moved", "panel_moved", "visit_moved"]
    _, answer = await open_ticket(house, link, code)
    assert answer.status == 303


async def test_a_time_that_is_not_offered_is_refused_with_what_is_free(house: House) -> None:
    await house.keep_usual_hours()
    browser, _ = await open_ticket(house, *await convene(house))
    for start in ("2026-04-03T03:00:00+08:00", "2026-04-02T09:15:00+08:00"):
        answer = await browser.submit("/ticket/move", slot=start)
        assert answer.status == 409
        assert SLOT.findall(answer.text)
    _, booking, _ = await find_latest(house)
    assert booking.starts_at == datetime.fromisoformat("2026-04-02T14:30:00+08:00")


@pytest.mark.parametrize("slot", ["", "soon", "2026-04-03T09:30:00"])
async def test_what_is_no_time_is_refused(house: House, slot: str) -> None:
    browser, _ = await open_ticket(house, *await convene(house))
    assert (await browser.submit("/ticket/move", slot=slot)).status == 422


async def test_a_visit_called_off_is_free_again_and_all_are_told(house: House) -> None:
    before = await count_granules(house)
    link, code = await convene(house)
    browser, _ = await open_ticket(house, link, code)
    assert (await browser.submit("/ticket/cancel")).status == 303
    assert await count_granules(house) == before
    page = await browser.open("/ticket")
    assert "取消" in page.text
    assert 'data-testid="ticket-times"' not in page.text
    waiting = [row for row in await list_messages(house) if row.next_attempt_at is not None]
    kinds = sorted(row.kind for row in waiting)
    assert kinds == ["panel_cancelled", "panel_cancelled", "visit_cancelled"]
    _, answer = await open_ticket(house, link, code)
    assert answer.status == 410
    assert (await browser.submit("/ticket/cancel")).status == 409


async def test_once_it_has_begun_nothing_is_changed(house: House) -> None:
    browser, _ = await open_ticket(house, *await convene(house))
    house.clock.pass_by(hours=5, minutes=28)
    for action, fields in (("cancel", {}), ("move", {"slot": "2026-04-03T09:30:00+08:00"})):
        assert (await browser.submit(f"/ticket/{action}", **fields)).status == 409
    assert 'data-testid="ticket-times"' not in (await browser.open("/ticket")).text


async def test_another_house_opens_no_ticket_of_ours(house: House) -> None:
    browser, _ = await open_ticket(house, *await convene(house))
    jar = browser.session.cookie_jar
    (cookie,) = [one for one in jar if one.key == "netvisit-ticket"]
    forged = cookie.value[:-2] + ("AA" if cookie.value[-2:] != "AA" else "BB")
    jar.update_cookies({"netvisit-ticket": forged}, house.server.make_url("/"))
    assert (await browser.open("/ticket")).status == 303
