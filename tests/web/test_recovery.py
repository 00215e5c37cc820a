"""A start closes what the process before has left open."""

from datetime import datetime

from media import Grant, OpusPacket, Recording, Role
from tests.visits.beeps import beeps
from tests.web.conftest import open_house
from tests.web.house import House
from visits.models import AudioRecording, RecordingEnd
from visits.recordings import make_recording, open_recording
from web.demo import DemoVisit
from web.keys import ARCHIVE
from web.settings import Settings

GRANT = Grant("room", "c-1", "Citizen", "", Role.CITIZEN, admitted=True)


async def record_and_die(house: House) -> AudioRecording:
    """Record three seconds, and give up without an end."""
    archive = house.app[ARCHIVE]
    row = make_recording(archive, house.visit.visit_id, GRANT, started=0.0, now=house.clock())
    async with house.sessions.begin() as session:
        session.add(row)
    recording, file = Recording(0.0), archive.create(row)
    for i, packet in enumerate(beeps()[:150]):
        recording.write(OpusPacket(packet.payload, i, packet.rtp_time, packet.level, i * 0.02))
    recording.keep(file, 4.0)
    file.abandon()
    return row


async def test_a_recording_that_was_cut_off_is_closed_and_plays_after_the_next_start(
    settings: Settings, furnished: tuple[object, DemoVisit], opening: datetime
) -> None:
    async with open_house(settings, furnished[1], opening) as house:
        begun = await record_and_die(house)
    async with open_house(settings, furnished[1], opening) as house:
        async with house.reading() as session:
            row = await session.get_one(AudioRecording, begun.id)
        assert (row.end, row.closed_at) == (RecordingEnd.CRASHED, opening)
        assert row.duration is not None
        assert 2.9 < row.duration < 3.2
        with open_recording(house.app[ARCHIVE], row) as file:
            assert file.read(4) == b"OggS"
