"""GET /poster: a sheet to print, whose QR code leads to an application."""

from aiohttp import web

from web import pages
from web.links import base_url

from .viewer import describe_viewer


async def show_poster(request: web.Request) -> web.Response:
    base = base_url(request)
    page = pages.PosterPage(
        viewer=describe_viewer(request),
        link=f"{base}/apply?from=poster",
        shown_link=f"{base.partition('://')[2]}/apply",
    )
    return pages.render(request, page)
