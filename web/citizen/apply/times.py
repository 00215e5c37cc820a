"""When the applicant can talk: parts of working days, and days that suit."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from aiohttp import web

from cases.application_models import TimeOfDay
from cases.applications import get_own_draft
from web import pages
from web.forms import read_choices
from web.keys import CLOCK, SESSIONS, SETTINGS

from .draft import get_draft, keep_token, read_token
from .steps import Step, describe_place, go_on

DAYS_OFFERED = 10
SATURDAY = 5


async def show_times(request: web.Request) -> web.Response:
    """GET /apply/times."""
    draft = await get_draft(request)
    chosen = tuple(date.fromisoformat(day) for day in draft.days)
    page = pages.ApplyTimesPage(
        place=describe_place(request, Step.TIMES),
        times=tuple(draft.times),
        days=tuple(offer_days(request)),
        chosen_days=chosen,
    )
    return pages.render(request, page)


async def answer_times(request: web.Request) -> web.Response:
    """POST /apply/times: nothing chosen means that any time suits."""
    form = await request.post()
    await get_draft(request)
    token, offered = read_token(request), [day.isoformat() for day in offer_days(request)]
    async with request.app[SESSIONS].begin() as session:
        draft = await get_own_draft(session, token, request.app[CLOCK]())
        draft.times = read_times(read_choices(form, "times"))
        draft.days = [day for day in offered if day in read_choices(form, "days")]
    return keep_token(request, go_on(request, Step.TIMES), token)


def read_times(chosen: Sequence[str]) -> list[TimeOfDay]:
    return [time for time in TimeOfDay if time in chosen]


def offer_days(request: web.Request) -> Iterator[date]:
    """Give the next working days after tomorrow, as somebody has to read the application first."""
    day = request.app[CLOCK]().astimezone(request.app[SETTINGS].zone).date() + timedelta(days=1)
    offered = 0
    while offered < DAYS_OFFERED:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            offered += 1
            yield day
