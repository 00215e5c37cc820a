"""What happens in a room, as the browsers hear it; the wire name is the class in snake_case."""

from collections.abc import Mapping
from dataclasses import dataclass

from .grants import Kind, Role


@dataclass(frozen=True, slots=True)
class ParticipantJoined:
    participant_id: str
    name: str
    department: str
    role: Role


@dataclass(frozen=True, slots=True)
class ParticipantLeft:
    participant_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class ParticipantAway:
    """Neither picture nor sound for a while; the seat is kept."""

    participant_id: str


@dataclass(frozen=True, slots=True)
class ParticipantReturned:
    participant_id: str


@dataclass(frozen=True, slots=True)
class Admitted:
    """To the one admitted; a snapshot of the room follows."""


@dataclass(frozen=True, slots=True)
class TrackPublished:
    participant_id: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class TrackUnpublished:
    participant_id: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class TrackMuted:
    participant_id: str
    kind: Kind
    muted: bool


@dataclass(frozen=True, slots=True)
class SlotsAssigned:
    """The viewer's whole map: mid of a receiving line -> (participant, kind) shown in it."""

    slots: Mapping[str, tuple[str, Kind]]


@dataclass(frozen=True, slots=True)
class SpeakerChanged:
    participant_id: str | None


@dataclass(frozen=True, slots=True)
class Announced:
    topic: str
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Replaced:
    """To the earlier page of a seat that another page or device has taken: its last event."""


@dataclass(frozen=True, slots=True)
class RoomClosed:
    reason: str


RoomEvent = (
    ParticipantJoined
    | ParticipantLeft
    | ParticipantAway
    | ParticipantReturned
    | Admitted
    | TrackPublished
    | TrackUnpublished
    | TrackMuted
    | SlotsAssigned
    | SpeakerChanged
    | Announced
    | Replaced
    | RoomClosed
)


@dataclass(frozen=True, slots=True)
class NumberedEvent:
    """An event with its place in the seat's log; numbers rise, not always by one."""

    seq: int
    event: RoomEvent
