"""What every page has, what several share, and how one is rendered."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from aiohttp import web

from web.templating import get_chrome, get_environment

VisitState = Literal["scheduled", "open", "live", "ended"]


@dataclass(frozen=True, slots=True)
class Viewer:
    """The member of staff who looks at a page."""

    name: str
    department: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What every page context has: its template and the folders of js/ whose sentences it needs."""

    template: ClassVar[str]
    scripts: ClassVar[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPage(Page):
    """A page behind the sign-in."""

    viewer: Viewer


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a select or of check boxes."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one form field, in words that say what to do."""

    field: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage(Page):
    """A page that could not be given; `reference` helps to find the line in the log."""

    template: ClassVar[str] = "error.html"
    status: int
    reference: str = ""


def render(request: web.Request, context: Page, status: int = 200) -> web.Response:
    """Render a page in the language of the request."""
    template = get_environment(request).get_template(context.template)
    text = template.render(page=context, **get_chrome(request, context.scripts))
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8")
