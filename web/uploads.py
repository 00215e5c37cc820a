"""Files posted by a form, written to disk piece by piece; never held in memory as a whole."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from aiohttp import BodyPartReader, MultipartReader, web

from cases.application_errors import AttachmentError, FileTooLargeError, NoSpaceError
from cases.attachments import LARGEST_FILE, LARGEST_TOTAL, clean_name

from .auth.csrf import FIELD, HEADER, check_token
from .errors import BadInputError, CsrfError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

MEGABYTE = 1024 * 1024
PIECE = 64 * 1024
LONGEST_TOKEN = 200
# What one request may hold. A file beyond its own limit is read to its end and thrown away, so that
# the browser gets an answer instead of a broken connection.
LARGEST_REQUEST = 2 * LARGEST_TOTAL
LEAST_FREE = 512 * MEGABYTE


@dataclass(slots=True)
class Received:
    """A file that came in: it lies at `path` for the caller to move, unless there is a problem."""

    name: str
    path: Path
    size: int = 0
    problem: AttachmentError | None = None


async def receive_files(request: web.Request, folder: Path) -> AsyncIterator[Received]:
    """Give the files of a posted form one by one; its first field has to be our token.

    Raises BadInputError for what is no such form, HTTPRequestEntityTooLarge beyond LARGEST_REQUEST.
    """
    if request.content_type != "multipart/form-data":
        raise BadInputError("files")
    left = LARGEST_REQUEST
    refuse_beyond(left, request.content_length or 0)
    try:
        reader = await request.multipart()
        await check_first_field(request, reader)
        while (part := await reader.next()) is not None:
            if isinstance(part, BodyPartReader) and part.filename:
                received = await receive(part, folder, left)
                left -= received.size
                yield received
    except ValueError:
        raise BadInputError("files") from None


async def check_first_field(request: web.Request, reader: MultipartReader) -> None:
    """Check the token of the form, unless the header had it and the middleware has."""
    if HEADER in request.headers:
        return
    part = await reader.next()
    if not isinstance(part, BodyPartReader) or part.name != FIELD:
        raise CsrfError
    check_token(request, (await part.read_chunk(LONGEST_TOKEN)).decode("ascii", "replace"))


async def receive(part: BodyPartReader, folder: Path, left: int) -> Received:
    """Write one file below the folder; what is not wanted is gone when this returns."""
    name = clean_name(part.filename or "")
    received = Received(part.filename or "", folder / "incoming" / secrets.token_hex(8))
    if not has_space(folder):
        received.problem = NoSpaceError(name)
    try:
        with open_new(received.path) as file:
            while piece := await part.read_chunk(PIECE):
                received.size += len(piece)
                refuse_beyond(left, received.size)
                if received.size <= LARGEST_FILE and received.problem is None:
                    file.write(piece)
    except BaseException:
        received.path.unlink(missing_ok=True)
        raise
    if received.size > LARGEST_FILE:
        received.problem = FileTooLargeError(name, LARGEST_FILE // MEGABYTE)
    if received.problem is not None:
        received.path.unlink()
    return received


def refuse_beyond(most: int, size: int) -> None:
    if size > most:
        raise web.HTTPRequestEntityTooLarge(max_size=most, actual_size=size)


def has_space(folder: Path) -> bool:
    folder.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(folder).free > LEAST_FREE


def open_new(path: Path) -> BinaryIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("xb")
