"""Addresses that people are given."""

from aiohttp import web

from .keys import SETTINGS
from .proxy import scheme_of


def base_url(request: web.Request) -> str:
    """Give how people reach this site: as set, else as this request did."""
    return request.app[SETTINGS].public_url or f"{scheme_of(request)}://{request.host}"


def invitation_link(base: str, token: str) -> str:
    """Put the token behind the #, which browsers send to nobody."""
    return f"{base}/visit#{token}"


def ticket_link(base: str, token: str) -> str:
    """Lead to the ticket of an invitation, with the same token at the same safe place."""
    return f"{base}/ticket#{token}"
