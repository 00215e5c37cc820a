"""What the edge itself may refuse; the other packages' errors are translated beside them.

WebError
|- SettingsError
|- StartError
|- RefusedError            (seen by people)
|  |- NotSignedInError  NoSeatError  ForbiddenError  NotFoundError
|  |- WrongPasswordError  SignInPausedError  BusyError
|  |- CsrfError  ForeignOriginError  TooOftenError(seconds)
|  `- BadInputError
|- JobError(function, problem, detail)
`- TicketError             (translated by signaling's `authorize`)
"""

from enum import StrEnum


class WebError(Exception):
    """Root of what the edge raises."""


class SettingsError(WebError):
    """A setting is unknown or wrong; the text says which and what to do."""


class StartError(WebError):
    """A command cannot do its work; the text is one line that says what to do."""


class RefusedError(WebError):
    """A request is refused; refusals.py has status and words."""


class NotSignedInError(RefusedError):
    """The page is for staff and nobody is signed in."""


class NoSeatError(RefusedError):
    """The page is for an invited citizen and the invitation has not been redeemed here."""


class ForbiddenError(RefusedError):
    """The person is known and may not do this."""


class NotFoundError(RefusedError):
    """There is no such page or thing, or nobody may know that there is."""


class WrongPasswordError(RefusedError):
    """Name or password is wrong; which one is not said."""


class SignInPausedError(RefusedError):
    """Too many wrong passwords from one address; the next try is welcome after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class BusyError(RefusedError):
    """More sign-ins wait than the machine can check in reasonable time."""


class CsrfError(RefusedError):
    """A form came without the token of the page it belongs to."""


class ForeignOriginError(RefusedError):
    """A form or socket came from a page of another site."""


class TooOftenError(RefusedError):
    """One address does something costly too often; welcome again after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class BadInputError(RefusedError):
    """A field is missing or cannot be read; `field` names it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class TicketError(WebError):
    """A socket ticket is unknown, used or older than half a minute."""


class JobProblem(StrEnum):
    """Why a job gave no result."""

    FAILED = "failed"
    CRASHED = "crashed"
    TIMED_OUT = "timed out"
    BUSY = "too many wait"
    STOPPED = "the house closes"


class JobError(WebError):
    """Work in a child process came to nothing; `detail` says where, never on whose words."""

    def __init__(self, function: str, problem: JobProblem, detail: str = "") -> None:
        super().__init__(f"{function}: {problem}" + (f" ({detail})" if detail else ""))
        self.function = function
        self.problem = problem
        self.detail = detail
