"""What people decide about suggestions: accept, correct or reject, each once and with its audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .audit import name_actor, name_subject, record_act
from .case_fields import is_same_value, lock_case, write_case_field
from .changes import record_change
from .errors import SuggestionDecidedError, SuggestionSupersededError
from .fields import CaseField
from .models import Case, SuggestionStatus
from .review_models import ChangeKind
from .suggestions import get_suggestion

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from .fields import FieldValue
    from .models import FieldSuggestion, User


async def accept_suggestion(
    session: AsyncSession, suggestion_id: UUID, user: User, now: datetime
) -> FieldSuggestion:
    """Write the suggested value into the case.

    Deciding again the same way changes nothing and is no error, whoever does it.

    Raises:
        UnknownSuggestionError: there is none.
        SuggestionDecidedError: somebody has decided otherwise.
        SuggestionSupersededError: what was said since has replaced it.
    """
    suggestion = await _get_locked(session, suggestion_id)
    return await _decide(
        session, suggestion, SuggestionStatus.ACCEPTED, suggestion.value, user, now
    )


async def correct_suggestion(
    session: AsyncSession, suggestion_id: UUID, user: User, now: datetime, value: FieldValue
) -> FieldSuggestion:
    """Write another value into the case on the same words; the suggested one is an acceptance.

    `value` is in the field's normal form. Raises as `accept_suggestion` does.
    """
    suggestion = await _get_locked(session, suggestion_id)
    same = is_same_value(value, suggestion.value)
    status = SuggestionStatus.ACCEPTED if same else SuggestionStatus.CORRECTED
    return await _decide(session, suggestion, status, value, user, now)


async def reject_suggestion(
    session: AsyncSession, suggestion_id: UUID, user: User, now: datetime
) -> FieldSuggestion:
    """Put the suggestion away; the case stays as it is. Raises as `accept_suggestion` does."""
    suggestion = await _get_locked(session, suggestion_id)
    return await _decide(session, suggestion, SuggestionStatus.REJECTED, None, user, now)


async def _get_locked(session: AsyncSession, suggestion_id: UUID) -> FieldSuggestion:
    """Return the suggestion as it is now; the lock is the case's, for auto-fill takes it too."""
    suggestion = await get_suggestion(session, suggestion_id)
    await lock_case(session, suggestion.case_id)
    await session.refresh(suggestion)
    return suggestion


async def _decide(
    session: AsyncSession,
    suggestion: FieldSuggestion,
    status: SuggestionStatus,
    value: FieldValue | None,
    user: User,
    now: datetime,
) -> FieldSuggestion:
    if _is_decided_so(suggestion, status, value):
        return suggestion
    _refuse_decided(suggestion)
    suggestion.status = status
    suggestion.decided_by = user.id
    suggestion.decided_at = now
    suggestion.decided_value = value
    if value is not None:
        case = await session.get_one(Case, suggestion.case_id)
        await write_case_field(
            session, case, CaseField(suggestion.field), value, user, now, suggestion
        )
    await record_change(session, suggestion.case_id, ChangeKind.DECIDED, suggestion.id, user, now)
    record_act(
        session,
        name_actor(user),
        f"suggestion_{status}",
        name_subject("case", suggestion.case_id),
        {"field": suggestion.field, "suggestion": str(suggestion.id)},
        now,
    )
    await session.flush()
    return suggestion


def _is_decided_so(
    suggestion: FieldSuggestion, status: SuggestionStatus, value: FieldValue | None
) -> bool:
    return suggestion.status is status and is_same_value(suggestion.decided_value, value)


def _refuse_decided(suggestion: FieldSuggestion) -> None:
    if suggestion.status is SuggestionStatus.SUPERSEDED:
        raise SuggestionSupersededError(suggestion.id, suggestion.status)
    if suggestion.status is not SuggestionStatus.SUGGESTED:
        raise SuggestionDecidedError(suggestion.id, suggestion.status)
