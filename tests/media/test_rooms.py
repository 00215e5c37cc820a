"""Rooms without media: seats, admission, and who is told what."""

from collections.abc import AsyncIterator

import pytest

from media import (
    Admitted,
    Announced,
    EventsLostError,
    Kind,
    NotAdmittedError,
    ParticipantAway,
    ParticipantJoined,
    ParticipantLeft,
    ParticipantReturned,
    Replaced,
    Role,
    Room,
    RoomClosed,
    RoomClosedError,
    RoomEvent,
    RoomFullError,
    Rooms,
    TrackMuted,
    TrackPublished,
    TrackUnpublished,
    UnknownParticipantError,
    UnknownRoomError,
    open_rooms,
)
from tests.media.seats import citizen, numbered_so_far, officer, told


@pytest.fixture
async def rooms() -> AsyncIterator[Rooms]:
    async with open_rooms(host="127.0.0.1", port=0, announced_address=None, capacity=3) as opened:
        yield opened


@pytest.fixture
def room(rooms: Rooms) -> Room:
    return rooms.open_room("room")


async def test_those_present_and_those_who_come_hear_of_each_other(room: Room) -> None:
    first, second = room.join(citizen()), room.join(officer())
    assert await told(first) == [ParticipantJoined("s-1", "Officer 1", "Housing", Role.PANEL)]
    assert await told(second) == [ParticipantJoined("c-1", "Citizen 1", "", Role.CITIZEN)]


async def test_one_who_waits_is_nobodys_business_and_hears_nothing(room: Room) -> None:
    seated, waiting = room.join(officer()), room.join(citizen(admitted=False))
    room.announce("caption", {"text": "private"})
    waiting.set_muted(Kind.AUDIO, muted=True)
    assert await told(waiting) == []
    assert await told(seated) == [Announced("caption", {"text": "private"})]
    with pytest.raises(NotAdmittedError):
        waiting.start_sharing()


async def test_one_who_waits_hears_what_names_it(room: Room) -> None:
    waiting = room.join(citizen(admitted=False))
    other = room.join(citizen(2, admitted=False))
    room.announce("queue_position", {"position": 1}, to={"c-1"})
    assert await told(waiting) == [Announced("queue_position", {"position": 1})]
    assert await told(other) == []


async def test_admission_is_told_once_to_all(room: Room) -> None:
    seated, waiting = room.join(officer()), room.join(citizen(admitted=False))
    room.admit("c-1")
    room.admit("c-1")
    joined = ParticipantJoined("c-1", "Citizen 1", "", Role.CITIZEN)
    assert await told(seated) == [joined]
    assert await told(waiting) == [
        Admitted(),
        ParticipantJoined("s-1", "Officer 1", "Housing", Role.PANEL),
    ]


async def test_an_announcement_to_the_panel_never_reaches_a_citizen(room: Room) -> None:
    room.join(citizen())
    panel = room.join(officer())
    room.announce("field_suggested", {"id": 1}, roles={Role.PANEL})
    room.announce("both", {}, roles={Role.PANEL}, to={"c-1"})
    assert await told(panel, after=1) == [Announced("field_suggested", {"id": 1})]
    assert Announced("field_suggested", {"id": 1}) not in await told(room.get_participant("c-1"))
    assert Announced("both", {}) not in await told(room.get_participant("c-1"))


async def test_a_full_room_takes_nobody_but_those_who_sit_in_it(room: Room) -> None:
    for number in range(3):
        room.join(officer(number))
    with pytest.raises(RoomFullError) as refused:
        room.join(citizen())
    assert refused.value.capacity == 3
    assert room.join(officer(1)) is room.get_participant("s-1")


async def test_a_second_page_takes_the_seat_over(room: Room) -> None:
    seat = room.join(citizen())
    first_page = seat.events()
    room.join(officer())
    assert room.join(citizen()) is seat
    second_page = [numbered.event for numbered in await numbered_so_far(seat)]
    assert [numbered.event async for numbered in first_page][-1] == Replaced()
    assert second_page == [ParticipantJoined("s-1", "Officer 1", "Housing", Role.PANEL)]


async def test_a_socket_that_comes_back_hears_what_it_missed_and_nothing_twice(room: Room) -> None:
    seat = room.join(citizen())
    room.join(officer())
    before = await numbered_so_far(seat)
    seat.disconnected()
    room.announce("caption", {})
    after = await numbered_so_far(seat, before[-1].seq)
    assert [numbered.event for numbered in after] == [Announced("caption", {})]


