"""What can go wrong with minutes.

MinutesError
|- UnknownMinutesError
|- MinutesExistError
|- MinutesChangedError(base, current)
|- MinutesStateError(state)
|  `- MinutesSealedError
|- ObjectionOpenError
|- UnknownObjectionError
|- AlreadySignedError
|- NotASignerError
|- NoStrokeError
|- SigningCodeError
|  |- WrongSigningCodeError(tries_left)
|  |- SigningCodeExpiredError
|  `- SigningCodeTooSoonError(seconds)
`- TemplateFaultError(fault)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import CasesError

if TYPE_CHECKING:
    from .minutes_template import TemplateFault


class MinutesError(CasesError):
    """Any error about minutes."""


class UnknownMinutesError(MinutesError):
    """There are no such minutes, or not yet."""


class MinutesExistError(MinutesError):
    """There is a text already, and nobody has agreed to write it anew."""


class MinutesChangedError(MinutesError):
    """Somebody saved a newer revision than the one this act rests on; nothing was written."""

    def __init__(self, base: int, current: int) -> None:
        super().__init__(f"revision {base} is not the latest, {current} is")
        self.base = base
        self.current = current


class MinutesStateError(MinutesError):
    """Minutes that stand so take no such act."""

    def __init__(self, state: str) -> None:
        super().__init__(f"the minutes are {state}")
        self.state = state


class MinutesSealedError(MinutesStateError):
    """Sealed minutes are never changed."""


class ObjectionOpenError(MinutesError):
    """Nobody has answered an objection yet."""


class UnknownObjectionError(MinutesError):
    """There is no such objection to these minutes."""


class AlreadySignedError(MinutesError):
    """This person, or this department, has signed the revision."""


class NotASignerError(MinutesError):
    """Whoever is not a party signs nothing."""


class NoStrokeError(MinutesError):
    """What was drawn is no signature: nothing, a dot, or no path at all."""


class SigningCodeError(MinutesError):
    """A code to sign or to read with was not taken."""


class WrongSigningCodeError(SigningCodeError):
    def __init__(self, tries_left: int) -> None:
        super().__init__(f"{tries_left} tries left")
        self.tries_left = tries_left


class SigningCodeExpiredError(SigningCodeError):
    """There is no code, or it is older than ten minutes, or it was tried too often."""


class SigningCodeTooSoonError(SigningCodeError):
    """The last code is less than a minute old; the next one is possible after `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


class TemplateFaultError(MinutesError):
    """A department's template makes no text; `fault` says where and why."""

    def __init__(self, fault: TemplateFault) -> None:
        super().__init__(fault.kind.value)
        self.fault = fault
