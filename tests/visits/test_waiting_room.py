from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from media import Admitted, ParticipantJoined
from tests.office import Office
from tests.visits.reception import Body, Clock, Page, Reception, open_reception
from visits import Visit, VisitState, grant_for_citizen
from visits.invitations import IssuedInvitation, invite_citizen

Sessions = async_sessionmaker[AsyncSession]


@pytest.fixture
async def reception(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, now: datetime
) -> AsyncIterator[Reception]:
    async with open_reception(sessions, visit, issued, Clock(now)) as reception:
        yield reception


@pytest.fixture
async def second(
    sessions: Sessions, visit: Visit, office: Office, now: datetime
) -> IssuedInvitation:
    async with sessions.begin() as session:
        return await invite_citizen(session, visit, office.citizen, now)


def list_waiting(body: Body) -> list[tuple[str, bool]]:
    waiting = body["waiting"]
    assert isinstance(waiting, list)
    return [(row["invitation_id"], row["connected"]) for row in waiting]


async def test_the_panel_sees_who_waits_and_each_one_hears_the_place(
    reception: Reception, second: IssuedInvitation, office: Office
) -> None:
    officer = await reception.receive(office.fire_officer)
    first_page = await reception.arrive()
    second_page = await reception.arrive(second)
    assert await first_page.wait_for("queue_position", lambda b: b == {"position": 1, "waiting": 2})
    assert await second_page.wait_for(
        "queue_position", lambda b: b == {"position": 2, "waiting": 2}
    )
    queue = [(str(reception.issued.invitation.id), True), (str(second.invitation.id), True)]
    assert await officer.wait_for("lobby_changed", lambda body: list_waiting(body) == queue)


async def test_waiting_people_learn_nothing_of_the_room_or_of_one_another(
    reception: Reception, second: IssuedInvitation, office: Office
) -> None:
    page = await reception.arrive()
    await page.wait_for("queue_position")
    await reception.receive(office.fire_officer)
    await reception.arrive(second)
    await page.wait_for("queue_position", lambda body: body["waiting"] == 2)
    assert await page.list_bodies("lobby_changed") == []
    assert await page.list_bodies("visit_state") == []
    assert not any(isinstance(event, ParticipantJoined) for event in await page.list_events())


async def test_the_first_admission_makes_the_visit_live_and_moves_the_queue_up(
    reception: Reception, second: IssuedInvitation, sessions: Sessions, office: Office
) -> None:
    officer = await reception.receive(office.fire_officer)
    page, next_page = await reception.arrive(), await reception.arrive(second)
    await reception.admit()
    assert any(isinstance(event, Admitted) for event in await page.list_events())
    await next_page.wait_for("queue_position", lambda b: b == {"position": 1, "waiting": 1})
    assert await officer.wait_for("visit_state", lambda body: body["state"] == "live")
    async with sessions() as session:
        visit = await session.get_one(Visit, reception.visit.id)
    assert visit.state is VisitState.LIVE
    assert visit.started_at is not None


async def test_a_reload_after_admission_leads_straight_to_the_same_seat(
    reception: Reception,
) -> None:
    page = await reception.arrive()
    await reception.admit()
    again = await reception.arrive()
    assert again.participant is page.participant
    assert again.participant.admitted


async def test_one_admitted_between_ticket_and_socket_is_let_in_all_the_same(
    reception: Reception, sessions: Sessions
) -> None:
    page = await reception.arrive()
    async with sessions() as session:
        early = await grant_for_citizen(session, reception.issued.invitation, reception.clock())
    await page.participant.leave("socket lost")
    await reception.admit()
    live = await reception.live_visits.open(reception.visit.id)
    assert not early.admitted
    late = live.room.join(early)
    assert await Page(late).wait_for("visit_state")


async def test_a_place_without_a_socket_is_shown_so_and_given_up_after_ten_minutes(
    reception: Reception, office: Office
) -> None:
    officer = await reception.receive(office.fire_officer)
    page = await reception.arrive()
    await page.wait_for("queue_position")
    page.participant.disconnected()
    row = str(reception.issued.invitation.id)
    assert await officer.wait_for("lobby_changed", lambda b: list_waiting(b) == [(row, False)])
    reception.clock.move(timedelta(minutes=9))
    reception.live.lobby_changed()
    assert list_waiting(reception.live.describe_waiting()) == [(row, False)]
    reception.clock.move(timedelta(minutes=2))
    reception.live.lobby_changed()
    assert await officer.wait_for("lobby_changed", lambda body: body == {"waiting": []})
