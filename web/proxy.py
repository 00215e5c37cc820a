"""Scheme and address of a visitor, as the nearest proxy says where the settings believe it."""

from aiohttp import web

from .keys import SETTINGS


def is_secure(request: web.Request) -> bool:
    """Tell whether the visitor's browser speaks https."""
    return scheme_of(request) == "https"


def scheme_of(request: web.Request) -> str:
    settings = request.app[SETTINGS]
    if settings.public_url:
        return settings.public_url.partition(":")[0]
    if not settings.behind_proxy:
        return request.scheme
    return request.headers.get("X-Forwarded-Proto", request.scheme)


def address_of(request: web.Request) -> str:
    """Give the visitor's address; of a chain only the last, which the nearest proxy has added."""
    address = request.remote or ""
    if not request.app[SETTINGS].behind_proxy:
        return address
    return request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
