"""Confirming an applicant's phone: a six-digit code is sent to it and typed on the page."""

from __future__ import annotations

import hmac
import math
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from .application_errors import (
    PhoneCodeError,
    PhoneCodeExpiredError,
    PhoneCodeTooSoonError,
    TooManyPhoneCodesError,
    WrongPhoneCodeError,
)
from .application_models import Application, PhoneCode
from .applications import hash_code

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

TRIES = 5
LASTS = timedelta(minutes=10)
PAUSE = timedelta(minutes=1)
PERIOD = timedelta(days=1)
MOST_PER_PERIOD = 5


class IssuedCode(NamedTuple):
    """The only moment at which a phone's code is readable; the row keeps its hash."""

    row: PhoneCode
    code: str


async def issue_phone_code(
    session: AsyncSession, draft: Application, phone: str, now: datetime
) -> IssuedCode:
    """Set the draft's phone, unconfirmed, and make the code that is to be sent to it.

    Raises:
        PhoneCodeTooSoonError: the last one is less than a minute old.
        TooManyPhoneCodesError: five went to this phone, or to this applicant, within a day.
    """
    await _check_allowance(session, draft, phone, now)
    draft.phone, draft.phone_confirmed_at = phone, None
    code = f"{secrets.randbelow(1_000_000):06}"
    row = PhoneCode(
        application_id=draft.id,
        phone=phone,
        code_hash=hash_code(f"{draft.token_hash}{phone}", code),
        sent_at=now,
        tries_left=TRIES,
    )
    session.add(row)
    await session.flush()
    return IssuedCode(row, code)


async def confirm_phone(
    session: AsyncSession, draft: Application, code: str, now: datetime
) -> PhoneCodeError | None:
    """Judge a code; the error is a result, so that the transaction that counts the try commits."""
    row = await find_latest_code(session, draft)
    if row is None or row.phone != draft.phone or now > row.sent_at + LASTS or not row.tries_left:
        return PhoneCodeExpiredError()
    row.tries_left -= 1
    if not hmac.compare_digest(row.code_hash, hash_code(f"{draft.token_hash}{row.phone}", code)):
        return WrongPhoneCodeError(row.tries_left) if row.tries_left else PhoneCodeExpiredError()
    row.tries_left = 0
    draft.phone_confirmed_at = now
    return None


async def find_latest_code(session: AsyncSession, draft: Application) -> PhoneCode | None:
    """Find the code sent last; earlier ones are worth nothing."""
    query = select(PhoneCode).where(PhoneCode.application_id == draft.id)
    return await session.scalar(query.order_by(PhoneCode.sent_at.desc()).limit(1))


async def _check_allowance(
    session: AsyncSession, draft: Application, phone: str, now: datetime
) -> None:
    latest = await find_latest_code(session, draft)
    if latest is not None and now < latest.sent_at + PAUSE:
        raise PhoneCodeTooSoonError(math.ceil((latest.sent_at + PAUSE - now).total_seconds()))
    for condition in (PhoneCode.phone == phone, PhoneCode.application_id == draft.id):
        query = select(func.count()).where(condition, PhoneCode.sent_at > now - PERIOD)
        if (await session.scalar(query) or 0) >= MOST_PER_PERIOD:
            raise TooManyPhoneCodesError
