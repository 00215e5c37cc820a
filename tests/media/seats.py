"""Grants for tests, and what a seat has been told so far."""

from media import Grant, NumberedEvent, Participant, Role, RoomEvent


def citizen(number: int = 1, *, admitted: bool = True) -> Grant:
    return Grant("room", f"c-{number}", f"Citizen {number}", "", Role.CITIZEN, admitted)


def officer(number: int = 1) -> Grant:
    return Grant("room", f"s-{number}", f"Officer {number}", "Housing", Role.PANEL, True)


async def told(participant: Participant, after: int = 0) -> list[RoomEvent]:
    """Return the events there are for the seat now."""
    return [numbered.event for numbered in await numbered_so_far(participant, after)]


async def numbered_so_far(participant: Participant, after: int = 0) -> list[NumberedEvent]:
    heard: list[NumberedEvent] = []
    if participant.last_seq <= after:
        return heard
    async for numbered in participant.events(after):
        heard.append(numbered)
        if numbered.seq >= participant.last_seq:
            break
    return heard
