"""A room: who is in it, what each is told, and who is shown to whom."""

import logging
import time
from collections.abc import Callable, Collection, Mapping

from .errors import RoomClosedError, RoomFullError, UnknownParticipantError
from .events import (
    Admitted,
    Announced,
    ParticipantAway,
    ParticipantJoined,
    ParticipantLeft,
    ParticipantReturned,
    RoomClosed,
    RoomEvent,
    SpeakerChanged,
    TrackMuted,
    TrackPublished,
    TrackUnpublished,
)
from .grants import Grant, Kind, Role
from .in_stream import InStream
from .participant import Participant
from .publication import Publication
from .speaker import SpeakerDetector
from .switchboard import Switchboard

Watcher = Callable[[RoomEvent], None]
ALL_ROLES: Collection[Role] = tuple(Role)

logger = logging.getLogger(__name__)


class Room:
    """Participants and their events. One that waits hears only what names it, and sends nothing."""

    def __init__(self, room_id: str, switchboard: Switchboard, capacity: int) -> None:
        self.id = room_id
        self.switchboard = switchboard
        self.capacity = capacity
        self.participants: dict[str, Participant] = {}
        self.is_closed = False
        self._sharer: Participant | None = None
        self._speaker = SpeakerDetector()
        self._watchers: list[Watcher] = []

    def join(self, grant: Grant) -> Participant:
        """Give a seat, or hand the seat of this id to the page that joins now.

        The page reads a snapshot of the room as ordinary events. To go on after a lost socket,
        do not join: take the participant from `participants` and read `events(after=...)`.
        """
        if self.is_closed:
            raise RoomClosedError(self.id)
        participant = self.participants.get(grant.participant_id)
        if participant is None:
            participant = self._seat(grant)
        participant.turn_page(grant)
        self.switchboard.statistics.joins += 1
        if participant.admitted:
            self._tell_snapshot(participant)
        elif grant.admitted:
            self._let_in(participant)
        return participant

    def get_participant(self, participant_id: str) -> Participant:
        participant = self.participants.get(participant_id)
        if participant is None:
            raise UnknownParticipantError(participant_id)
        return participant

    def admit(self, participant_id: str) -> None:
        """Let a waiting participant in; twice is once. RoomFullError if nobody else fits."""
        participant = self.get_participant(participant_id)
        if participant.admitted:
            return
        self._check_capacity(len(self._admitted()))
        participant.tell(Admitted())
        self._let_in(participant)

    def check_seat(self, participant_id: str) -> None:
        """Raise RoomFullError if nobody else fits; who is in already has a seat."""
        participant = self.participants.get(participant_id)
        if participant is None or not participant.admitted:
            self._check_capacity(len(self._admitted()))

    def announce(
        self,
        topic: str,
        body: Mapping[str, object],
        *,
        roles: Collection[Role] = ALL_ROLES,
        to: Collection[str] | None = None,
    ) -> None:
        """Tell everybody admitted in `roles`, or with `to` exactly these ids, waiting or not."""
        event = Announced(topic, body)
        for participant in self.participants.values():
            is_meant = participant.admitted if to is None else participant.id in to
            if is_meant and participant.grant.role in roles:
                participant.tell(event)

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Call `watcher` with everything that happens to all; return how to stop.

        Announcements, slots, admissions and replacements, which go to some, are left out; coming,
        going and leaving of those who wait is included.
        """
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    async def remove(self, participant: Participant, reason: str) -> None:
        """End a seat; the others' slots for it become free."""
        if self.participants.get(participant.id) is not participant:
            return
        self.end_sharing(participant)
        del self.participants[participant.id]
        for viewer in self._admitted():
            viewer.places.leave(participant.id)
            self.update_viewer(viewer)
        self._emit(ParticipantLeft(participant.id, reason), about=participant)
        self._update_speaker(time.monotonic())
        await participant.close()

    async def close(self, reason: str) -> None:
        """End the room for everybody."""
        if self.is_closed:
            return
        self.is_closed = True
        participants = list(self.participants.values())
        for participant in participants:
            participant.tell(RoomClosed(reason))
        self._inform_watchers(RoomClosed(reason))
        self.participants.clear()
        for participant in participants:
            await participant.close()

    # For participants: what changes for the others.

    def update_tracks(self, participant: Participant) -> None:
        """Bring publications and everybody's view of them into line with what arrives."""
        for kind in Kind:
            self._update_track(participant, participant.track(kind))
        for viewer in self._admitted():
            self.update_viewer(viewer)

    def update_viewer(self, viewer: Participant) -> None:
        """Bring a viewer's slots and streams into line with who is there."""
        connection = viewer.connection
        if connection is None or not viewer.admitted:
            return
        sharer = self._sharer.id if self._sharer and self._sharer is not viewer else None
        slots = viewer.places.assign(connection.lines, sharer=sharer)
        if slots != viewer.slots:
            viewer.tell_slots(slots)
        connection.show({mid: self._find_stream(*seen) for mid, seen in slots.items()})

    def mute_changed(self, participant: Participant, track: Publication) -> None:
        self._open_or_shut(participant, track)
        self._emit(TrackMuted(participant.id, track.kind, track.is_muted), about=participant)

    def share_screen(self, participant: Participant) -> None:
        if self._sharer is participant:
            return
        if self._sharer is not None:
            self.end_sharing(self._sharer)
        self._sharer = participant
        participant.is_sharing = True
        self.update_tracks(participant)

    def end_sharing(self, participant: Participant) -> None:
        if self._sharer is not participant:
            return
        self._sharer = None
        participant.is_sharing = False
        self.update_tracks(participant)

    def tick(self, now: float) -> None:
        """Look after presence and the loudest speaker; called a few times a second."""
        for participant in self.participants.values():
            self._update_presence(participant, now)
            participant.settle(now)
        self._update_speaker(now)

    def send_reports(self, now: float) -> None:
        """Tell every sender how its streams arrive and what it may send."""
        for participant in self.participants.values():
            if participant.connection is not None:
                participant.connection.send_report(now)

    def _seat(self, grant: Grant) -> Participant:
        # Those who wait have a bound of their own, so that they never keep the panel out.
        alike = [p for p in self.participants.values() if p.admitted == grant.admitted]
        self._check_capacity(len(alike))
        participant = self.participants[grant.participant_id] = Participant(self, grant)
        return participant

    def _check_capacity(self, taken: int) -> None:
        if taken >= self.capacity:
            raise RoomFullError(self.id, self.capacity)

    def _let_in(self, participant: Participant) -> None:
        for other in self._admitted():
            other.places.take(participant.id)
            participant.places.take(other.id)
        participant.admitted = True
        grant = participant.grant
        joined = ParticipantJoined(grant.participant_id, grant.name, grant.department, grant.role)
        self._emit(joined, about=participant)
        self._tell_snapshot(participant)
        self.update_tracks(participant)

    def _tell_snapshot(self, participant: Participant) -> None:
        for other in self._admitted():
            for event in self._describe(other):
                if other is not participant or isinstance(event, TrackMuted):
                    participant.tell(event)
        if self._speaker.loudest is not None:
            participant.tell(SpeakerChanged(self._speaker.loudest))
        if participant.slots:
            participant.tell_slots(participant.slots)

    def _describe(self, participant: Participant) -> list[RoomEvent]:
        grant = participant.grant
        events: list[RoomEvent] = [
            ParticipantJoined(grant.participant_id, grant.name, grant.department, grant.role)
        ]
        events += [TrackPublished(participant.id, kind) for kind in participant.publications]
        events += [
            TrackMuted(participant.id, kind, True) for kind in Kind if participant.muted(kind)
        ]
        if participant.presence.is_away:
            events.append(ParticipantAway(participant.id))
        return events

    def _update_track(self, participant: Participant, track: Publication) -> None:
        wanted = participant.admitted and (
            participant.is_sharing if track.kind is Kind.SCREEN else track.is_sent
        )
        changed, track.is_published = wanted != track.is_published, wanted
        self._open_or_shut(participant, track)
        if changed:
            event = TrackPublished if wanted else TrackUnpublished
            self._emit(event(participant.id, track.kind), about=participant)

    def _open_or_shut(self, participant: Participant, track: Publication) -> None:
        if track.stream is not None:
            self.switchboard.forwarder.open_or_shut(track.stream, is_open=track.is_open)
        if track.kind is Kind.AUDIO and not track.is_open:
            self._speaker.forget(participant.id)

    def _find_stream(self, participant_id: str, kind: Kind) -> InStream | None:
        participant = self.participants.get(participant_id)
        track = participant.track(kind) if participant else None
        return track.stream if track and track.is_published else None

    def _update_presence(self, participant: Participant, now: float) -> None:
        presence = participant.presence
        is_away = presence.is_due_away(now, participant.media_heard_at())
        if is_away == presence.is_away:
            return
        presence.is_away = is_away
        event = ParticipantAway if is_away else ParticipantReturned
        self._emit(event(participant.id), about=participant)

    def _update_speaker(self, now: float) -> None:
        before = self._speaker.loudest
        levels = {p.id: p.audio_level(now) for p in self._admitted()}
        if self._speaker.choose(levels, now) != before:
            self._emit(SpeakerChanged(self._speaker.loudest))

    def _emit(self, event: RoomEvent, *, about: Participant | None = None) -> None:
        """Tell everybody admitted and the watchers; one who waits is nobody's business."""
        is_private = about is not None and not about.admitted
        for participant in self._admitted():
            if not is_private and not (participant is about and is_of_others(event)):
                participant.tell(event)
        self._inform_watchers(event)

    def _inform_watchers(self, event: RoomEvent) -> None:
        for watcher in tuple(self._watchers):
            try:
                watcher(event)
            except Exception:  # whoever watches may fail; the room goes on
                logger.exception("room watcher failed")

    def _admitted(self) -> list[Participant]:
        return [p for p in self.participants.values() if p.admitted]


def is_of_others(event: RoomEvent) -> bool:
    """Whether the one the event is about needs no telling; one hears of one's own tracks."""
    return isinstance(
        event, ParticipantJoined | ParticipantLeft | ParticipantAway | ParticipantReturned
    )
