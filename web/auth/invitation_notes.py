"""Link and code of a fresh invitation, kept in memory for one look by who convened the visit."""

from collections import OrderedDict
from dataclasses import dataclass
from uuid import UUID

# Full means a thousand visits convened and their pages not yet loaded: the oldest note goes.
CAPACITY = 1000


@dataclass(frozen=True, slots=True)
class InvitationNote:
    """The only readable copy of token and code."""

    token: str
    code: str


class InvitationNotes:
    """Notes by user and visit; each is given out once."""

    def __init__(self) -> None:
        self._notes: OrderedDict[tuple[UUID, UUID], InvitationNote] = OrderedDict()

    def keep(self, user_id: UUID, visit_id: UUID, note: InvitationNote) -> None:
        self._notes[user_id, visit_id] = note
        if len(self._notes) > CAPACITY:
            self._notes.popitem(last=False)

    def take(self, user_id: UUID, visit_id: UUID) -> InvitationNote | None:
        """Give the note and forget it; None when it has been seen, or after a restart."""
        return self._notes.pop((user_id, visit_id), None)
