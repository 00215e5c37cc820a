"""The waiting room: rows ordered by arrival that outlive a reload and a locked phone.

none -> waiting -> admitted -> left
           |  ^
           |  +-- seen again within ten minutes: the same place
           +----- not seen for ten minutes: given up, the next arrival is a new place
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from cases.audit import name_subject, record_act
from cases.models import User

from .audit import name_actor_or_house
from .errors import NotWaitingError, VisitEndedError
from .models import Invitation, LobbyPlace, Visit, VisitState
from .seats import seat_of_citizen

KEPT_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class WaitingCitizen:
    invitation_id: UUID
    participant_id: str
    name: str
    arrived_at: datetime
    seen_at: datetime


async def take_lobby_place(
    session: AsyncSession, invitation: Invitation, now: datetime
) -> LobbyPlace:
    """Return the place held, seen anew, or a new one at the end of the queue."""
    visit = await session.get_one(Visit, invitation.visit_id)
    if visit.state is VisitState.ENDED:
        raise VisitEndedError(visit.id)
    place = await find_place(session, invitation.id, now)
    if place is not None:
        place.seen_at = now
        return place
    await _give_up_place(session, invitation.id)
    place = LobbyPlace(invitation_id=invitation.id, visit_id=visit.id, arrived_at=now, seen_at=now)
    session.add(place)
    await session.flush()
    return place


async def find_place(
    session: AsyncSession, invitation_id: UUID, now: datetime
) -> LobbyPlace | None:
    """Return the place an invitation holds: admitted, or waiting and seen within ten minutes."""
    query = select(LobbyPlace).where(
        LobbyPlace.invitation_id == invitation_id, LobbyPlace.left_at.is_(None)
    )
    place = await session.scalar(query)
    if place is None or (place.admitted_at is None and now - place.seen_at > KEPT_FOR):
        return None
    return place


async def touch_places(
    session: AsyncSession, invitation_ids: Sequence[UUID], now: datetime
) -> None:
    """Note that these citizens are still there."""
    await session.execute(
        update(LobbyPlace)
        .where(LobbyPlace.invitation_id.in_(invitation_ids), LobbyPlace.left_at.is_(None))
        .values(seen_at=now)
    )


async def list_waiting(
    session: AsyncSession, visit_id: UUID, now: datetime
) -> Sequence[WaitingCitizen]:
    """List who waits and still holds a place, first come first."""
    query = (
        select(LobbyPlace, Invitation.name)
        .join(Invitation, Invitation.id == LobbyPlace.invitation_id)
        .where(
            LobbyPlace.visit_id == visit_id,
            LobbyPlace.admitted_at.is_(None),
            LobbyPlace.left_at.is_(None),
            LobbyPlace.seen_at >= now - KEPT_FOR,
            Invitation.revoked_at.is_(None),
        )
        .order_by(LobbyPlace.arrived_at, LobbyPlace.id)
    )
    return [_waiting(place, name) for place, name in (await session.execute(query))]


def find_position(waiting: Sequence[WaitingCitizen], invitation_id: UUID) -> int | None:
    """Return the place in the queue, counted from one."""
    ids = [citizen.invitation_id for citizen in waiting]
    return ids.index(invitation_id) + 1 if invitation_id in ids else None


async def admit_citizen(
    session: AsyncSession,
    visit: Visit,
    invitation_id: UUID,
    now: datetime,
    *,
    by: User | None = None,
) -> LobbyPlace:
    """Let somebody into a visit; again for one who is in is no error.

    Raises:
        NotWaitingError: no place is held, because it was given up, left or never taken, or the
            invitation was taken back meanwhile.
    """
    place = await find_place(session, invitation_id, now)
    invitation = await session.get(Invitation, invitation_id)
    is_revoked = invitation is not None and invitation.revoked_at is not None
    if place is None or place.visit_id != visit.id or is_revoked:
        raise NotWaitingError(invitation_id)
    if place.admitted_at is None:
        place.admitted_at = now
        detail = {"invitation": str(invitation_id)}
        subject = name_subject("visit", visit.id)
        record_act(session, name_actor_or_house(by), "citizen_admitted", subject, detail, now)
    await session.flush()
    return place


async def list_admitted(session: AsyncSession, visit_id: UUID) -> Sequence[UUID]:
    """List the invitations whose citizens are let in and have not left."""
    query = select(LobbyPlace.invitation_id).where(
        LobbyPlace.visit_id == visit_id,
        LobbyPlace.admitted_at.is_not(None),
        LobbyPlace.left_at.is_(None),
    )
    return (await session.scalars(query)).all()


async def leave_lobby(session: AsyncSession, invitation_id: UUID, now: datetime) -> None:
    """Close the place of somebody who chose to go, waiting or admitted."""
    await session.execute(
        update(LobbyPlace)
        .where(LobbyPlace.invitation_id == invitation_id, LobbyPlace.left_at.is_(None))
        .values(left_at=now)
    )


async def _give_up_place(session: AsyncSession, invitation_id: UUID) -> None:
    """Close a lapsed place at the moment it was last seen; the row stays as history."""
    await session.execute(
        update(LobbyPlace)
        .where(LobbyPlace.invitation_id == invitation_id, LobbyPlace.left_at.is_(None))
        .values(left_at=LobbyPlace.seen_at)
    )


def _waiting(place: LobbyPlace, name: str) -> WaitingCitizen:
    return WaitingCitizen(
        invitation_id=place.invitation_id,
        participant_id=seat_of_citizen(place.invitation_id),
        name=name,
        arrived_at=place.arrived_at,
        seen_at=place.seen_at,
    )
