"""The pages of an application in their order, and the ways between them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from aiohttp import web

from web import pages

if TYPE_CHECKING:
    from cases.application_models import Application

START = "/apply"
DONE = "/apply/done"
CHANGE = "change"


class Step(StrEnum):
    """A page; the value is the end of its address."""

    STORY = "story"
    DEMAND = "demand"
    PLACE = "place"
    NAME = "name"
    PHONE = "phone"
    CODE = "code"
    FILES = "files"
    TIMES = "times"
    CHECK = "check"


# The code belongs to the question about the phone, and the summary is no question.
QUESTIONS = tuple(step for step in Step if step not in {Step.CODE, Step.CHECK})


def path_of(step: Step, *, is_change: bool = False) -> str:
    return f"{START}/{step}" + (f"?{CHANGE}=1" if is_change else "")


def is_change(request: web.Request) -> bool:
    """Tell whether the visitor came from the summary to change one answer."""
    return CHANGE in request.query


def way_back(request: web.Request, step: Step) -> str:
    """Give where "back" leads: the summary, the page before, or the start."""
    if step is Step.CODE:
        return path_of(Step.PHONE, is_change=is_change(request))
    if is_change(request):
        return path_of(Step.CHECK)
    before = list(Step)[: list(Step).index(step)]
    pages = [one for one in before if one is not Step.CODE]
    return path_of(pages[-1]) if pages else START


def go_on(request: web.Request, step: Step) -> web.Response:
    """Redirect to what comes after an answered question."""
    if is_change(request):
        return redirect(path_of(Step.CHECK))
    following = list(Step)[list(Step).index(step) + 1 :]
    pages = [one for one in following if one is not Step.CODE]
    return redirect(path_of(pages[0]))


def redirect(location: str) -> web.Response:
    return web.Response(status=303, headers={"Location": location})


def describe_place(request: web.Request, step: Step) -> pages.StepPlace:
    """Say where a question stands."""
    asked = Step.PHONE if step is Step.CODE else step
    return pages.StepPlace(
        step=step.value,
        position=QUESTIONS.index(asked) + 1,
        total=len(QUESTIONS),
        back=way_back(request, step),
        is_change=is_change(request),
    )


def find_step(application: Application) -> Step:
    """Find where to go on with a draft: the first question that was not answered yet."""
    for step in (Step.STORY, Step.DEMAND, Step.PLACE, Step.NAME):
        if not getattr(application, step.value):
            return step
    if application.phone_confirmed_at is None:
        return Step.PHONE
    return Step.CHECK if application.files or application.times else Step.FILES
