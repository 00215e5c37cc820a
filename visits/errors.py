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
    TooLateError(starts_at)
    NotWaitingError(invitation_id)
    UnknownRecordingError(recording_id)
    RecordingDestroyedError(recording_id)
    WrongMasterKeyError(fingerprint)
    TamperedFileError(frame)
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


class TooLateError(VisitsError):
    """The visit has begun, or was to begin: it is no more moved or called off by a link."""

    def __init__(self, starts_at: datetime) -> None:
        super().__init__(f"the visit starts at {starts_at:%Y-%m-%d %H:%M} UTC")
        self.starts_at = starts_at


class NotWaitingError(VisitsError):
    def __init__(self, invitation_id: UUID) -> None:
        super().__init__(f"nobody waits with invitation {invitation_id}")
        self.invitation_id = invitation_id


class UnknownRecordingError(VisitsError):
    def __init__(self, recording_id: UUID) -> None:
        super().__init__(f"no recording {recording_id} in this visit")
        self.recording_id = recording_id


class RecordingDestroyedError(VisitsError):
    def __init__(self, recording_id: UUID) -> None:
        super().__init__(f"recording {recording_id} was destroyed; nobody can read it any more")
        self.recording_id = recording_id


class WrongMasterKeyError(VisitsError):
    """`fingerprint` is of the key that was tried; the row knows which one would fit."""

    def __init__(self, fingerprint: str) -> None:
        super().__init__(
            f"the master key {fingerprint} does not open this file; give the one it was "
            "recorded with (NETVISIT_MASTER_KEY or DATA_DIR/master.key)"
        )
        self.fingerprint = fingerprint


class TamperedFileError(VisitsError):
    """An encrypted file is not what was written; `frame` is where that shows."""

    def __init__(self, frame: int) -> None:
        super().__init__(f"the file was changed after it was written: frame {frame} does not open")
        self.frame = frame
