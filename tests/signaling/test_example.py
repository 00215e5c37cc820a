"""The example client of the documentation works as it stands."""

import importlib.util
from pathlib import Path
from types import ModuleType

from tests.signaling.house import ROOM, House

EXAMPLE = Path(__file__).parents[2] / "docs" / "example_client.py"


def load_example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("example_client", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def test_the_example_client_reads_captions(house: House) -> None:
    await house.seat("s-1")
    url = str(house.server.make_url("/socket").with_scheme("ws"))
    lines = load_example().read_captions(url, house.ticket("s-2"))
    assert await anext(lines) == "+ S-1"
    house.room.announce("caption", {"final": False, "name": "Chen", "text": "good"})
    house.room.announce("caption", {"final": True, "name": "Chen", "text": "good morning"})
    assert await anext(lines) == "Chen: good morning"
    await house.rooms.close_room(ROOM, "ended")
    assert [line async for line in lines] == ["closed: ended"]
