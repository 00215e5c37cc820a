"""Photos and papers of an application: one form to add, one button each to remove."""

import asyncio
import time
from http import HTTPStatus
from uuid import UUID

from aiohttp import web
from babel.numbers import format_decimal

from cases.application_errors import AttachmentError, TooManyFilesError
from cases.application_files import add_file, remove_file
from cases.application_models import Application, ApplicationFile
from cases.applications import get_own_draft
from cases.attachments import LARGEST_FILE, MOST_FILES, FileKind, clean_name, keep_file
from web import pages
from web.auth.allowances import Costly
from web.forms import read_line
from web.i18n import find_language, get_tongue, say
from web.i18n import mark as _
from web.keys import ALLOWANCES, CLOCK, SESSIONS, SETTINGS
from web.proxy import address_of
from web.refusals import find_refusal, read_facts
from web.uploads import MEGABYTE, Received, receive_files

from .draft import get_draft, keep_token, read_token
from .steps import Step, describe_place, is_change, path_of, redirect


async def show_files(request: web.Request) -> web.Response:
    """GET /apply/files."""
    return render_files(request, await get_draft(request))


async def upload(request: web.Request) -> web.Response:
    """POST /apply/files: keep what can be kept and say of the rest why not."""
    await get_draft(request)
    token, problems = read_token(request), []
    request.app[ALLOWANCES].take(Costly.UPLOAD, address_of(request), time.monotonic())
    seen = 0
    async for received in receive_files(request, request.app[SETTINGS].files_folder):
        seen += 1
        try:
            await keep(request, token, received, seen)
        except AttachmentError as error:
            problems.append(error)
    if not seen:
        sentence = say(request, _("Choose a photo or a file first, then press “Add”."))
        return render_files(request, await get_draft(request), sentence)
    if problems:
        sentences = (describe(request, error) for error in problems)
        return render_files(request, await get_draft(request), *sentences)
    here = path_of(Step.FILES, is_change=is_change(request))
    return keep_token(request, redirect(here), token)


async def keep(request: web.Request, token: str, received: Received, place: int) -> None:
    """Move a received file into the store and into the draft; raises AttachmentError."""
    if received.problem is not None:
        raise received.problem
    if place > MOST_FILES:
        received.path.unlink()
        raise TooManyFilesError(clean_name(received.name), MOST_FILES)
    now = request.app[CLOCK]()
    # Hashing, unpacking and writing through to the disk would hold up media: off the loop with it.
    kept = await asyncio.to_thread(
        keep_file, received.path, received.name, request.app[SETTINGS].files_folder
    )
    async with request.app[SESSIONS].begin() as session:
        await add_file(session, await get_own_draft(session, token, now), kept, now)


async def remove(request: web.Request) -> web.Response:
    """POST /apply/files/remove."""
    typed = read_line(await request.post(), "file", 40)
    token, now = read_token(request), request.app[CLOCK]()
    await get_draft(request)
    try:
        file_id = UUID(typed)
    except ValueError:
        return redirect(path_of(Step.FILES))
    async with request.app[SESSIONS].begin() as session:
        await remove_file(session, await get_own_draft(session, token, now), file_id)
    return redirect(path_of(Step.FILES, is_change=is_change(request)))


def render_files(request: web.Request, draft: Application, *problems: str) -> web.Response:
    page = pages.ApplyFilesPage(
        place=describe_place(request, Step.FILES),
        files=tuple(describe_file(request, file) for file in draft.files),
        most=MOST_FILES,
        largest_megabytes=LARGEST_FILE // MEGABYTE,
        errors=tuple(pages.FieldError("files", problem) for problem in problems),
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return pages.render(request, page, status)


def describe_file(
    request: web.Request, file: ApplicationFile, href: str = ""
) -> pages.AttachedFile:
    return pages.AttachedFile(
        id=str(file.id),
        name=file.name,
        size=format_size(request, file.size),
        is_picture=FileKind(file.kind).is_picture,
        href=href,
    )


def format_size(request: web.Request, size: int) -> str:
    """Write a size in kB or MB, as phones show it."""
    locale = get_tongue(find_language(request)).locale
    if size < MEGABYTE:
        return f"{format_decimal(-(-size // 1024), locale=locale)} KB"
    return f"{format_decimal(round(size / MEGABYTE, 1), locale=locale)} MB"


def describe(request: web.Request, error: AttachmentError) -> str:
    """Say why a file was not kept and what to do."""
    refusal = find_refusal(error)
    return say(request, refusal.sentence, **read_facts(error, refusal))
