"""The member of staff who looks at a page, as its header names them."""

from aiohttp import web

from web import pages
from web.i18n import find_language
from web.keys import SIGNED_IN
from web.names import name_department


def describe_viewer(request: web.Request) -> pages.Viewer:
    signed_in = request[SIGNED_IN]
    department = name_department(find_language(request), signed_in.department)
    return pages.Viewer(signed_in.user.name, department)
