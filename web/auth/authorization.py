"""The one table of who may use which address; what is not in it is refused and fails a test."""

from dataclasses import dataclass, field
from enum import StrEnum

from cases.models import UserRole
from visits.visit import CONTENT_ROLES


class Who(StrEnum):
    """Kinds of visitors, from everybody to the few."""

    ANYONE = "anyone"
    SEAT = "citizen who redeemed an invitation in this browser"
    TICKET = "citizen who opened the ticket of an invitation in this browser"
    STAFF = "signed-in staff"
    PANEL = "signed-in staff of a department on the visit's panel"
    PARTY = "signed-in staff of a department that leads the case or sits on one of its panels"
    RECEPTION = "signed-in staff of the office that receives applications"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may come; of staff only those with one of `roles` (empty: any).

    The body of a `streamed` route is read piece by piece, so its handler checks the form's token.
    """

    who: Who
    roles: frozenset[UserRole] = field(default_factory=frozenset)
    streamed: bool = False

    @property
    def for_staff(self) -> bool:
        return self.who in {Who.STAFF, Who.PANEL, Who.PARTY, Who.RECEPTION}


ANYONE = Rule(Who.ANYONE)
SEAT = Rule(Who.SEAT)
TICKET = Rule(Who.TICKET)
STAFF = Rule(Who.STAFF)
CONVENER = Rule(Who.STAFF, CONTENT_ROLES)
PANEL = Rule(Who.PANEL, CONTENT_ROLES)
PARTY = Rule(Who.PARTY, CONTENT_ROLES)
RECEPTION = Rule(Who.RECEPTION, frozenset({UserRole.CLERK, UserRole.SUPERVISOR}))
UPLOAD = Rule(Who.ANYONE, streamed=True)
PANEL_LARGE = Rule(Who.PANEL, CONTENT_ROLES, streamed=True)
WORDING = Rule(Who.STAFF, frozenset({UserRole.CLERK, UserRole.SUPERVISOR}))

RULES: dict[tuple[str, str], Rule] = {
    ("GET", "/"): ANYONE,
    ("POST", "/language"): ANYONE,
    ("GET", "/healthz"): ANYONE,
    ("GET", "/readyz"): ANYONE,
    ("GET", "/metrics"): ANYONE,
    ("GET", "/static"): ANYONE,
    ("GET", "/assets/{name}"): ANYONE,
    ("GET", "/socket"): ANYONE,  # the ticket in the first message says who it is
    ("GET", "/apply"): ANYONE,
    ("POST", "/apply"): ANYONE,
    ("GET", "/apply/phone"): ANYONE,
    ("POST", "/apply/phone"): ANYONE,
    ("GET", "/apply/code"): ANYONE,
    ("POST", "/apply/code"): ANYONE,
    ("POST", "/apply/code/again"): ANYONE,
    ("GET", "/apply/files"): ANYONE,
    ("POST", "/apply/files"): UPLOAD,
    ("POST", "/apply/files/remove"): ANYONE,
    ("GET", "/apply/times"): ANYONE,
    ("POST", "/apply/times"): ANYONE,
    ("GET", "/apply/check"): ANYONE,
    ("POST", "/apply/check"): ANYONE,
    ("GET", "/apply/done"): ANYONE,
    ("GET", "/apply/{question}"): ANYONE,
    ("POST", "/apply/{question}"): ANYONE,
    ("GET", "/track"): ANYONE,
    ("POST", "/track"): ANYONE,
    ("GET", "/track/state"): ANYONE,  # shows nothing without the cookie of a right code
    ("POST", "/track/ticket"): ANYONE,
    ("POST", "/track/close"): ANYONE,
    ("GET", "/poster"): STAFF,
    ("GET", "/visit"): ANYONE,
    ("POST", "/visit/redeem"): ANYONE,
    ("GET", "/visit/state"): SEAT,
    ("GET", "/visit/captions"): SEAT,
    ("POST", "/visit/consent"): SEAT,
    ("POST", "/visit/lobby"): SEAT,
    ("POST", "/visit/socket-ticket"): SEAT,
    ("GET", "/ticket"): ANYONE,  # without a ticket it leads to the form
    ("GET", "/ticket/open"): ANYONE,
    ("POST", "/ticket/open"): ANYONE,
    ("POST", "/ticket/move"): TICKET,
    ("POST", "/ticket/cancel"): TICKET,
    ("POST", "/ticket/join"): TICKET,
    ("GET", "/sign"): ANYONE,  # without a ticket it leads to the form
    ("POST", "/sign"): TICKET,
    ("POST", "/sign/code"): TICKET,
    ("POST", "/sign/objections"): TICKET,
    ("GET", "/sign/open"): ANYONE,
    ("POST", "/sign/open"): ANYONE,
    ("GET", "/sign/recordings/{recording_id}/audio"): TICKET,
    ("GET", "/sign/sealed/{format}"): TICKET,
    ("GET", "/staff/roster"): CONVENER,
    ("POST", "/staff/roster"): CONVENER,
    ("GET", "/staff/sign-in"): ANYONE,
    ("POST", "/staff/sign-in"): ANYONE,
    ("POST", "/staff/sign-out"): STAFF,
    ("GET", "/staff"): STAFF,
    ("GET", "/staff/applications"): RECEPTION,
    ("GET", "/staff/applications/{number}"): RECEPTION,
    ("POST", "/staff/applications/{number}/case"): RECEPTION,
    ("POST", "/staff/applications/{number}/answer"): RECEPTION,
    ("GET", "/staff/applications/{number}/files/{file_id}"): RECEPTION,
    ("GET", "/staff/visits/new"): CONVENER,
    ("POST", "/staff/visits/new"): CONVENER,
    ("GET", "/staff/visits/{visit_id}/invitation"): CONVENER,  # to who convened it, once
    ("GET", "/staff/visits/{visit_id}"): PANEL,
    ("GET", "/staff/visits/{visit_id}/state"): PANEL,
    ("POST", "/staff/visits/{visit_id}/socket-ticket"): PANEL,
    ("POST", "/staff/visits/{visit_id}/admit/{invitation_id}"): PANEL,
    ("POST", "/staff/visits/{visit_id}/suggestions/{suggestion_id}/accept"): PANEL,
    ("POST", "/staff/visits/{visit_id}/suggestions/{suggestion_id}/correct"): PANEL,
    ("POST", "/staff/visits/{visit_id}/suggestions/{suggestion_id}/reject"): PANEL,
    ("POST", "/staff/visits/{visit_id}/fields/{field}"): PANEL,
    ("POST", "/staff/visits/{visit_id}/end"): PANEL,
    ("GET", "/staff/visits/{visit_id}/review"): PANEL,
    ("GET", "/staff/visits/{visit_id}/review/transcript"): PANEL,
    ("GET", "/staff/visits/{visit_id}/review/changes"): PANEL,
    ("POST", "/staff/visits/{visit_id}/review/corrections"): PANEL,
    ("POST", "/staff/visits/{visit_id}/review/corrections/{correction_id}/undo"): PANEL,
    ("POST", "/staff/visits/{visit_id}/review/progress"): PANEL,
    ("GET", "/staff/visits/{visit_id}/recordings/{recording_id}/audio"): PANEL,
    ("GET", "/staff/visits/{visit_id}/recordings/{recording_id}/peaks"): PANEL,
    ("GET", "/staff/visits/{visit_id}/recordings/{recording_id}/redacted"): PANEL,
    ("GET", "/staff/visits/{visit_id}/export/{format}"): PANEL,
    ("GET", "/staff/visits/{visit_id}/minutes"): PANEL,
    ("POST", "/staff/visits/{visit_id}/minutes"): PANEL_LARGE,
    ("POST", "/staff/visits/{visit_id}/minutes/generate"): PANEL,
    ("POST", "/staff/visits/{visit_id}/minutes/present"): PANEL,
    ("POST", "/staff/visits/{visit_id}/minutes/objections/{objection_id}/answer"): PANEL,
    ("POST", "/staff/visits/{visit_id}/minutes/countersign"): PANEL,
    ("POST", "/staff/visits/{visit_id}/minutes/seal"): PANEL,
    ("GET", "/staff/visits/{visit_id}/minutes/sealed/{format}"): PANEL,
    ("GET", "/staff/templates/minutes"): WORDING,
    ("POST", "/staff/templates/minutes"): WORDING,
    ("GET", "/staff/cases/{number}"): PARTY,
}


def find_rule(method: str, path: str) -> Rule | None:
    """Look up a route by its pattern; HEAD is GET without the body."""
    return RULES.get(("GET" if method == "HEAD" else method, path))
