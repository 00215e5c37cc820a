"""A seat in a room and whoever sits in it, across reloads and reconnections."""

import time
from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING

from .audio import AudioSink, AudioTap
from .connection import Connection
from .errors import NegotiationError, NotAdmittedError, UnknownParticipantError
from .event_log import SeatEvents
from .events import NumberedEvent, RoomEvent, SlotsAssigned
from .grants import Grant, Kind
from .in_stream import InStream
from .places import Places
from .presence import Presence
from .publication import Publication
from .sdp import parse_offer

if TYPE_CHECKING:
    from .room import Room


SETTLING = 5.0
"""Seconds the next page, or the next connection, has to go on sending what is published."""
STALE_LEVEL = 0.5
SILENT = 127.0


class Participant:
    """One seat; `Room.join` makes it, a reload or a second device takes it over."""

    def __init__(self, room: "Room", grant: Grant) -> None:
        self.grant = grant
        self.admitted = False
        self.places = Places()
        self.slots: dict[str, tuple[str, Kind]] | None = None
        self.presence = Presence(time.monotonic())
        self.connection: Connection | None = None
        self.is_sharing = False
        self._room = room
        self._settles_at = float("inf")
        self._is_closed = False
        self._events = SeatEvents()
        self._tap = AudioTap()
        self._tracks = {kind: Publication(kind) for kind in Kind}

    @property
    def id(self) -> str:
        return self.grant.participant_id

    @property
    def session(self) -> str:
        """Names this seat's event log; another one means that event numbers started anew."""
        return self._events.session

    @property
    def last_seq(self) -> int:
        """Return the number of the newest event of this seat."""
        return self._events.last_seq

    @property
    def connected(self) -> bool:
        """Whether somebody is there now, by socket or by media."""
        return not self.presence.is_away and (self.presence.has_socket or self.has_media)

    @property
    def has_media(self) -> bool:
        """Whether the media connection is up."""
        return self.connection is not None and self.connection.is_connected

    @property
    def publications(self) -> Mapping[Kind, Publication]:
        """Return what is published now."""
        return {kind: track for kind, track in self._tracks.items() if track.is_published}

    def muted(self, kind: Kind) -> bool:
        return self._tracks[kind].is_muted

    def track(self, kind: Kind) -> Publication:
        """Return the line of this kind, published or not."""
        return self._tracks[kind]

    async def negotiate(self, offer_sdp: str) -> str:
        """Answer an offer; the same peer connection again restarts ICE, another one replaces it.

        Raises NegotiationError, which leaves everything as it was, and UnknownParticipantError once
        the seat is given up.
        """
        if self._is_closed:
            raise UnknownParticipantError(self.id)
        try:
            offer = parse_offer(offer_sdp)
        except NegotiationError:
            self._room.switchboard.statistics.negotiations_refused += 1
            raise
        if self.connection is not None and self.connection.carries(offer):
            return self.connection.restart(offer)
        earlier, self.connection = self.connection, self._room.switchboard.connect(offer, self)
        answer = self.connection.answer()
        self._forget_streams()
        self.slots = None
        self._room.update_viewer(self)
        if earlier is not None:
            await earlier.close()
        return answer

    def set_muted(self, kind: Kind, *, muted: bool) -> None:
        """Stop or resume one's own track at the server, and tell the room."""
        if self._tracks[kind].is_muted == muted:
            return
        self._tracks[kind].is_muted = muted
        self._room.mute_changed(self, self._tracks[kind])

    def start_sharing(self) -> None:
        """Show the own screen; whoever shared before stops."""
        if not self.admitted:
            raise NotAdmittedError(self.id)
        self._room.share_screen(self)

    def stop_sharing(self) -> None:
        self._room.end_sharing(self)

    def attach_audio_sink(self, sink: AudioSink) -> None:
        """Hand over every Opus packet from now on, but for what is muted."""
        self._tap.attach(sink)

    def detach_audio_sink(self, sink: AudioSink) -> None:
        self._tap.detach(sink)

    def events(self, after: int = 0) -> AsyncIterator[NumberedEvent]:
        """Follow this seat's events above number `after`; 0 is the snapshot of the latest join.

        Ends when the seat or the room ends, after `Replaced` when another page took the seat, and
        with EventsLostError when `after` is no longer in the log.
        """
        self.presence.socket_opened()
        return self._events.read(after)

    def disconnected(self) -> None:
        """Note that the socket is gone; media goes on by itself."""
        self.presence.socket_lost(time.monotonic())

    async def leave(self, reason: str) -> None:
        """Give the seat up."""
        await self._room.remove(self, reason)

    # For the room: what happens to the seat.

    def tell(self, event: RoomEvent) -> None:
        self._events.tell(event)

    def turn_page(self, grant: Grant) -> None:
        """Let the page that joins now take over from any earlier one."""
        self.grant = grant
        self.presence.socket_opened()
        self._events.turn_page()
        self._room.end_sharing(self)

    def tell_slots(self, slots: dict[str, tuple[str, Kind]]) -> None:
        self.slots = slots
        self.tell(SlotsAssigned(slots))

    def media_heard_at(self) -> float | None:
        """Return when the media connection last gave a sign of life; None while there is none."""
        return self.connection.heard_at if self.connection and self.has_media else None

    def audio_level(self, now: float) -> float:
        """Return the level heard lately, 0 loud to 127 silent."""
        track = self._tracks[Kind.AUDIO]
        if track.stream is None or not track.is_open or now - track.stream.arrived_at > STALE_LEVEL:
            return SILENT
        return track.stream.level

    def settle(self, now: float) -> None:
        """Withdraw what no connection has gone on sending."""
        if now < self._settles_at:
            return
        self._settles_at = float("inf")
        unsent = [t for t in self._tracks.values() if t.is_sent and t.stream is None]
        for track in unsent:
            track.is_sent = False
            if track.kind is Kind.SCREEN:
                self._room.end_sharing(self)
        if unsent:
            self._room.update_tracks(self)

    async def close(self) -> None:
        self._is_closed = True
        connection, self.connection = self.connection, None
        self._events.close()
        if connection is not None:
            await connection.close()

    # For the connection: what happens to its media.

    def stream_started(self, stream: InStream) -> None:
        """Publish what began to arrive."""
        if stream.kind is Kind.AUDIO:
            stream.tap = self._tap
            self._tap.rebase()
        track = self._tracks[stream.kind]
        track.stream, track.is_sent = stream, True
        self._room.update_tracks(self)

    def media_connected(self, connection: Connection) -> None:
        if connection is self.connection:
            self._settles_at = time.monotonic() + SETTLING
            self._room.update_viewer(self)

    def media_lost(self, connection: Connection) -> None:
        """Take the media away and leave the seat."""
        if connection is not self.connection:
            return
        self.connection = None
        self.presence.media_lost(time.monotonic())
        self._settles_at = time.monotonic() + SETTLING
        self._forget_streams()
        self._room.update_tracks(self)

    def _forget_streams(self) -> None:
        for track in self._tracks.values():
            if track.stream is not None:
                self._room.switchboard.forwarder.retire(track.stream)
                track.stream = None
