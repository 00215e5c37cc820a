"""Minutes and their revisions: generated, edited, presented, objected to.

    draft --present--> presented --everybody signs--> signed --seal--> sealed
      ^--------------- edit, generate anew ---------------'

A signature belongs to one revision, so whatever changes the text asks for all of them anew. Who
writes names the revision that they rest on; a newer one is a MinutesChangedError and nothing is
lost. Sealed minutes are guarded by the database too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from .audit import name_actor, name_subject, record_act
from .minutes_errors import (
    MinutesChangedError,
    MinutesExistError,
    MinutesSealedError,
    MinutesStateError,
    ObjectionOpenError,
    UnknownMinutesError,
    UnknownObjectionError,
)
from .minutes_models import Minutes, MinutesRevision, MinutesState, Objection
from .minutes_text import clean_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from .models import User


async def find_minutes(session: AsyncSession, visit_id: UUID) -> Minutes | None:
    """Find the minutes of a visit."""
    return await session.scalar(select(Minutes).where(Minutes.visit_id == visit_id))


async def lock_minutes(session: AsyncSession, visit_id: UUID) -> Minutes:
    """Return the minutes for whoever writes, one at a time; raises UnknownMinutesError."""
    query = select(Minutes).where(Minutes.visit_id == visit_id).with_for_update()
    minutes = await session.scalar(query.execution_options(populate_existing=True))
    if minutes is None:
        raise UnknownMinutesError
    return minutes


async def write_minutes(
    session: AsyncSession,
    *,
    visit_id: UUID,
    case_id: UUID,
    lang: str,
    text: str,
    user: User,
    now: datetime,
    again: bool = False,
) -> Minutes:
    """Keep a generated text as the first revision, or with `again` as the next one.

    Raises MinutesExistError without `again`, MinutesSealedError.
    """
    minutes = await find_minutes(session, visit_id)
    if minutes is not None:
        if not again:
            raise MinutesExistError
        minutes = await lock_minutes(session, visit_id)
        await _add_revision(session, minutes, text, None, now)
    else:
        minutes = Minutes(visit_id=visit_id, case_id=case_id, lang=lang, revision=1, created_at=now)
        minutes.state = MinutesState.DRAFT
        await _add_first(session, minutes, text, now)
    _note(session, minutes, name_actor(user), "minutes_generated", now)
    return minutes


async def edit_minutes(
    session: AsyncSession, visit_id: UUID, *, base: int, text: str, user: User, now: datetime
) -> Minutes:
    """Save what a person wrote over revision `base`; the same text again changes nothing.

    Raises MinutesChangedError, MinutesSealedError, UnknownMinutesError.
    """
    minutes = await lock_minutes(session, visit_id)
    check_base(minutes, base)
    latest = await get_revision(session, minutes)
    if clean_text(text) == latest.text:
        return minutes
    await _add_revision(session, minutes, text, user.id, now)
    _note(session, minutes, name_actor(user), "minutes_edited", now)
    return minutes


async def present_minutes(
    session: AsyncSession, visit_id: UUID, *, base: int, user: User, now: datetime
) -> Minutes:
    """Give revision `base` to the citizen to read and sign.

    Raises ObjectionOpenError, MinutesStateError, MinutesChangedError, UnknownMinutesError.
    """
    minutes = await lock_minutes(session, visit_id)
    check_base(minutes, base)
    if minutes.state is not MinutesState.DRAFT:
        raise MinutesStateError(minutes.state)
    if await list_open_objections(session, minutes):
        raise ObjectionOpenError
    minutes.state, minutes.presented_at = MinutesState.PRESENTED, now
    _note(session, minutes, name_actor(user), "minutes_presented", now)
    await session.flush()
    return minutes


async def raise_objection(
    session: AsyncSession,
    visit_id: UUID,
    *,
    base: int,
    invitation_id: UUID,
    words: str,
    at_seconds: float | None,
    now: datetime,
) -> Objection:
    """Keep what the citizen says is wrong with the revision they read.

    Raises MinutesStateError, MinutesChangedError, UnknownMinutesError.
    """
    minutes = await lock_minutes(session, visit_id)
    check_base(minutes, base)
    if minutes.state is not MinutesState.PRESENTED:
        raise MinutesStateError(minutes.state)
    objection = Objection(
        minutes_id=minutes.id,
        revision=minutes.revision,
        invitation_id=invitation_id,
        at_seconds=at_seconds,
        words=clean_text(words),
        raised_at=now,
    )
    session.add(objection)
    _note(session, minutes, f"invitation:{invitation_id}", "minutes_objected", now)
    await session.flush()
    return objection


async def answer_objection(
    session: AsyncSession,
    visit_id: UUID,
    objection_id: UUID,
    *,
    answer: str,
    user: User,
    now: datetime,
) -> Objection:
    """Answer an objection, once; the first answer stays.

    Raises UnknownObjectionError, MinutesSealedError, UnknownMinutesError.
    """
    minutes = await lock_minutes(session, visit_id)
    objection = await session.get(Objection, objection_id)
    if objection is None or objection.minutes_id != minutes.id:
        raise UnknownObjectionError
    if minutes.state is MinutesState.SEALED:
        raise MinutesSealedError(minutes.state)
    if objection.answer is None:
        objection.answer = clean_text(answer)
        objection.answered_by, objection.answered_at = user.id, now
        _note(session, minutes, name_actor(user), "objection_answered", now)
        await session.flush()
    return objection


async def get_revision(
    session: AsyncSession, minutes: Minutes, number: int | None = None
) -> MinutesRevision:
    """Return the latest text, or the one of a number."""
    query = select(MinutesRevision).where(
        MinutesRevision.minutes_id == minutes.id,
        MinutesRevision.number == (number or minutes.revision),
    )
    revision = await session.scalar(query)
    if revision is None:
        raise UnknownMinutesError
    return revision


async def list_revisions(session: AsyncSession, minutes: Minutes) -> Sequence[MinutesRevision]:
    """List every text there was, the latest first."""
    query = select(MinutesRevision).where(MinutesRevision.minutes_id == minutes.id)
    return (await session.scalars(query.order_by(MinutesRevision.number.desc()))).all()


async def list_objections(session: AsyncSession, minutes: Minutes) -> Sequence[Objection]:
    """List the objections to any revision, oldest first."""
    query = select(Objection).where(Objection.minutes_id == minutes.id)
    return (await session.scalars(query.order_by(Objection.raised_at, Objection.id))).all()


async def list_open_objections(session: AsyncSession, minutes: Minutes) -> Sequence[Objection]:
    """List what nobody has answered."""
    return [one for one in await list_objections(session, minutes) if one.answer is None]


def check_base(minutes: Minutes, base: int) -> None:
    """Raise where an act rests on another revision than the latest, or comes after the seal."""
    if minutes.state is MinutesState.SEALED:
        raise MinutesSealedError(minutes.state)
    if base != minutes.revision:
        raise MinutesChangedError(base, minutes.revision)


async def _add_first(session: AsyncSession, minutes: Minutes, text: str, now: datetime) -> None:
    try:
        async with session.begin_nested():
            session.add(minutes)
    except IntegrityError:
        raise MinutesExistError from None
    await _add_text(session, minutes, text, None, now)


async def _add_revision(
    session: AsyncSession, minutes: Minutes, text: str, author_id: UUID | None, now: datetime
) -> None:
    if minutes.state is MinutesState.SEALED:
        raise MinutesSealedError(minutes.state)
    minutes.revision += 1
    minutes.state, minutes.presented_at = MinutesState.DRAFT, None
    await _add_text(session, minutes, text, author_id, now)


async def _add_text(
    session: AsyncSession, minutes: Minutes, text: str, author_id: UUID | None, now: datetime
) -> None:
    session.add(
        MinutesRevision(
            minutes_id=minutes.id,
            number=minutes.revision,
            text=clean_text(text),
            author_id=author_id,
            written_at=now,
        )
    )
    await session.flush()


def _note(session: AsyncSession, minutes: Minutes, actor: str, action: str, now: datetime) -> None:
    subject = name_subject("minutes", minutes.id)
    record_act(session, actor, action, subject, {"revision": minutes.revision}, now)
