"""What each page shows: one frozen context per template, with times in UTC and names in words.

Departments, field values and other words that exist in two languages are given in the language
of the request (`i18n.find_language`); `render` adds what every page has (chrome in templating.py).
"""

from .case import (
    Acceptance,
    CaseFieldRow,
    CasePage,
    CaseVisitRow,
    TranscriptTurn,
)
from .desk import (
    ConsolePage,
    ConvenePage,
    InvitationPage,
    TodayPage,
    VisitRow,
    WaitingPerson,
)
from .doors import (
    CitizenPage,
    HomePage,
    SignInPage,
)
from .page import (
    Choice,
    ErrorPage,
    FieldError,
    Page,
    StaffPage,
    Viewer,
    VisitState,
    render,
)
from .review import (
    ReviewField,
    ReviewLinks,
    ReviewPage,
    ReviewPerson,
    ReviewRecording,
    ReviewTotals,
)

__all__ = [
    "Acceptance",
    "CaseFieldRow",
    "CasePage",
    "CaseVisitRow",
    "Choice",
    "CitizenPage",
    "ConsolePage",
    "ConvenePage",
    "ErrorPage",
    "FieldError",
    "HomePage",
    "InvitationPage",
    "Page",
    "ReviewField",
    "ReviewLinks",
    "ReviewPage",
    "ReviewPerson",
    "ReviewRecording",
    "ReviewTotals",
    "SignInPage",
    "StaffPage",
    "TodayPage",
    "TranscriptTurn",
    "Viewer",
    "VisitRow",
    "VisitState",
    "WaitingPerson",
    "render",
]
