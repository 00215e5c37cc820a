"""What can go wrong with applications.

ApplicationError
|- UnknownApplicationError
|- NotADraftError               sent already, nothing can be changed
|- IncompleteApplicationError(missing)
|- ApplicationDecidedError(state)
|- PhoneCodeError               (results of a try, or why none is sent)
|  |- WrongPhoneCodeError(tries_left)
|  |- PhoneCodeExpiredError
|  |- PhoneCodeTooSoonError(seconds)
|  `- TooManyPhoneCodesError
|- TrackingError                (results of a try)
|  |- UnknownTicketError        number or code is wrong; never said which
|  `- TrackingPausedError(seconds)
`- AttachmentError(name)
   |- WrongKindError            none of the kinds that are taken
   |- SuspiciousFileError       a document that unpacks without end, or hides a program
   |- EmptyFileError
   |- FileTooLargeError(megabytes)
   |- TooManyFilesError(most)
   |- TooMuchInAllError(megabytes)
   `- NoSpaceError
"""

from collections.abc import Sequence

from .errors import CasesError


class ApplicationError(CasesError):
    """Any error of an application."""


class UnknownApplicationError(ApplicationError):
    """There is no such application, or the person asking may not know that there is."""


class NotADraftError(ApplicationError):
    """The application was sent already."""


class IncompleteApplicationError(ApplicationError):
    """Questions that need an answer have none yet; `missing` names them in their order."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(f"no answer to {', '.join(missing)}")
        self.missing = tuple(missing)


class ApplicationDecidedError(ApplicationError):
    """Somebody has opened a case or answered already; `state` says which."""

    def __init__(self, state: str) -> None:
        super().__init__(f"the application is already {state}")
        self.state = state


class PhoneCodeError(ApplicationError):
    """A phone is not confirmed, or no code is sent to it now."""


class WrongPhoneCodeError(PhoneCodeError):
    def __init__(self, tries_left: int) -> None:
        super().__init__(f"{tries_left} tries left")
        self.tries_left = tries_left


class PhoneCodeExpiredError(PhoneCodeError):
    """The code is too old or was tried too often: a new one is needed."""


class PhoneCodeTooSoonError(PhoneCodeError):
    """A code was sent a moment ago; the next may be asked for after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


class TooManyPhoneCodesError(PhoneCodeError):
    """This phone, or this application, has had its codes for today."""


class TrackingError(ApplicationError):
    """Number and code open nothing."""


class UnknownTicketError(TrackingError):
    """Number or code is wrong."""


class TrackingPausedError(TrackingError):
    """Too many wrong codes for this number; the next try counts after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


class AttachmentError(ApplicationError):
    """A file is not taken; `name` is its cleaned name."""

    def __init__(self, name: str) -> None:
        super().__init__(type(self).__name__)
        self.name = name


class WrongKindError(AttachmentError):
    """The first bytes are those of no kind that is taken."""


class SuspiciousFileError(AttachmentError):
    """The document unpacks to far more than it is, is locked, or holds a program."""


class EmptyFileError(AttachmentError):
    """There is nothing in the file."""


class FileTooLargeError(AttachmentError):
    def __init__(self, name: str, megabytes: int) -> None:
        super().__init__(name)
        self.megabytes = megabytes


class TooManyFilesError(AttachmentError):
    def __init__(self, name: str, most: int) -> None:
        super().__init__(name)
        self.most = most


class TooMuchInAllError(AttachmentError):
    def __init__(self, name: str, megabytes: int) -> None:
        super().__init__(name)
        self.megabytes = megabytes


class NoSpaceError(AttachmentError):
    """The disk of the office is nearly full."""
