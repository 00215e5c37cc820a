"""GET /: the doors of the house."""

from aiohttp import web

from . import pages


async def show_home(request: web.Request) -> web.Response:
    return pages.render(request, pages.HomePage())
