"""The sound of a big visit: encrypted Ogg Opus per person, a tone wherever they spoke."""

import array
import asyncio
import hashlib
import math
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from wave import open as open_wave

from sqlalchemy.ext.asyncio import AsyncSession

from cases.models import UtteranceRecord
from cases.utterances import list_utterances
from media import Grant, Role
from media.ogg import OggOpusStream
from media.opus import silence
from tests.big_visit import BigVisit, Seat
from tests.spoken_packets import RATE, opus_packets
from visits.archive import Archive
from visits.models import AudioRecording, RecordingEnd, Visit
from visits.recordings import make_recording

PACKETS_PER_SECOND = 50


async def add_recordings(
    session: AsyncSession, visit: Visit, big: BigVisit, archive: Archive, *, now: datetime
) -> Sequence[AudioRecording]:
    """Record everybody from the first second to the last; 3 to 10 s of work for each hour."""
    said = await list_utterances(session, visit.id)
    rows = []
    for number, seat in enumerate(big.seats):
        row = make_recording(archive, visit.id, make_grant(visit, seat), started=0.0, now=now)
        own = [one for one in said if one.participant_id == seat.participant_id]
        row.sha256 = await asyncio.to_thread(write_file, archive, row, own, big.seconds, number)
        row.duration, row.end, row.closed_at = round(big.seconds, 3), RecordingEnd.ENDED, now
        rows.append(row)
    session.add_all(rows)
    await session.flush()
    return rows


def make_grant(visit: Visit, seat: Seat) -> Grant:
    role = Role.CITIZEN if seat.role == "citizen" else Role.PANEL
    return Grant(str(visit.id), seat.participant_id, seat.name, "", role, admitted=True)


def write_file(
    archive: Archive,
    row: AudioRecording,
    said: Sequence[UtteranceRecord],
    seconds: float,
    serial: int,
) -> str:
    """Write the file a page a second; return the SHA-256 over the plain Ogg."""
    file, stream = archive.create(row), OggOpusStream(serial)
    pages, total = stream.begin(), hashlib.sha256()
    for number, payload in enumerate(sound(said, seconds), start=1):
        pages += stream.add(payload)
        if number % PACKETS_PER_SECOND == 0:
            pages += stream.flush()
            file.write(pages)
            total.update(pages)
            pages = b""
    pages += stream.end()
    file.close(pages)
    total.update(pages)
    return total.hexdigest()


def sound(said: Sequence[UtteranceRecord], seconds: float) -> Iterator[bytes]:
    """Give a packet of 20 ms after another: tone while somebody spoke, else silence."""
    tone, (quiet,) = cycle(encode_tone()), silence(RATE // PACKETS_PER_SECOND)
    spans = iter([*((one.started, one.ended) for one in said), (math.inf, math.inf)])
    start, end = next(spans)
    for number in range(round(seconds * PACKETS_PER_SECOND)):
        at = number / PACKETS_PER_SECOND
        while at >= end:
            start, end = next(spans)
        yield next(tone) if at >= start else quiet


@cache
def encode_tone() -> Sequence[bytes]:
    """Encode two seconds of a tone that swells and falls like syllables."""
    wave = array.array("h")
    for place in range(2 * RATE):
        swell = 0.3 + 0.7 * abs(math.sin(math.pi * 2 * place / RATE))
        wave.append(round(9000 * swell * math.sin(2 * math.pi * 220 * place / RATE)))
    with TemporaryDirectory() as folder:
        path = Path(folder, "tone.wav")
        with open_wave(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(wave.tobytes())
        return [packet.payload for packet in opus_packets(path)]
