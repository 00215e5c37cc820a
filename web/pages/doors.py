"""The pages before one is anybody: home, the citizen's visit, the sign-in."""

from dataclasses import dataclass
from typing import ClassVar

from .page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage(Page):
    """The doors of the house: join a visit, ask for one, staff."""

    template: ClassVar[str] = "home.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenPage(Page):
    """The one page of a citizen's visit; its states are filled by script from /visit/state."""

    template: ClassVar[str] = "visit.html"
    scripts: ClassVar[tuple[str, ...]] = ("shared", "room", "citizen")
    text_version: str = "2"  # of the consent sentences, stored with what was chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage(Page):
    """Name and password; `next_path` is where to go afterwards."""

    template: ClassVar[str] = "sign_in.html"
    login: str = ""
    next_path: str = "/staff"
    failed: bool = False  # wrong name or password (never said which)
    wait_minutes: int = 0  # too many tries: how long to wait
