"""Who may take a seat, and what a seat can send."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    CITIZEN = "citizen"
    PANEL = "panel"


class Kind(StrEnum):
    """What a participant can publish; each has a send line of its own."""

    AUDIO = "audio"
    CAMERA = "camera"
    SCREEN = "screen"


@dataclass(frozen=True, slots=True)
class Grant:
    """A place in a room, vouched for by the caller; `participant_id` stays over reloads."""

    room_id: str
    participant_id: str
    name: str
    department: str
    role: Role
    admitted: bool
