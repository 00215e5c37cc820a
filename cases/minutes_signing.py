"""Who signs minutes and how: the citizen by a stroke or a code, each department by an account."""

from __future__ import annotations

import hashlib
import hmac
import math
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from .audit import name_actor, name_subject, record_act
from .minutes import check_base, get_revision, list_open_objections, lock_minutes
from .minutes_errors import (
    AlreadySignedError,
    MinutesStateError,
    NoStrokeError,
    NotASignerError,
    ObjectionOpenError,
    SigningCodeError,
    SigningCodeExpiredError,
    SigningCodeTooSoonError,
    WrongSigningCodeError,
)
from .minutes_models import MinutesState, Signature, SignerRole, SigningCode, SigningMethod
from .minutes_text import digest_text

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from .minutes_models import Minutes
    from .models import User

CODE_LASTS = timedelta(minutes=10)
CODE_PAUSE = timedelta(minutes=1)
TRIES = 5
STROKE_WIDTH, STROKE_HEIGHT = 600, 200
LONGEST_STROKE = 30_000
_STROKE = re.compile(r"(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})*)+")
_POINT = re.compile(r"(\d+) (\d+)")


@dataclass(frozen=True, slots=True)
class Parties:
    """Who has to sign: invitations of citizens, and departments of the panel."""

    citizens: Collection[UUID]
    departments: Collection[UUID]


@dataclass(frozen=True, slots=True)
class CitizenHand:
    """How a citizen signs: with what was drawn, or by a code that was found right."""

    invitation_id: UUID
    name: str
    stroke: str | None = None


class IssuedCode(NamedTuple):
    """The only moment at which a code is readable; the row keeps its HMAC."""

    row: SigningCode
    code: str


def check_stroke(stroke: str) -> str:
    """Return an SVG path within 600 x 200 that looks drawn by hand; raises NoStrokeError."""
    if len(stroke) > LONGEST_STROKE or _STROKE.fullmatch(stroke) is None:
        raise NoStrokeError
    points = [(int(x), int(y)) for x, y in _POINT.findall(stroke)]
    across, down = zip(*points, strict=True)
    if max(across) > STROKE_WIDTH or max(down) > STROKE_HEIGHT:
        raise NoStrokeError
    is_drawn = len(points) >= 6 and max(across) - min(across) + max(down) - min(down) >= 40
    if not is_drawn:
        raise NoStrokeError
    return stroke


async def sign_as_citizen(
    session: AsyncSession,
    visit_id: UUID,
    hand: CitizenHand,
    *,
    base: int,
    parties: Parties,
    now: datetime,
) -> Signature:
    """Add the citizen's signature under revision `base`.

    Raises MinutesChangedError, MinutesStateError, ObjectionOpenError, AlreadySignedError,
    NotASignerError, NoStrokeError.
    """
    minutes = await _get_presented(session, visit_id, base)
    if hand.invitation_id not in parties.citizens:
        raise NotASignerError
    if await list_open_objections(session, minutes):
        raise ObjectionOpenError
    signature = Signature(
        role=SignerRole.CITIZEN,
        signer=hand.invitation_id,
        name=hand.name,
        method=SigningMethod.CODE if hand.stroke is None else SigningMethod.STROKE,
        stroke=None if hand.stroke is None else check_stroke(hand.stroke),
    )
    await _add(session, minutes, signature, f"invitation:{hand.invitation_id}", now)
    await _close_when_all_signed(session, minutes, parties)
    return signature


async def countersign(
    session: AsyncSession, visit_id: UUID, user: User, *, base: int, parties: Parties, now: datetime
) -> Minutes:
    """Sign for the user's department, once every citizen has; the last one makes it signed.

    Raises as `sign_as_citizen` does.
    """
    minutes = await _get_presented(session, visit_id, base)
    if user.department_id not in parties.departments:
        raise NotASignerError
    given = await list_signatures(session, minutes)
    if list_missing_citizens(given, parties):
        raise MinutesStateError(minutes.state)
    if user.department_id in {one.department_id for one in given}:
        raise AlreadySignedError
    signature = Signature(
        role=SignerRole.PANEL,
        signer=user.id,
        name=user.name,
        department_id=user.department_id,
        method=SigningMethod.ACCOUNT,
    )
    await _add(session, minutes, signature, name_actor(user), now)
    await _close_when_all_signed(session, minutes, parties)
    return minutes


