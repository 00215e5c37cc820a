"""GET /metrics: what Prometheus reads, and which figures it gets."""

from collections.abc import Iterator

from aiohttp import web

from visits.models import VisitState

from .keys import LIVE_VISITS, METRICS, RECOGNIZERS, ROOMS
from .metrics import Figure

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


async def show_metrics(request: web.Request) -> web.Response:
    return web.Response(body=request.app[METRICS].expose(), headers={"Content-Type": CONTENT_TYPE})


def read_figures(app: web.Application) -> Iterator[Figure]:
    """Read what rooms, recognition and running visits count by themselves."""
    for name, value in app[ROOMS].statistics.as_dict().items():
        yield Figure(f"media_{name}", "Counted by the media path", value)
    recognizers = app[RECOGNIZERS]
    lag, dropped = recognizers.lag_seconds, recognizers.dropped_seconds
    yield Figure("transcription_lag_seconds", "Sound waiting at the slowest speaker", lag)
    yield Figure("transcription_dropped_seconds", "Sound that outran recognition", dropped)
    running = app[LIVE_VISITS].list_running()
    live = sum(visit.state is VisitState.LIVE for visit in running)
    yield Figure("visits_open", "Visits whose doors are open", len(running))
    yield Figure("visits_live", "Visits that somebody was admitted to", live)
