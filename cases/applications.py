"""A citizen's application: the draft that grows by answers, its sending, the office's list."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import selectinload

from .application_errors import (
    IncompleteApplicationError,
    NotADraftError,
    UnknownApplicationError,
)
from .application_models import Application, ApplicationFile, ApplicationState, PhoneCode
from .audit import name_subject, record_act
from .register import allocate_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

DRAFT_LASTS = timedelta(days=7)
# Number and code can be read again in the browser that sent the application, for a while.
RECEIPT_LASTS = timedelta(hours=1)
CODE_DIGITS = 8


class Question(StrEnum):
    """What an application asks, in this order."""

    STORY = "story"
    DEMAND = "demand"
    PLACE = "place"
    NAME = "name"
    PHONE = "phone"
    FILES = "files"
    TIMES = "times"


LONGEST: Final = {"story": 4000, "demand": 1000, "place": 200, "name": 80, "address": 200}
WORDED: Final = (Question.STORY, Question.DEMAND, Question.PLACE, Question.NAME)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the applicant takes along."""

    number: str
    code: str


async def start_draft(
    session: AsyncSession, *, token: str, lang: str, source: str, now: datetime
) -> Application:
    """Add an empty draft for the browser that holds the token."""
    draft = Application(
        token_hash=hash_token(token),
        lang=lang,
        source=source,
        created_at=now,
        expires_at=now + DRAFT_LASTS,
    )
    session.add(draft)
    await session.flush()
    await session.refresh(draft, ["files"])
    return draft


async def find_own_application(
    session: AsyncSession, token: str, now: datetime
) -> Application | None:
    """Find what the browser with this token has written, with its files; None when it is over."""
    query = (
        select(Application)
        .where(Application.token_hash == hash_token(token), Application.expires_at > now)
        .options(selectinload(Application.files))
    )
    return await session.scalar(query)


async def get_own_draft(session: AsyncSession, token: str, now: datetime) -> Application:
    """Return the draft to write in, kept seven days from now on.

    Raises UnknownApplicationError, or NotADraftError when it was sent already.
    """
    application = await find_own_application(session, token, now)
    if application is None:
        raise UnknownApplicationError
    await session.refresh(application, ["state"], with_for_update=True)
    if application.state is not ApplicationState.DRAFT:
        raise NotADraftError
    application.expires_at = now + DRAFT_LASTS
    return application


def list_missing(application: Application) -> tuple[Question, ...]:
    """List the questions that need an answer before the application can be sent."""
    missing = [question for question in WORDED if not getattr(application, question.value)]
    if application.phone_confirmed_at is None:
        missing.append(Question.PHONE)
    return tuple(missing)


async def submit_application(session: AsyncSession, token: str, now: datetime) -> Application:
    """Send the draft: it gets a number, of the year in the zone of `now`; a second time is a no-op.

    Raises UnknownApplicationError or IncompleteApplicationError.
    """
    try:
        application = await get_own_draft(session, token, now)
    except NotADraftError:
        return await _get_own(session, token, now)
    if missing := list_missing(application):
        raise IncompleteApplicationError(missing)
    application.number = await allocate_number(session, now.year)
    application.code_hash = hash_code(application.number, derive_code(token))
    application.state = ApplicationState.SUBMITTED
    application.submitted_at = now
    application.expires_at = now + RECEIPT_LASTS
    await session.flush()
    subject = name_subject("application", application.id)
    record_act(session, subject, "application_submitted", subject, {}, now)
    return application


def make_receipt(application: Application, token: str) -> Receipt:
    """Give number and code; the code exists only where the token is."""
    if application.number is None:
        raise UnknownApplicationError
    return Receipt(application.number, derive_code(token))


def derive_code(token: str) -> str:
    """Give the eight digits that go with a draft's token, the same each time."""
    digest = hmac.digest(token.encode(), b"code of an application", "sha256")
    return f"{int.from_bytes(digest) % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def hash_code(salt: str, code: str) -> str:
    return hashlib.sha256(f"{salt}\0{code}".encode()).hexdigest()


async def list_applications(
    session: AsyncSession, state: ApplicationState
) -> Sequence[Application]:
    """List what was sent and stands so, oldest first, with the files."""
    query = (
        select(Application)
        .where(Application.state == state)
        .order_by(Application.submitted_at, Application.number)
        .options(selectinload(Application.files))
    )
    return (await session.scalars(query)).all()


async def count_applications(session: AsyncSession) -> Mapping[ApplicationState, int]:
    """Count what was sent, by state."""
    query = select(Application.state, func.count()).group_by(Application.state)
    counted = {row[0]: row[1] for row in await session.execute(query)}
    sent = [state for state in ApplicationState if state is not ApplicationState.DRAFT]
    return {state: counted.get(state, 0) for state in sent}


async def get_application(session: AsyncSession, number: str) -> Application:
    """Return what was sent under a number, with its files; raises UnknownApplicationError."""
    query = (
        select(Application)
        .where(Application.number == number)
        .options(selectinload(Application.files))
    )
    application = await session.scalar(query)
    if application is None:
        raise UnknownApplicationError
    return application


async def find_application_of_case(session: AsyncSession, case_id: UUID) -> Application | None:
    """Find the application from which a case was opened, with its files."""
    query = (
        select(Application)
        .where(Application.case_id == case_id)
        .options(selectinload(Application.files))
    )
    return await session.scalar(query)


async def delete_old_drafts(session: AsyncSession, now: datetime) -> int:
    """Delete drafts that nobody came back to for seven days; their files are swept afterwards."""
    old = select(Application.id).where(
        Application.state == ApplicationState.DRAFT, Application.expires_at <= now
    )
    ids = (await session.scalars(old)).all()
    for kind in (ApplicationFile, PhoneCode):
        await session.execute(delete(kind).where(kind.application_id.in_(ids)))
    await session.execute(delete(Application).where(Application.id.in_(ids)))
    return len(ids)


async def _get_own(session: AsyncSession, token: str, now: datetime) -> Application:
    application = await find_own_application(session, token, now)
    if application is None:
        raise UnknownApplicationError
    return application