async def list_signatures(session: AsyncSession, minutes: Minutes) -> Sequence[Signature]:
    """List the signatures under the latest revision, citizens first, else as they were given."""
    query = select(Signature).where(
        Signature.minutes_id == minutes.id, Signature.revision == minutes.revision
    )
    order = (Signature.role, Signature.signed_at, Signature.id)
    return (await session.scalars(query.order_by(*order))).all()


def list_missing_citizens(given: Sequence[Signature], parties: Parties) -> Sequence[UUID]:
    """List the invitations whose citizen has not signed."""
    signed = {one.signer for one in given}
    return [one for one in parties.citizens if one not in signed]


def list_missing_departments(given: Sequence[Signature], parties: Parties) -> Sequence[UUID]:
    """List the departments of the panel that have not countersigned."""
    signed = {one.department_id for one in given}
    return [one for one in parties.departments if one not in signed]


async def issue_signing_code(
    session: AsyncSession, minutes: Minutes, invitation_id: UUID, key: bytes, now: datetime
) -> IssuedCode:
    """Make the code that is to be sent to the citizen's phone; an earlier one is worth nothing.

    Raises SigningCodeTooSoonError within a minute of the last one.
    """
    last = await _find_open_code(session, minutes, invitation_id)
    if last is not None:
        wait = (last.sent_at + CODE_PAUSE - now).total_seconds()
        if wait > 0:
            raise SigningCodeTooSoonError(math.ceil(wait))
        last.used_at = now
        await session.flush()
    code = f"{secrets.randbelow(1_000_000):06d}"
    row = SigningCode(
        minutes_id=minutes.id,
        invitation_id=invitation_id,
        code_hash=_hash_code(key, minutes.id, invitation_id, code),
        tries_left=TRIES,
        sent_at=now,
        expires_at=now + CODE_LASTS,
    )
    session.add(row)
    await session.flush()
    return IssuedCode(row, code)


async def judge_signing_code(
    session: AsyncSession,
    minutes: Minutes,
    invitation_id: UUID,
    code: str,
    key: bytes,
    now: datetime,
) -> SigningCodeError | None:
    """Judge a code, which serves once; the error is a result, so that the counted try commits."""
    row = await _find_open_code(session, minutes, invitation_id)
    if row is None or now > row.expires_at or row.tries_left <= 0:
        return SigningCodeExpiredError()
    row.tries_left -= 1
    given = _hash_code(key, minutes.id, invitation_id, code)
    if not hmac.compare_digest(row.code_hash, given):
        return (
            WrongSigningCodeError(row.tries_left) if row.tries_left else SigningCodeExpiredError()
        )
    row.used_at = now
    return None


async def _get_presented(session: AsyncSession, visit_id: UUID, base: int) -> Minutes:
    minutes = await lock_minutes(session, visit_id)
    check_base(minutes, base)
    if minutes.state is not MinutesState.PRESENTED:
        raise MinutesStateError(minutes.state)
    return minutes


async def _add(
    session: AsyncSession, minutes: Minutes, signature: Signature, actor: str, now: datetime
) -> None:
    if signature.signer in {one.signer for one in await list_signatures(session, minutes)}:
        raise AlreadySignedError
    revision = await get_revision(session, minutes)
    signature.minutes_id, signature.revision = minutes.id, minutes.revision
    signature.text_sha256, signature.signed_at = digest_text(revision.text), now
    session.add(signature)
    detail = {"revision": minutes.revision, "method": signature.method.value}
    subject = name_subject("minutes", minutes.id)
    record_act(session, actor, "minutes_signed", subject, detail, now)
    await session.flush()


async def _close_when_all_signed(session: AsyncSession, minutes: Minutes, parties: Parties) -> None:
    given = await list_signatures(session, minutes)
    missing = [*list_missing_citizens(given, parties), *list_missing_departments(given, parties)]
    if not missing:
        minutes.state = MinutesState.SIGNED
        await session.flush()


async def _find_open_code(
    session: AsyncSession, minutes: Minutes, invitation_id: UUID
) -> SigningCode | None:
    query = select(SigningCode).where(
        SigningCode.minutes_id == minutes.id,
        SigningCode.invitation_id == invitation_id,
        SigningCode.used_at.is_(None),
    )
    return await session.scalar(query)


def _hash_code(key: bytes, minutes_id: UUID, invitation_id: UUID, code: str) -> str:
    """Key the six digits with a secret of the house, so that no copy of the rows tells them."""
    digits = "".join(c for c in unicodedata.normalize("NFKC", code) if c.isdecimal())
    message = f"{minutes_id}\0{invitation_id}\0{digits}".encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()
