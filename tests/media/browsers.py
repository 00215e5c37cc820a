"""The plainest browser: a socket that can prove a password by STUN."""

import asyncio
import socket

from aioice import stun

from media.answer import IceCredentials


def open_browser() -> socket.socket:
    opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    opened.bind(("127.0.0.1", 0))
    opened.setblocking(False)
    return opened


async def send(browser: socket.socket, datagram: bytes, address: tuple[str, int]) -> None:
    """Send and let the other end read."""
    browser.sendto(datagram, address)
    await asyncio.sleep(0.01)


def check(credentials: IceCredentials, *, nominate: bool = False, password: str = "") -> bytes:
    """Write a connectivity check (RFC 8445, section 7.2.2)."""
    message = stun.Message(
        message_method=stun.Method.BINDING,
        message_class=stun.Class.REQUEST,
        attributes={"USERNAME": f"{credentials.ufrag}:them", "PRIORITY": 1},
    )
    if nominate:
        message.attributes["USE-CANDIDATE"] = None
    message.add_message_integrity((password or credentials.password).encode())
    return bytes(message)
