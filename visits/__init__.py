"""Visits: who may enter one, who waits, and what happens while it is live."""

from .consents import find_consent, give_consent
from .errors import VisitsError
from .grants import grant_for_citizen, grant_for_user
from .invitations import (
    get_seated_invitation,
    invite_citizen,
    redeem_invitation,
    revoke_invitation,
)
from .live import LiveVisit
from .live_visits import LiveVisits, open_live_visits
from .lobby import find_place, find_position, list_waiting, take_lobby_place
from .models import Visit, VisitState
from .visit import get_visit, get_visit_for, list_panel, list_visits_for, open_visit

__all__ = [
    "LiveVisit",
    "LiveVisits",
    "Visit",
    "VisitState",
    "VisitsError",
    "find_consent",
    "find_place",
    "find_position",
    "get_seated_invitation",
    "get_visit",
    "get_visit_for",
    "give_consent",
    "grant_for_citizen",
    "grant_for_user",
    "invite_citizen",
    "list_panel",
    "list_visits_for",
    "list_waiting",
    "open_live_visits",
    "open_visit",
    "redeem_invitation",
    "revoke_invitation",
    "take_lobby_place",
]
