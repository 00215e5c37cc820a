"""What can go wrong in a room, each with the facts a caller needs.

MediaError
|-- NegotiationError      the browser's offer cannot be answered
|-- RoomFullError         every seat is taken
|-- RoomClosedError       the room ended meanwhile
|-- UnknownRoomError      no room of this id is open here
|-- UnknownParticipantError
|-- NotAdmittedError      still waiting at the door
|-- EventsLostError       the observer fell behind the seat's event log
`-- DependencyError       aiortc or pylibsrtp lacks a name netvisit builds on
"""


class MediaError(Exception):
    """The root of all errors of this package."""


class NegotiationError(MediaError):
    """The offer is malformed, too large or lacks what a visit needs."""


class RoomFullError(MediaError):
    """Every seat of the room is taken."""

    def __init__(self, room_id: str, capacity: int) -> None:
        super().__init__(f"room {room_id} holds {capacity} participants and is full")
        self.room_id = room_id
        self.capacity = capacity


class RoomClosedError(MediaError):
    """The room has ended; nobody can join it again."""

    def __init__(self, room_id: str) -> None:
        super().__init__(f"room {room_id} is closed")
        self.room_id = room_id


class UnknownRoomError(MediaError):
    """No room of this id is open in this process."""

    def __init__(self, room_id: str) -> None:
        super().__init__(f"room {room_id} is not open")
        self.room_id = room_id


class UnknownParticipantError(MediaError):
    """Nobody in the room holds this seat."""

    def __init__(self, participant_id: str) -> None:
        super().__init__(f"{participant_id} is not in the room")
        self.participant_id = participant_id


class NotAdmittedError(MediaError):
    """A waiting participant asked for something only admitted ones may do."""

    def __init__(self, participant_id: str) -> None:
        super().__init__(f"{participant_id} has not been admitted")
        self.participant_id = participant_id


class EventsLostError(MediaError):
    """The observer is further behind than the log reaches back: join afresh."""

    def __init__(self, after: int, oldest: int) -> None:
        super().__init__(f"events after {after} were asked for, the log begins at {oldest}")
        self.after = after
        self.oldest = oldest


class DependencyError(MediaError):
    """An installed library lacks a name the media path builds on."""
