"""What can go wrong around a visit.

VisitsError
    InvitationError
        UnknownInvitationError
        WrongCodeError(tries_left)
        TriesExhaustedError
        InvitationTooEarlyError(opens_at)
        InvitationExpiredError(closes_at)
        InvitationRevokedError(revoked_at)
    UnknownVisitError(visit_id)
    NotOnPanelError(visit_id)
    VisitEndedError(visit_id)
    NotWaitingError(invitation_id)
"""

from datetime import datetime
from uuid import UUID


class VisitsError(Exception):
    """Root of what this package raises."""


class InvitationError(VisitsError):
    """An invitation that does not open the door now."""


class UnknownInvitationError(InvitationError):
    def __init__(self) -> None:
        super().__init__("no invitation with this token")


class WrongCodeError(InvitationError):
    def __init__(self, tries_left: int) -> None:
        super().__init__(f"wrong code, {tries_left} tries left")
        self.tries_left = tries_left


class TriesExhaustedError(InvitationError):
    def __init__(self) -> None:
        super().__init__("too many wrong codes, the invitation is locked")


class InvitationTooEarlyError(InvitationError):
    def __init__(self, opens_at: datetime) -> None:
        super().__init__(f"the invitation opens at {opens_at:%Y-%m-%d %H:%M} UTC")
        self.opens_at = opens_at


class InvitationExpiredError(InvitationError):
    def __init__(self, closes_at: datetime) -> None:
        super().__init__(f"the invitation closed at {closes_at:%Y-%m-%d %H:%M} UTC")
        self.closes_at = closes_at


class InvitationRevokedError(InvitationError):
    def __init__(self, revoked_at: datetime) -> None:
        super().__init__("the invitation was taken back")
        self.revoked_at = revoked_at


class UnknownVisitError(VisitsError):
    def __init__(self, visit_id: UUID) -> None:
        super().__init__(f"no visit {visit_id}")
        self.visit_id = visit_id


class NotOnPanelError(VisitsError):
    """Also raised for a visit that does not exist, so that nobody can probe for one."""

    def __init__(self, visit_id: UUID) -> None:
        super().__init__(f"visit {visit_id} is not one of the user's department")
        self.visit_id = visit_id


class VisitEndedError(VisitsError):
    def __init__(self, visit_id: UUID) -> None:
        super().__init__(f"visit {visit_id} has ended")
        self.visit_id = visit_id


class NotWaitingError(VisitsError):
    def __init__(self, invitation_id: UUID) -> None:
        super().__init__(f"nobody waits with invitation {invitation_id}")
        self.invitation_id = invitation_id
