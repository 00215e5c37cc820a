"""Opens a transcriber for everybody at the table, while the citizen agrees and no longer."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

from media import Participant, Room
from transcription import Recognizers, SpeechModel, Transcriber

from .captions import Heard, Speaker, make_speaker

Hear = Callable[[Speaker, Heard], None]


@dataclass(frozen=True, slots=True)
class Ear:
    """A transcriber at one seat; it costs nothing before the first sound, and outlives reloads."""

    participant: Participant
    transcriber: Transcriber


class Listening:
    """Brings transcribers in line with the room; one person's failure costs nobody else a word."""

    def __init__(self, room: Room, recognizers: Recognizers, lang: str, hear: Hear) -> None:
        self._room = room
        self._recognizers = recognizers
        self._lang = lang
        # A model that is installed meanwhile serves the visits that open after it.
        self._model = recognizers.models.get(lang)
        self._hear = hear
        self._ears: dict[str, Ear] = {}
        self._changed = asyncio.Event()
        self._moving = asyncio.Lock()
        self._dropped_before = 0.0
        self._is_allowed = False
        self._is_agreed = False

    @property
    def model(self) -> SpeechModel | None:
        """Return the model this visit opened with, None when its language had none."""
        return self._model

    @property
    def is_active(self) -> bool:
        """Whether what people say is recognised now."""
        return self._is_agreed and self.model is not None

    @property
    def dropped_seconds(self) -> float:
        """Sound of everybody so far that outran the recogniser."""
        dropping = sum(ear.transcriber.dropped_seconds for ear in self._ears.values())
        return self._dropped_before + dropping

    def agree(self, *, agreed: bool) -> None:
        """Begin or stop to listen; after a no, not one more packet and not one more word."""
        self._is_allowed = self._is_agreed = agreed
        if not agreed:
            self._take_off()
        self._changed.set()

    def changed(self) -> None:
        """Look at the room again: somebody came, went, or switched a microphone on."""
        self._changed.set()

    async def run(self) -> None:
        """Follow the room until cancelled."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            async with self._moving:
                await self._follow()

    async def close(self) -> None:
        """Stop and hear out what was said before; those words are still delivered."""
        self._is_agreed = False
        self._take_off()
        async with self._moving:
            await self._close_ears(list(self._ears))

    async def _follow(self) -> None:
        wanted = self._list_wanted()
        await self._close_ears(
            [who for who, ear in self._ears.items() if wanted.get(who) is not ear.participant]
        )
        for who, participant in wanted.items():
            if who not in self._ears:
                self._open_ear(participant)

    def _list_wanted(self) -> dict[str, Participant]:
        if not self.is_active:
            return {}
        return {
            participant.id: participant
            for participant in self._room.participants.values()
            if participant.admitted
        }

    def _open_ear(self, participant: Participant) -> None:
        track = f"{participant.id}/{uuid4().hex[:8]}"
        speaker = make_speaker(participant.grant, track)
        transcriber = self._recognizers.open_transcriber(
            lang=self._lang,
            speaker=participant.id,
            deliver=partial(self._deliver, speaker),
            model=self._model,
        )
        participant.attach_audio_sink(transcriber)
        self._ears[participant.id] = Ear(participant, transcriber)

    def _take_off(self) -> None:
        for ear in self._ears.values():
            ear.participant.detach_audio_sink(ear.transcriber)

    async def _close_ears(self, participant_ids: list[str]) -> None:
        ears = [self._ears.pop(who) for who in participant_ids if who in self._ears]
        for ear in ears:
            ear.participant.detach_audio_sink(ear.transcriber)
        await asyncio.gather(*(ear.transcriber.close() for ear in ears))
        self._dropped_before += sum(ear.transcriber.dropped_seconds for ear in ears)

    def _deliver(self, speaker: Speaker, heard: Heard) -> None:
        if self._is_allowed:
            self._hear(speaker, heard)
