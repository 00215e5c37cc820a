"""The room's events on the wire: type, number and the fields of the event's class."""

from dataclasses import fields
from typing import get_args

from media import NumberedEvent, RoomEvent

from .messages import encode
from .names import wire_name

EVENTS: tuple[type[RoomEvent], ...] = get_args(RoomEvent)

_wire_forms = {
    event: (wire_name(event.__name__), tuple(field.name for field in fields(event)))
    for event in EVENTS
}


def encode_event(numbered: NumberedEvent) -> bytes:
    """Write a numbered event as the JSON of one frame."""
    event = numbered.event
    name, field_names = _wire_forms[type(event)]
    frame: dict[str, object] = {"type": name, "seq": numbered.seq}
    frame.update((field, getattr(event, field)) for field in field_names)
    return encode(frame)
