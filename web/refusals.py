"""Every error a request can meet: its status, its sentence for people, and the facts it tells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import web
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from cases import application_errors as applications
from cases import errors as cases
from cases import minutes_errors as minutes
from cases.fields import FieldValueError, ValueProblem
from media import errors as media
from scheduling import errors as scheduling
from transcription import errors as transcription
from visits import errors as visits

from . import errors
from .i18n import mark as _

snake_case = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Refusal:
    """How an error is answered; `facts` fill the sentence and go out as details."""

    status: int
    sentence: str
    facts: tuple[str, ...] = ()


NOT_FOUND = Refusal(404, _("This page or record does not exist, or is not open to you."))
FAILED = Refusal(
    500, _("Something went wrong on our side. What was saved before is kept. Please try again.")
)
STORE_AWAY = Refusal(
    503, _("This cannot be saved at this moment, and nothing was changed. Please try again.")
)
NO_ROOM = Refusal(503, _("The visit cannot be entered at this moment. Please try again."))
UNREADABLE = Refusal(
    500, _("This recording cannot be opened. Please tell whoever looks after this installation.")
)

REFUSALS: dict[type[Exception], Refusal] = {
    OperationalError: STORE_AWAY,
    InterfaceError: STORE_AWAY,
    PoolTimeoutError: STORE_AWAY,
    errors.NotSignedInError: Refusal(401, _("You are not signed in. Please sign in again.")),
    errors.NoSeatError: Refusal(
        401, _("Please open your invitation link again and enter the code.")
    ),
    errors.ForbiddenError: Refusal(403, _("Your role does not include this.")),
    errors.NotFoundError: NOT_FOUND,
    errors.WrongPasswordError: Refusal(401, _("Name or password is wrong.")),
    errors.SignInPausedError: Refusal(
        429, _("Too many wrong passwords. Please wait {seconds} seconds."), ("seconds",)
    ),
    errors.BusyError: Refusal(503, _("Too many people sign in at once. Please try again.")),
    errors.CsrfError: Refusal(403, _("This page was open for too long. Please reload it.")),
    errors.ForeignOriginError: Refusal(403, _("This was sent by a page of another site.")),
    errors.TooOftenError: Refusal(
        429, _("Too many tries from your connection. Please wait a few minutes."), ("seconds",)
    ),
    errors.BadInputError: Refusal(422, _("Please check what you have entered."), ("field",)),
    errors.JobError: Refusal(503, _("This cannot be prepared at this moment. Please try again.")),
    visits.UnknownInvitationError: Refusal(
        404, _("This link is not known. Please check that it is complete.")
    ),
    visits.WrongCodeError: Refusal(
        403, _("The code is wrong. Tries left: {tries_left}."), ("tries_left",)
    ),
    visits.TriesExhaustedError: Refusal(
        403, _("Too many wrong codes. Please ask the office for a new invitation.")
    ),
    visits.InvitationTooEarlyError: Refusal(
        403,
        _("It is too early. The waiting room opens 30 minutes before the visit."),
        ("opens_at",),
    ),
    visits.InvitationExpiredError: Refusal(
        410, _("The time of this visit is over."), ("closes_at",)
    ),
    visits.InvitationRevokedError: Refusal(
        410, _("This invitation was taken back. Please ask the office.")
    ),
    visits.InvitationError: Refusal(403, _("This invitation does not open the door now.")),
    visits.UnknownVisitError: NOT_FOUND,
    visits.NotOnPanelError: NOT_FOUND,
    visits.VisitEndedError: Refusal(409, _("This visit has ended.")),
    visits.TooLateError: Refusal(
        409, _("The visit has begun or is about to: it can no longer be changed here.")
    ),
    visits.NotWaitingError: Refusal(409, _("This person is no longer waiting.")),
    visits.UnknownRecordingError: NOT_FOUND,
    visits.RecordingDestroyedError: Refusal(410, _("This recording has been deleted.")),
    visits.WrongMasterKeyError: UNREADABLE,
    visits.TamperedFileError: UNREADABLE,
    visits.VisitsError: Refusal(409, _("The visit has changed meanwhile. Please reload the page.")),
    cases.UnknownCaseError: NOT_FOUND,
    applications.UnknownApplicationError: NOT_FOUND,
    applications.NotADraftError: Refusal(409, _("This application was already sent.")),
    applications.IncompleteApplicationError: Refusal(
        422, _("Some questions have no answer yet."), ("missing",)
    ),
    applications.ApplicationDecidedError: Refusal(
        409, _("A colleague has already decided on this application."), ("state",)
    ),
    applications.WrongPhoneCodeError: Refusal(
        422, _("The code is wrong. Tries left: {tries_left}."), ("tries_left",)
    ),
    applications.PhoneCodeExpiredError: Refusal(
        422, _("This code is no longer valid. Ask for a new one below.")
    ),
    applications.PhoneCodeTooSoonError: Refusal(
        429,
        _("We have just sent you a code. You can ask for a new one in {seconds} seconds."),
        ("seconds",),
    ),
    applications.TooManyPhoneCodesError: Refusal(
        429,
        _("Five codes went out today. Please try again tomorrow, or call the petition office."),
    ),
    applications.UnknownTicketError: Refusal(
        403, _("Number or code is wrong. Check both against what you noted or what we sent you.")
    ),
    applications.TrackingPausedError: Refusal(
        429, _("Too many wrong codes for this number. Try again in 15 minutes."), ("seconds",)
    ),
    applications.WrongKindError: Refusal(
        422,
        _("“{name}” is of a kind we cannot take. Send a photo, or a PDF, Word or Excel file."),
        ("name",),
    ),
    applications.SuspiciousFileError: Refusal(
        422,
        _("“{name}” is damaged, locked or holds a program. Save it as PDF and send that."),
        ("name",),
    ),
    applications.EmptyFileError: Refusal(
        422, _("There is nothing in “{name}”. Choose it again."), ("name",)
    ),
    applications.FileTooLargeError: Refusal(
        422,
        _("“{name}” is too large: {megabytes} MB at most. Send a smaller photo or a part of it."),
        ("name", "megabytes"),
    ),
    applications.TooManyFilesError: Refusal(
        422, _("“{name}” was not kept: {most} files at most. Remove another one."), ("name", "most")
    ),
    applications.TooMuchInAllError: Refusal(
        422,
        _("“{name}” was not kept: {megabytes} MB in all at most. Remove another file."),
        ("name", "megabytes"),
    ),
    applications.NoSpaceError: Refusal(
        503, _("“{name}” could not be kept. You can send the application without it."), ("name",)
    ),
    minutes.UnknownMinutesError: NOT_FOUND,
    minutes.UnknownObjectionError: NOT_FOUND,
    minutes.MinutesExistError: Refusal(
        409, _("There is a text already. Tick the box to write it anew.")
    ),
    minutes.MinutesChangedError: Refusal(
        409,
        _("Somebody has saved another text meanwhile. Nothing of yours is lost: see below."),
        ("base", "current"),
    ),
    minutes.MinutesSealedError: Refusal(409, _("These minutes are sealed and never change.")),
    minutes.MinutesStateError: Refusal(
        409, _("The minutes are not ready for this. Please reload the page."), ("state",)
    ),
    minutes.ObjectionOpenError: Refusal(
        409, _("An objection has no answer yet. It is answered first.")
    ),
    minutes.AlreadySignedError: Refusal(409, _("This was already signed.")),
    minutes.NotASignerError: Refusal(403, _("Only those who took part sign these minutes.")),
    minutes.NoStrokeError: Refusal(
        422, _("Write your name into the box with your finger, or type the code we sent you.")
    ),
    minutes.WrongSigningCodeError: Refusal(
        422, _("The code is wrong. Tries left: {tries_left}."), ("tries_left",)
    ),
    minutes.SigningCodeExpiredError: Refusal(
        422, _("This code is no longer valid. Ask for a new one.")
    ),
    minutes.SigningCodeTooSoonError: Refusal(
        429,
        _("We have just sent you a code. You can ask for a new one in {seconds} seconds."),
        ("seconds",),
    ),
    minutes.TemplateFaultError: Refusal(409, _("The template of the minutes has a mistake.")),
    minutes.MinutesError: Refusal(
        409, _("The minutes have changed meanwhile. Please reload the page.")
    ),
    cases.UnknownSuggestionError: NOT_FOUND,
    cases.UnknownUtteranceError: NOT_FOUND,
    cases.UnknownCorrectionError: NOT_FOUND,
    cases.WrongCorrectionError: Refusal(
        422, _("Please check what you have entered."), ("problem",)
    ),
    cases.CorrectionConflictError: Refusal(
        409,
        _("Somebody has changed these words meanwhile. Your text is kept below."),
        ("utterance_id", "start", "end", "text", "sequence", "theirs"),
    ),
    cases.SuggestionSupersededError: Refusal(
        409, _("What was said since has replaced this suggestion.")
    ),
    cases.SuggestionDecidedError: Refusal(
        409, _("Somebody has already decided on this suggestion."), ("status",)
    ),
    cases.CasesError: Refusal(409, _("The case has changed meanwhile. Please reload the page.")),
    scheduling.SlotTakenError: Refusal(409, _("Somebody has just booked this time.")),
    scheduling.SchedulingError: Refusal(422, _("Please check what you have entered.")),
    media.RoomFullError: Refusal(409, _("Every seat of this visit is taken.")),
    media.MediaError: NO_ROOM,
    transcription.TranscriptionError: FAILED,
}

STATUSES = {
    404: NOT_FOUND,
    405: Refusal(405, _("This page does not take such a request.")),
    413: Refusal(413, _("What was sent is too large.")),
}

FIELD_PROBLEMS: Mapping[ValueProblem, str] = {
    ValueProblem.EMPTY: _("Please enter a value."),
    ValueProblem.TOO_LONG: _("Please shorten this to {longest} characters."),
    ValueProblem.NOT_DIGITS: _("Please enter digits only."),
    ValueProblem.WRONG_LENGTH: _("The number of digits is wrong."),
    ValueProblem.WRONG_BIRTH_DATE: _("Digits 7 to 14 are no date of birth."),
    ValueProblem.WRONG_CHECK_DIGIT: _("The last character does not fit the others."),
    ValueProblem.NOT_A_NUMBER: _("Please enter a number."),
    ValueProblem.OUT_OF_RANGE: _("This number is too small or too large."),
    ValueProblem.NOT_A_DATE: _("Please enter a year, a month as 2026-03 or a day as 2026-03-08."),
    ValueProblem.UNKNOWN_CODE: _("This is none of the known names."),
    ValueProblem.NOT_YES_OR_NO: _("Please enter yes or no."),
}


def find_refusal(error: Exception) -> Refusal:
    """Find how to answer an error: its own entry, else its nearest parent's."""
    if isinstance(error, web.HTTPException):
        return STATUSES.get(error.status, Refusal(error.status, FAILED.sentence))
    if isinstance(error, FieldValueError):
        return Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, FIELD_PROBLEMS[error.problem])
    parents = (kind for kind in type(error).__mro__ if kind in REFUSALS)
    return REFUSALS.get(next(parents, Exception), FAILED)


def read_facts(error: Exception, refusal: Refusal) -> dict[str, object]:
    """Read what the error tells about itself."""
    if isinstance(error, FieldValueError):
        return {"field": error.field.value, "problem": error.problem.value, **error.facts}
    return {name: getattr(error, name) for name in refusal.facts}


def error_code(error: Exception) -> str:
    """Name an error for scripts: its class in snake_case."""
    if isinstance(error, web.HTTPException):
        kinds = {404: "not_found_error", 405: "method_not_allowed_error", 413: "too_large_error"}
        return kinds.get(error.status, "http_error")
    ours = {id(FAILED): "internal_error", id(STORE_AWAY): "store_away_error"}
    if (code := ours.get(id(find_refusal(error)))) is not None:
        return code
    return snake_case.sub("_", type(error).__name__).lower()
