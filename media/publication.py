"""One thing a participant sends: it outlives the connection that carries it."""

from typing import TYPE_CHECKING

from .grants import Kind

if TYPE_CHECKING:
    from .in_stream import InStream


class Publication:
    """A participant's microphone, camera or screen.

    `stream` is where its packets arrive now; `is_sent` stays true over a reload, so that nobody
    sees a track vanish and come back; `is_published` is what the room has been told.
    """

    __slots__ = ("is_muted", "is_published", "is_sent", "kind", "stream")

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.is_muted = False
        self.is_sent = False
        self.is_published = False
        self.stream: InStream | None = None

    @property
    def is_open(self) -> bool:
        """Whether its packets may reach anybody."""
        return self.is_published and not self.is_muted
