"""What each page shows: one frozen context per template, with times in UTC and names in words.

Departments, field values and other words that exist in two languages are given in the language
of the request (`i18n.find_language`); `render` adds what every page has (chrome in templating.py).
"""

from .application import (
    Answer,
    ApplyCheckPage,
    ApplyCodePage,
    ApplyDonePage,
    ApplyFilesPage,
    ApplyPhonePage,
    ApplyStartPage,
    ApplyTextPage,
    ApplyTimesPage,
    AttachedFile,
    StepPlace,
    TrackedPage,
    TrackedVisit,
    TrackPage,
)
from .case import (
    Acceptance,
    CaseFieldRow,
    CasePage,
    CaseVisitRow,
    Statement,
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
from .exports import (
    ExportBlock,
    ExportRecording,
)
from .inbox import (
    ApplicationPage,
    ApplicationRow,
    InboxPage,
    PosterPage,
)
from .minutes import (
    MinutesLine,
    MinutesObjection,
    MinutesPage,
    MinutesSignature,
    MinutesSound,
    MinutesTemplatePage,
    MinutesVersion,
    SignEntryPage,
    SignPage,
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
from .roster import (
    RosterDay,
    RosterPage,
)
from .slots import (
    SlotOffer,
)
from .ticket import (
    TicketEntryPage,
    TicketPage,
)

__all__ = [
    "Acceptance",
    "Answer",
    "ApplicationPage",
    "ApplicationRow",
    "ApplyCheckPage",
    "ApplyCodePage",
    "ApplyDonePage",
    "ApplyFilesPage",
    "ApplyPhonePage",
    "ApplyStartPage",
    "ApplyTextPage",
    "ApplyTimesPage",
    "AttachedFile",
    "CaseFieldRow",
    "CasePage",
    "CaseVisitRow",
    "Choice",
    "CitizenPage",
    "ConsolePage",
    "ConvenePage",
    "ErrorPage",
    "ExportBlock",
    "ExportRecording",
    "FieldError",
    "HomePage",
    "InboxPage",
    "InvitationPage",
    "MinutesLine",
    "MinutesObjection",
    "MinutesPage",
    "MinutesSignature",
    "MinutesSound",
    "MinutesTemplatePage",
    "MinutesVersion",
    "Page",
    "PosterPage",
    "ReviewField",
    "ReviewLinks",
    "ReviewPage",
    "ReviewPerson",
    "ReviewRecording",
    "ReviewTotals",
    "RosterDay",
    "RosterPage",
    "SignEntryPage",
    "SignInPage",
    "SignPage",
    "SlotOffer",
    "StaffPage",
    "Statement",
    "StepPlace",
    "TicketEntryPage",
    "TicketPage",
    "TodayPage",
    "TrackPage",
    "TrackedPage",
    "TrackedVisit",
    "TranscriptTurn",
    "Viewer",
    "VisitRow",
    "VisitState",
    "WaitingPerson",
    "render",
]
