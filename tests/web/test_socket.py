"""The way onto the socket: a ticket that works once, and only from our own pages."""

import asyncio
import json
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSServerHandshakeError

from media import Grant, Role
from web.auth.tickets import Tickets
from web.errors import TicketError

from .house import Browser, House
from .test_console import wait_in_lobby

GRANT = Grant("room", "s-1", "王敏", "", Role.PANEL, admitted=True)


async def join(socket: ClientWebSocketResponse, ticket: str) -> dict[str, Any]:
    await socket.send_str(json.dumps({"type": "join", "version": 1, "ticket": ticket}))
    answer: dict[str, Any] = json.loads(await socket.receive_str(timeout=5))
    return answer


async def ticket_of(browser: Browser, path: str) -> str:
    return str((await browser.tell(path)).body["ticket"])


async def test_a_ticket_opens_the_seat_it_was_given_for_and_only_once(house: House) -> None:
    officer = await house.staff("wangmin")
    ticket = await ticket_of(officer, f"{house.console}/socket-ticket")
    async with officer.session.ws_connect("/socket") as socket:
        welcome = await join(socket, ticket)
        assert welcome["type"] == "welcome"
        assert welcome["participant_id"].startswith("s-")
        async with officer.session.ws_connect("/socket") as second:
            assert (await join(second, ticket))["code"] == "unknown_ticket_error"


async def test_a_citizen_admitted_after_the_ticket_was_given_is_in(house: House) -> None:
    citizen, invitation_id = await wait_in_lobby(house)
    ticket = await ticket_of(citizen, "/visit/socket-ticket")
    officer = await house.staff("wangmin")
    await officer.tell(f"{house.console}/admit/{invitation_id}")
    async with citizen.session.ws_connect("/socket") as socket:
        assert (await join(socket, ticket))["admitted"] is True


async def test_a_made_up_ticket_opens_nothing(house: House) -> None:
    async with house.new_browser().session.ws_connect("/socket") as socket:
        assert (await join(socket, "made-up"))["code"] == "unknown_ticket_error"


async def test_a_page_of_another_site_opens_no_socket(house: House) -> None:
    session = house.new_browser().session
    with pytest.raises(WSServerHandshakeError) as refused:
        await session.ws_connect("/socket", headers={"Origin": "https://evil.example"})
    assert refused.value.status == 403
    own = str(house.server.make_url("/")).rstrip("/")
    async with session.ws_connect("/socket", headers={"Origin": own}):
        pass


async def test_the_panel_hears_at_once_what_a_colleague_decides(house: House) -> None:
    officer = await house.staff("wangmin")
    ticket = await ticket_of(officer, f"{house.console}/socket-ticket")
    async with officer.session.ws_connect("/socket") as socket:
        await join(socket, ticket)
        await officer.tell(f"{house.console}/fields/people_count", {"value": "7"})
        body = await hear(socket, "field_set")
    assert (body["field"], body["value"]) == ("people_count", 7)


async def test_signing_out_ends_the_seat_and_its_tickets(house: House) -> None:
    officer = await house.staff("wangmin")
    ticket = await ticket_of(officer, f"{house.console}/socket-ticket")
    spare = await ticket_of(officer, f"{house.console}/socket-ticket")
    async with officer.session.ws_connect("/socket") as socket:
        await join(socket, ticket)
        assert (await officer.submit("/staff/sign-out")).status == 303
        await asyncio.wait_for(read_to_end(socket), 5)
    async with officer.session.ws_connect("/socket") as socket:
        assert (await join(socket, spare))["code"] == "unknown_ticket_error"


async def read_to_end(socket: ClientWebSocketResponse) -> None:
    async for _ in socket:
        pass


async def hear(socket: ClientWebSocketResponse, topic: str) -> dict[str, Any]:
    """Wait for an announcement of this topic."""
    while True:
        frame: dict[str, Any] = json.loads(await socket.receive_str(timeout=5))
        if frame.get("topic") == topic:
            body: dict[str, Any] = frame["body"]
            return body


def test_a_ticket_is_worthless_after_half_a_minute() -> None:
    tickets = Tickets()
    ticket = tickets.issue(GRANT, now=100.0)
    with pytest.raises(TicketError):
        tickets.redeem(ticket, now=130.1)


def test_tickets_that_nobody_used_do_not_pile_up() -> None:
    tickets = Tickets(capacity=10)
    issued = [tickets.issue(GRANT, now=100.0) for _ in range(50)]
    assert len(tickets) == 10
    assert tickets.redeem(issued[-1], now=100.0) is GRANT
