"""Names of seats in a media room: stable for a person in a visit, whatever device they use."""

from uuid import UUID


def seat_of_citizen(invitation_id: UUID) -> str:
    return f"c-{invitation_id}"


def seat_of_user(user_id: UUID) -> str:
    return f"s-{user_id}"


def find_invitation_id(participant_id: str) -> UUID | None:
    """Return the invitation behind a citizen's seat; None for a seat of staff."""
    return UUID(participant_id[2:]) if participant_id.startswith("c-") else None


def find_user_id(participant_id: str) -> UUID | None:
    """Return the user behind a seat of staff; None for a citizen's."""
    return UUID(participant_id[2:]) if participant_id.startswith("s-") else None
