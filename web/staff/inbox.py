"""GET /staff/applications: what citizens sent in, the oldest first."""

from typing import cast

from aiohttp import web

from cases.application_models import Application, ApplicationState
from cases.applications import count_applications, list_applications
from web import pages
from web.keys import READING
from web.pages.application import ApplicationStateName

from .viewer import describe_viewer

STATES = {str(state): state for state in ApplicationState if state is not ApplicationState.DRAFT}


async def show_inbox(request: web.Request) -> web.Response:
    state = STATES.get(request.query.get("state", ""), ApplicationState.SUBMITTED)
    async with request.app[READING]() as session:
        counts = await count_applications(session)
        applications = await list_applications(session, state)
    page = pages.InboxPage(
        viewer=describe_viewer(request),
        state=cast(ApplicationStateName, state.value),
        counts={one.value: number for one, number in counts.items()},
        rows=tuple(describe_row(application) for application in applications),
    )
    return pages.render(request, page)


def describe_row(application: Application) -> pages.ApplicationRow:
    return pages.ApplicationRow(
        number=application.number or "",
        submitted_at=application.submitted_at or application.created_at,
        name=application.name,
        place=application.place,
        demand=application.demand,
        files=len(application.files),
    )
