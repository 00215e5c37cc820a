"""Coming back to an application with its number and code."""

from __future__ import annotations

import hmac
import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from .application_errors import TrackingError, TrackingPausedError, UnknownTicketError
from .application_models import Application
from .applications import hash_code

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

TRIES = 5
PAUSE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Tracking:
    """A judged try; an error is a result, so that the transaction that counts it commits."""

    application: Application | None = None
    error: TrackingError | None = None

    def get_application(self) -> Application:
        """Return the application or raise what was wrong; call it after the commit."""
        if self.application is None:
            raise self.error or UnknownTicketError
        return self.application


async def track_application(
    session: AsyncSession, *, number: str, code: str, now: datetime
) -> Tracking:
    """Judge number and code; five wrong codes close a number for a quarter of an hour."""
    wanted = normalize_number(number)
    query = select(Application).where(Application.number == wanted).with_for_update()
    application = await session.scalar(query)
    # Compared even for an unknown number, so that the time taken does not tell the two apart.
    expected = application.code_hash if application else None
    given = hash_code(wanted, "".join(re.findall(r"\d", unicodedata.normalize("NFKC", code))))
    right = hmac.compare_digest(expected or hash_code("", ""), given)
    if application is None:
        return Tracking(error=UnknownTicketError())
    if application.paused_until is not None and now < application.paused_until:
        seconds = math.ceil((application.paused_until - now).total_seconds())
        return Tracking(error=TrackingPausedError(seconds))
    if not right:
        return Tracking(error=_count_wrong(application, now))
    application.wrong_codes, application.paused_until = 0, None
    return Tracking(application)


def normalize_number(text: str) -> str:
    """Give a number as it is kept, 2026-000123, from whatever way it is typed."""
    digits = "".join(re.findall(r"\d", unicodedata.normalize("NFKC", text)))
    return f"{digits[:4]}-{digits[4:10]:0>6}"


def _count_wrong(application: Application, now: datetime) -> TrackingError:
    application.wrong_codes += 1
    if application.wrong_codes < TRIES:
        return UnknownTicketError()
    application.wrong_codes, application.paused_until = 0, now + PAUSE
    return TrackingPausedError(int(PAUSE.total_seconds()))
