"""Rooms whose participants see and hear each other: WebRTC forwarded packet by packet."""

from .audio import AudioSink, OpusPacket
from .errors import (
    DependencyError,
    EventsLostError,
    MediaError,
    NegotiationError,
    NotAdmittedError,
    RoomClosedError,
    RoomFullError,
    UnknownParticipantError,
    UnknownRoomError,
)
from .events import (
    Admitted,
    Announced,
    NumberedEvent,
    ParticipantAway,
    ParticipantJoined,
    ParticipantLeft,
    ParticipantReturned,
    Replaced,
    RoomClosed,
    RoomEvent,
    SlotsAssigned,
    SpeakerChanged,
    TrackMuted,
    TrackPublished,
    TrackUnpublished,
)
from .grants import Grant, Kind, Role
from .participant import Participant
from .publication import Publication
from .room import Room
from .rooms import Rooms, open_rooms
from .statistics import Statistics

__all__ = [
    "Admitted", "Announced", "AudioSink", "DependencyError", "EventsLostError", "Grant", "Kind",
    "MediaError", "NegotiationError", "NotAdmittedError", "NumberedEvent", "OpusPacket",
    "Participant", "ParticipantAway", "ParticipantJoined", "ParticipantLeft",
    "ParticipantReturned", "Publication", "Replaced", "Role", "Room", "RoomClosed",
    "RoomClosedError", "RoomEvent", "RoomFullError", "Rooms", "SlotsAssigned", "SpeakerChanged",
    "Statistics", "TrackMuted", "TrackPublished", "TrackUnpublished", "UnknownParticipantError",
    "UnknownRoomError", "open_rooms",
]  # fmt: skip
