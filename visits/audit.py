"""How the audit trail calls those who act around a visit."""

from uuid import UUID

from cases.audit import SYSTEM, name_actor
from cases.models import User


def name_actor_or_house(user: User | None) -> str:
    """Name a member of staff, or the house when nobody in particular acted."""
    return SYSTEM if user is None else name_actor(user)


def name_citizen(invitation_id: UUID) -> str:
    """Name a citizen by the invitation, which is all a citizen signs in with."""
    return f"invitation:{invitation_id}"
