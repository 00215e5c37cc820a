"""Who gets a seat over the socket, and who is told why not."""

from signaling import Limits
from tests.signaling.house import ROOM, House, open_house


async def test_a_good_ticket_is_welcomed(house: House) -> None:
    caller = await house.seat("s-1")
    assert caller.welcome["participant_id"] == "s-1"
    assert caller.welcome["version"] == 1
    assert caller.welcome["admitted"] is True
    assert caller.welcome["resumed"] is False
    assert caller.welcome["session"]


async def test_a_ticket_works_once(house: House) -> None:
    ticket = house.ticket("s-1")
    await (await house.call()).join(ticket)
    second = await house.call()
    await second.say("join", version=1, ticket=ticket)
    assert await second.ending() == ("unknown_ticket_error", 4003)


async def test_another_version_is_refused_for_good(house: House) -> None:
    caller = await house.call()
    await caller.say("join", version=2, ticket=house.ticket("s-1"))
    error = await caller.hear()
    assert (error["code"], error["fatal"]) == ("unsupported_version_error", True)
    assert await caller.ending() == ("", 4000)


async def test_anything_before_join_is_refused(house: House) -> None:
    caller = await house.call()
    await caller.say("leave")
    assert await caller.ending() == ("out_of_order_error", 4000)


async def test_a_second_join_is_refused(house: House) -> None:
    caller = await house.seat("s-1")
    await caller.say("join", version=1, ticket=house.ticket("s-1"))
    assert await caller.ending() == ("out_of_order_error", 4000)


async def test_a_socket_that_never_joins_is_closed() -> None:
    async with open_house(Limits(join=0.05)) as house:
        assert await (await house.call()).ending() == ("join_timeout_error", 4004)


async def test_a_visit_that_is_over_is_said_to_be(house: House) -> None:
    await house.rooms.close_room(ROOM, "ended")
    caller = await house.call()
    await caller.say("join", version=1, ticket=house.ticket("s-1"))
    assert await caller.ending() == ("unknown_room_error", 4002)


async def test_a_full_room_says_so(house: House) -> None:
    callers = [await house.seat(f"s-{n}") for n in range(12)]
    assert len(callers) == 12
    late = await house.call()
    await late.say("join", version=1, ticket=house.ticket("s-12"))
    assert await late.ending() == ("room_full_error", 4003)


async def test_a_waiting_citizen_hears_nothing_but_what_is_meant_for_them(house: House) -> None:
    citizen = await house.waiting("c-1")
    assert citizen.welcome["admitted"] is False
    house.room.announce("caption", {"text": "secret"})
    house.room.announce("queue_position", {"position": 1, "waiting": 1}, to=["c-1"])
    assert (await citizen.hear())["topic"] == "queue_position"


async def test_an_offer_before_admission_is_refused_and_the_socket_lives(house: House) -> None:
    citizen = await house.waiting("c-1")
    await citizen.say("share", active=True)
    error = await citizen.hear()
    assert (error["code"], error["fatal"]) == ("not_admitted_error", False)
    house.room.admit("c-1")
    await citizen.hear_one("admitted")


async def test_a_request_that_is_no_websocket_is_a_bad_request(house: House) -> None:
    async with house.session.get(house.server.make_url("/socket")) as response:
        assert response.status == 400
