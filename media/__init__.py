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
from .ogg import Ending, end_stream
from .participant import Participant
from .peaks import measure_peaks
from .publication import Publication
from .recording import Recorded, Recording, SoundFile
from .room import Room
from .rooms import Rooms, open_rooms
from .statistics import Statistics
from .timeline import Gap, GapReason

__all__ = [
    "Admitted", "Announced", "AudioSink", "DependencyError", "Ending", "EventsLostError", "Gap",
    "GapReason", "Grant", "Kind", "MediaError", "NegotiationError", "NotAdmittedError",
    "NumberedEvent", "OpusPacket", "Participant", "ParticipantAway", "ParticipantJoined",
    "ParticipantLeft", "ParticipantReturned", "Publication", "Recorded", "Recording", "Replaced",
    "Role", "Room", "RoomClosed", "RoomClosedError", "RoomEvent", "RoomFullError", "Rooms",
    "SlotsAssigned", "SoundFile", "SpeakerChanged", "Statistics", "TrackMuted", "TrackPublished",
    "TrackUnpublished", "UnknownParticipantError", "UnknownRoomError", "end_stream",
    "measure_peaks", "open_rooms",
]  # fmt: skip
