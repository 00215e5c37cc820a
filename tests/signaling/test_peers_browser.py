"""Real Chromium pages in a real room: pictures flow, and come back after whatever breaks."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from media import open_rooms
from tests.signaling.house import ROOM
from tests.signaling.visitors import Stage, eventually, open_stage

pytestmark = pytest.mark.browser


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with open_stage() as stage:
        yield stage


async def test_three_see_and_hear_each_other(stage: Stage) -> None:
    seats = ["c-1", "s-1", "s-2"]
    visitors = {seat: await stage.enter(seat) for seat in seats}
    for seat, visitor in visitors.items():
        for other in set(seats) - {seat}:
            await visitor.sees(other)
            await visitor.hears(other)
        await visitor.heard("quality", quality="good")
        assert visitor.faults == []
    await visitors["s-2"].page.evaluate("visit.signaling.leave()")
    await visitors["c-1"].heard("participant_left", participant_id="s-2")

    async def only_one_is_left() -> bool:
        return await visitors["c-1"].shows() == ["audio s-1", "camera s-1"]

    await eventually(only_one_is_left, "the slots of s-2 free")


async def test_a_reload_returns_to_the_same_seat(stage: Stage) -> None:
    citizen, officer = await stage.enter("c-1"), await stage.enter("s-1")
    await officer.sees("c-1")
    await citizen.page.reload()
    await citizen.heard("welcome", participant_id="c-1")
    await citizen.sees("s-1")
    await officer.sees("c-1")
    assert len(stage.house.room.participants) == 2
    assert await officer.events("participant_left") == []


async def test_a_lost_socket_leaves_the_pictures_alone(stage: Stage) -> None:
    citizen, officer = await stage.enter("c-1"), await stage.enter("s-1")
    await officer.sees("c-1")
    before = await officer.count("c-1", "camera", "framesDecoded")
    stage.cut_sockets()
    await officer.sees("c-1", seconds=3)
    await citizen.heard("welcome", resumed=True)
    await officer.heard("welcome", resumed=True)
    assert await officer.count("c-1", "camera", "framesDecoded") > before
    assert await officer.events("participant_away") == []
    await citizen.page.evaluate("visit.peers.setMuted('audio', true)")
    await officer.heard("track_muted", participant_id="c-1", kind="audio", muted=True)


async def test_a_mute_is_remembered_over_a_reload(stage: Stage) -> None:
    citizen, officer = await stage.enter("c-1"), await stage.enter("s-1")
    await officer.hears("c-1")
    await citizen.page.evaluate("visit.peers.setMuted('audio', true)")
    await officer.heard("track_muted", muted=True)
    await citizen.page.reload()
    await citizen.heard("muted", kind="audio", muted=True)
    await officer.sees("c-1")
    heard = await officer.count("c-1", "audio", "packetsReceived")
    await asyncio.sleep(0.5)
    assert await officer.count("c-1", "audio", "packetsReceived") == heard


async def test_a_shared_screen_arrives_and_the_next_one_takes_its_place(stage: Stage) -> None:
    first, second = await stage.enter("s-1"), await stage.enter("s-2")
    await first.page.evaluate("visit.screen()")
    await second.sees("s-1", "screen")
    await second.page.evaluate("visit.screen()")
    await first.sees("s-2", "screen")
    await second.heard("track_unpublished", participant_id="s-1", kind="screen")
    await second.page.evaluate("visit.peers.stopScreen()")
    await first.heard("track_unpublished", participant_id="s-2", kind="screen")


async def test_without_camera_or_any_device_one_still_takes_part(stage: Stage) -> None:
    voice = await stage.enter("c-1", query="?blind")
    observer = await stage.enter("s-1", query="?blind&silent")
    officer = await stage.enter("s-2")
    await officer.hears("c-1")
    await observer.sees("s-2")
    await voice.sees("s-2")
    published = await officer.events("track_published")
    others = {(event["participant_id"], event["kind"]) for event in published}
    assert others - {("s-2", "audio"), ("s-2", "camera")} == {("c-1", "audio")}


async def test_a_thin_line_can_do_without_pictures(stage: Stage) -> None:
    citizen = await stage.enter("c-1")
    await stage.enter("s-1")
    await citizen.sees("s-1")
    await citizen.page.evaluate("visit.peers.setReceiving({ audio: 11, camera: 0, screen: 0 })")
    await citizen.hears("s-1")
    assert await citizen.shows() == ["audio s-1"]


async def test_after_a_restart_of_the_server_all_is_set_up_anew(stage: Stage) -> None:
    citizen, officer = await stage.enter("c-1"), await stage.enter("s-1")
    await officer.sees("c-1")
    async with open_rooms(host="127.0.0.1", port=0, announced_address=None) as rooms:
        rooms.open_room(ROOM)
        stage.house.rooms = rooms
        stage.cut_sockets()
        await asyncio.sleep(1)
        await officer.sees("c-1")
        await citizen.sees("s-1")
        assert len(await officer.events("welcome")) == 2


async def test_media_that_the_server_lost_comes_back(stage: Stage) -> None:
    citizen, officer = await stage.enter("c-1"), await stage.enter("s-1")
    await officer.sees("c-1")
    connection = stage.house.room.participants["c-1"].connection
    assert connection is not None
    await connection.close()
    await citizen.heard("quality", quality="reconnecting")
    await citizen.sees("s-1", seconds=30)
    await officer.sees("c-1", seconds=30)
    assert len(await citizen.events("welcome")) == 1


async def test_a_dead_path_is_replaced_on_the_same_connection(stage: Stage) -> None:
    citizen, officer = await stage.enter("c-1"), await stage.enter("s-1")
    await officer.sees("c-1")
    connection = stage.house.room.participants["c-1"].connection
    assert connection is not None
    connection._switchboard.mux.forget(connection)
    await citizen.heard("quality", quality="reconnecting")
    await citizen.sees("s-1", seconds=30)
    await officer.sees("c-1")
    assert stage.house.room.participants["c-1"].connection is connection