async def test_an_observer_that_fell_behind_is_told_to_join_afresh(room: Room) -> None:
    seat = room.join(citizen())
    slow = seat.events()
    for number in range(1100):
        room.announce("caption", {"n": number})
    with pytest.raises(EventsLostError) as lost:
        await anext(slow)
    assert lost.value.oldest == 1100 - 1024 + 1


async def test_one_who_leaves_is_missed_and_frees_the_seat(room: Room) -> None:
    staying, leaving = room.join(officer()), room.join(citizen())
    await leaving.leave("left")
    await leaving.leave("left")
    assert (await told(staying))[-1] == ParticipantLeft("c-1", "left")
    assert [e async for e in leaving.events()]
    with pytest.raises(UnknownParticipantError):
        room.get_participant("c-1")


async def test_mutes_are_told_to_all_and_to_those_who_come_later(room: Room) -> None:
    muted = room.join(citizen())
    muted.set_muted(Kind.AUDIO, muted=True)
    muted.set_muted(Kind.AUDIO, muted=True)
    later = room.join(officer())
    assert await told(muted) == [
        TrackMuted("c-1", Kind.AUDIO, True),
        ParticipantJoined("s-1", "Officer 1", "Housing", Role.PANEL),
    ]
    assert TrackMuted("c-1", Kind.AUDIO, True) in await told(later)


async def test_one_screen_is_shown_at_a_time(room: Room) -> None:
    first, second = room.join(officer(1)), room.join(officer(2))
    first.start_sharing()
    second.start_sharing()
    second.stop_sharing()
    assert (await told(first))[1:] == [
        TrackPublished("s-1", Kind.SCREEN),
        TrackUnpublished("s-1", Kind.SCREEN),
        TrackPublished("s-2", Kind.SCREEN),
        TrackUnpublished("s-2", Kind.SCREEN),
    ]
    assert dict(second.publications) == {}


async def test_a_lost_socket_without_media_is_away_after_ten_seconds(room: Room) -> None:
    present, gone = room.join(officer()), room.join(citizen())
    gone.disconnected()
    lost_at = gone.presence.socket_lost_at
    room.tick(lost_at + 9)
    assert ParticipantAway("c-1") not in await told(present)
    room.tick(lost_at + 11)
    assert not gone.connected
    gone.events()
    room.tick(lost_at + 12)
    assert (await told(present))[-2:] == [ParticipantAway("c-1"), ParticipantReturned("c-1")]


async def test_a_watcher_sees_the_room_and_those_who_wait_go(room: Room) -> None:
    seen: list[RoomEvent] = []
    stop = room.watch(seen.append)
    room.join(officer())
    waiting = room.join(citizen(admitted=False))
    room.announce("caption", {})
    await waiting.leave("gave_up")
    stop()
    room.join(citizen(2))
    joined = ParticipantJoined("s-1", "Officer 1", "Housing", Role.PANEL)
    assert seen == [joined, ParticipantLeft("c-1", "gave_up")]


async def test_a_closed_room_ends_every_observer(rooms: Rooms, room: Room) -> None:
    seat, waiting = room.join(officer()), room.join(citizen(admitted=False))
    await rooms.close_room("room", "visit_ended")
    assert [n.event async for n in seat.events()] == [RoomClosed("visit_ended")]
    assert [n.event async for n in waiting.events()] == [RoomClosed("visit_ended")]
    assert rooms.find_room("room") is None
    with pytest.raises(UnknownRoomError):
        rooms.get_room("room")
    with pytest.raises(RoomClosedError):
        room.join(officer())


async def test_statistics_say_what_is_there_now(rooms: Rooms, room: Room) -> None:
    room.join(officer())
    room.join(citizen(admitted=False))
    counted = rooms.statistics.as_dict()
    assert (counted["rooms"], counted["participants"], counted["waiting"]) == (1, 2, 1)


async def test_those_who_wait_do_not_keep_the_panel_out(room: Room) -> None:
    for number in range(3):
        room.join(citizen(number, admitted=False))
    for number in range(3):
        room.join(officer(number))
    with pytest.raises(RoomFullError):
        room.join(citizen(9, admitted=False))
    with pytest.raises(RoomFullError):
        room.admit("c-1")


async def test_a_watcher_that_fails_does_not_harm_the_room(room: Room) -> None:
    def fail(event: RoomEvent) -> None:
        raise RuntimeError("no")

    room.watch(fail)
    assert room.join(officer()).admitted


async def test_a_seat_given_up_takes_no_offer(room: Room) -> None:
    seat = room.join(citizen())
    await seat.leave("left")
    with pytest.raises(UnknownParticipantError):
        await seat.negotiate("v=0")
