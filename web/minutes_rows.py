"""Rows of minutes as pages show them, to staff and to the citizen."""

from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.minutes import get_revision, list_objections, list_revisions
from cases.minutes_models import Minutes
from cases.minutes_signing import list_signatures
from cases.minutes_text import LineKind, read_lines
from cases.models import Department, User
from visits.models import AudioRecording, Invitation
from web import pages

from .i18n import Language
from .names import name_department

BEFORE_SECONDS, AFTER_SECONDS = 4.0, 12.0

FindSounds = Callable[[float | None], tuple[pages.MinutesSound, ...]]


async def describe_lines(session: AsyncSession, minutes: Minutes) -> tuple[pages.MinutesLine, ...]:
    """Give the latest text line by line."""
    text = (await get_revision(session, minutes)).text
    return tuple(
        pages.MinutesLine(
            line.kind.value,
            line.text.partition("] ")[2] if line.kind is LineKind.SAID else line.text,
            line.at_seconds,
        )
        for line in read_lines(text)
    )


async def describe_versions(
    session: AsyncSession, minutes: Minutes
) -> tuple[pages.MinutesVersion, ...]:
    revisions = await list_revisions(session, minutes)
    names = await name_users(session, {one.author_id for one in revisions if one.author_id})
    return tuple(
        pages.MinutesVersion(
            one.number, names.get(one.author_id, "") if one.author_id else "", one.written_at
        )
        for one in revisions
    )


async def describe_objections(
    session: AsyncSession, minutes: Minutes, find_sounds: FindSounds
) -> tuple[pages.MinutesObjection, ...]:
    """Give every objection with the sound of its second."""
    rows = await list_objections(session, minutes)
    names = await name_users(session, {one.answered_by for one in rows if one.answered_by})
    found = []
    for one in rows:
        invitation = await session.get_one(Invitation, one.invitation_id)
        found.append(
            pages.MinutesObjection(
                id=str(one.id),
                name=invitation.name,
                revision=one.revision,
                at_seconds=one.at_seconds,
                words=one.words,
                raised_at=one.raised_at,
                answer=one.answer or "",
                answered_by=names.get(one.answered_by, "") if one.answered_by else "",
                sounds=find_sounds(one.at_seconds) if one.answer is None else (),
            )
        )
    return tuple(found)


async def describe_signatures(
    session: AsyncSession, minutes: Minutes, language: Language
) -> tuple[pages.MinutesSignature, ...]:
    """Give the signatures under the latest revision."""
    found = []
    for one in await list_signatures(session, minutes):
        department = await session.get(Department, one.department_id) if one.department_id else None
        found.append(
            pages.MinutesSignature(
                one.name,
                name_department(language, department) if department else "",
                one.method.value,
                one.signed_at,
                one.stroke or "",
            )
        )
    return tuple(found)


async def name_users(session: AsyncSession, user_ids: set[UUID]) -> dict[UUID, str]:
    rows = await session.execute(select(User.id, User.name).where(User.id.in_(user_ids)))
    return {row.id: row.name for row in rows}


def list_sounds(
    recordings: Sequence[AudioRecording], base: str, at: float | None
) -> tuple[pages.MinutesSound, ...]:
    """List the recordings that hold a second, as addresses that play around it."""
    if at is None:
        return ()
    return tuple(
        pages.MinutesSound(one.speaker_name, f"{base}/{one.id}/audio#t={_span(at - one.started)}")
        for one in recordings
        if one.wrapped_key is not None and 0 <= at - one.started <= (one.duration or 0.0)
    )


def _span(at: float) -> str:
    """Write the media fragment (W3C Media Fragments URI 1.0) around a second of a file."""
    return f"{max(0.0, at - BEFORE_SECONDS):.0f},{at + AFTER_SECONDS:.0f}"
