"""Whatever is sent, the answer is a protocol error and nobody else notices."""

import asyncio
import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media import Kind
from signaling.errors import MalformedMessageError, ProtocolError, UnknownMessageError
from signaling.messages import Join, Mute, decode
from tests.signaling.house import open_house

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
nearly_messages = st.fixed_dictionaries(
    {"type": st.sampled_from(["join", "offer", "mute", "share", "ping", "leave", "x"])},
    optional=dict.fromkeys(
        ["version", "ticket", "last_seq", "session", "sdp", "id", "kind", "muted"], json_values
    ),
)


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_no_bytes_raise_anything_but_protocol_errors(frame: bytes | str) -> None:
    with pytest.raises(ProtocolError):
        decode(frame)


def test_deep_nesting_is_only_malformed() -> None:
    with pytest.raises(MalformedMessageError):
        decode("[" * 30_000)


def test_messages_are_read() -> None:
    assert decode('{"type":"join","version":1,"ticket":"t"}') == Join(1, "t")
    assert decode(b'{"type":"mute","kind":"camera","muted":false}') == Mute(Kind.CAMERA, False)
    with pytest.raises(UnknownMessageError):
        decode('{"type":"moot"}')


@settings(max_examples=25, deadline=None)
@given(st.lists(nearly_messages, max_size=20))
def test_nearly_right_messages_end_at_most_their_own_socket(messages: list[object]) -> None:
    asyncio.run(send_all([json.dumps(message) for message in messages]))


async def send_all(texts: list[str]) -> None:
    async with open_house() as house:
        caller, other = await house.seat("s-1"), await house.seat("s-2")
        with suppress(ConnectionError):
            for text in texts:
                await caller.socket.send_str(text)
        await caller.socket.close()
        assert caller.socket.close_code in {1000, 4000}
        await other.say("ping")
        await other.hear_one("pong")
