"""The sound of a visit as a reviewer's browser plays it: by ranges, decrypted on the way out."""

import asyncio
from contextlib import closing, suppress
from http import HTTPStatus
from io import BufferedReader

from aiohttp import web

from visits.models import AudioRecording
from visits.openings import is_opening_noted, note_opening
from visits.peaks import Peaks, read_peaks
from visits.recordings import get_recording, open_recording
from web.auth.guard import read_uuid
from web.keys import ARCHIVE, CLOCK, JOBS, READING, SESSIONS, SIGNED_IN, VISIT
from web.queries import answer_json, read_number
from web.ranges import ByteRange, UnsatisfiableRangeError, read_range

PIECE = 64 * 1024
POINTS = 2000
MOST_POINTS = 20_000
OGG_OPUS = 'audio/ogg; codecs="opus"'


async def play(request: web.Request) -> web.StreamResponse:
    """GET .../recordings/{recording_id}/audio: the plain Ogg Opus, or a range of it."""
    recording = await find_recording(request)
    archive = request.app[ARCHIVE]
    # In the pool, not in the archive's thread: those who listen never hold up what is recorded.
    with closing(await asyncio.to_thread(open_recording, archive, recording)) as sound:
        await note_listener(request, recording)
        try:
            wanted = read_range(request.headers.get("Range"), sound.size)
        except UnsatisfiableRangeError:
            return refuse_range(sound.size)
        return await send(request, BufferedReader(sound, PIECE), sound.size, wanted)


async def show_peaks(request: web.Request) -> web.Response:
    """GET .../recordings/{recording_id}/peaks?points=N: how loud it is, for a picture of it.

    Answers {"seconds": float, "peaks": [0 silent to 255 full, ...]} with at most N values.
    """
    recording = await find_recording(request)
    points = min(max(read_number(request, "points", POINTS), 1), MOST_POINTS)
    peaks = await read_peaks(request.app[ARCHIVE], recording, request.app[JOBS].run)
    return answer_json({"seconds": peaks.seconds, "peaks": thin_out(peaks, points)})


def thin_out(peaks: Peaks, points: int) -> list[int]:
    """Keep the loudest value of each of at most `points` equal pieces."""
    values = peaks.values
    step = -(-len(values) // points) or 1
    return [max(values[place : place + step]) for place in range(0, len(values), step)]


async def find_recording(request: web.Request) -> AudioRecording:
    async with request.app[READING]() as session:
        recording_id = read_uuid(request, "recording_id")
        return await get_recording(session, request[VISIT].id, recording_id)


async def note_listener(request: web.Request, recording: AudioRecording) -> None:
    """Note in the audit trail who listens, before the first byte goes out."""
    signed_in, now = request[SIGNED_IN], request.app[CLOCK]()
    async with request.app[READING]() as session:
        if await is_opening_noted(session, recording.id, signed_in.session_id):
            return
    async with request.app[SESSIONS].begin() as session:
        await note_opening(session, recording.id, signed_in.user, signed_in.session_id, now)


async def send(
    request: web.Request, sound: BufferedReader, size: int, wanted: ByteRange | None
) -> web.StreamResponse:
    """Send the range, or all of it, a piece at a time, as fast as the browser takes them."""
    start, end = (wanted.start, wanted.end) if wanted else (0, size)
    response = web.StreamResponse(
        status=HTTPStatus.PARTIAL_CONTENT if wanted else HTTPStatus.OK,
        headers={"Content-Type": OGG_OPUS, "Accept-Ranges": "bytes"},
    )
    response.content_length = end - start
    if wanted:
        response.headers["Content-Range"] = wanted.header
    await response.prepare(request)
    with suppress(ConnectionResetError):  # whoever listens has gone on to another second
        if request.method != "HEAD":
            sound.seek(start)
            while piece := await asyncio.to_thread(sound.read, min(PIECE, end - start)):
                await response.write(piece)
                start += len(piece)
        await response.write_eof()
    return response


def refuse_range(size: int) -> web.Response:
    return web.Response(
        status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
        headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"},
    )
