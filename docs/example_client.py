"""Read a visit's captions over docs/protocol.md: a whole client, without media.

    python docs/example_client.py ws://127.0.0.1:8080/socket TICKET

A ticket comes from POST /visit/socket-ticket or POST /staff/visits/{id}/socket-ticket and works
once, within half a minute. A client that comes back after a lost socket asks for another one.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

import aiohttp

VERSION = 1
Frame = dict[str, Any]


async def listen(url: str, ticket: str) -> AsyncIterator[Frame]:
    """Join and yield every frame until the server closes; raises ConnectionError if refused."""
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        await socket.send_json({"type": "join", "version": VERSION, "ticket": ticket})
        async for message in socket:
            frame: Frame = json.loads(message.data)
            if frame["type"] == "error" and frame["fatal"]:
                raise ConnectionError(frame["message"])
            yield frame


async def read_captions(url: str, ticket: str) -> AsyncIterator[str]:
    """Yield a line for each final caption and for who comes and goes."""
    names: dict[str, str] = {}
    async for frame in listen(url, ticket):
        match frame:
            case {"type": "participant_joined", "participant_id": who, "name": name}:
                names[who] = name
                yield f"+ {name}"
            case {"type": "participant_left", "participant_id": who}:
                yield f"- {names.pop(who, who)}"
            case {"type": "announced", "topic": "caption", "body": {"final": True} as caption}:
                yield f"{caption['name']}: {caption['text']}"
            case {"type": "room_closed", "reason": reason}:
                yield f"closed: {reason}"
                return


async def main(url: str, ticket: str) -> None:
    async for line in read_captions(url, ticket):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
