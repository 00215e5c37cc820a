"""The files of an application: added and removed in the draft, swept when nobody has them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from .application_errors import (
    TooManyFilesError,
    TooMuchInAllError,
    UnknownApplicationError,
)
from .application_models import Application, ApplicationFile
from .attachments import LARGEST_TOTAL, MOST_FILES

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from .attachments import KeptFile

# A file stays this long after the last row that names it, so that a sweep meets no upload.
LEFT_ALONE = timedelta(days=1)
MEGABYTE = 1024 * 1024


async def add_file(
    session: AsyncSession, draft: Application, kept: KeptFile, now: datetime
) -> ApplicationFile:
    """Add a kept file to the draft; the same bytes again are the same file.

    Raises TooManyFilesError or TooMuchInAllError.
    """
    known = next((file for file in draft.files if file.sha256 == kept.sha256), None)
    if known is not None:
        return known
    if len(draft.files) >= MOST_FILES:
        raise TooManyFilesError(kept.name, MOST_FILES)
    if sum(file.size for file in draft.files) + kept.size > LARGEST_TOTAL:
        raise TooMuchInAllError(kept.name, LARGEST_TOTAL // MEGABYTE)
    file = ApplicationFile(
        sha256=kept.sha256, name=kept.name, kind=kept.kind, size=kept.size, added_at=now
    )
    draft.files.append(file)
    await session.flush()
    return file


async def remove_file(session: AsyncSession, draft: Application, file_id: UUID) -> None:
    """Take a file out of the draft; one that is gone already is no error."""
    draft.files[:] = [file for file in draft.files if file.id != file_id]
    await session.flush()


def get_file(application: Application, file_id: UUID) -> ApplicationFile:
    """Return one of the application's files; raises UnknownApplicationError."""
    file = next((file for file in application.files if file.id == file_id), None)
    if file is None:
        raise UnknownApplicationError
    return file


async def list_named(session: AsyncSession) -> frozenset[str]:
    """List the SHA-256 of every file that some application has."""
    return frozenset((await session.scalars(select(ApplicationFile.sha256).distinct())).all())


def sweep_files(folder: Path, named: frozenset[str], now: datetime) -> int:
    """Delete files that no application has any more and nobody sent within a day; say how many."""
    before = (now - LEFT_ALONE).timestamp()
    old = [
        path
        for path in folder.glob("*/*")
        if path.name not in named and path.is_file() and path.stat().st_mtime < before
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
