"""A process that records a visit of three until it is killed or its disk is full.

    recording_process.py DATABASE_URL FOLDER VISIT_ID INVITATION_ID

Everybody beeps. Ten times a second it prints {"seconds", "recording", "failed", "there"}: how long
it has recorded by the clock, what the pages are told, and how many are connected to the call.
"""

import asyncio
import json
import sys
import time
from datetime import UTC, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from cases.models import User
from tests.visits.beeps import beep
from tests.visits.reception import Clock, Page, Reception, open_reception
from visits.archive import open_archive
from visits.invitations import IssuedInvitation
from visits.models import Invitation, Visit
from visits.vault import MasterKey
from web.database import open_database

KEY = MasterKey(bytes(range(32)))


async def record(url: str, folder: Path, visit_id: UUID, invitation_id: UUID) -> None:
    async with open_database(url) as database:
        async with database.sessions() as session:
            visit = await session.get_one(Visit, visit_id)
            invitation = await session.get_one(Invitation, invitation_id)
            staff = (await session.scalars(select(User).order_by(User.login).limit(2))).all()
        issued = IssuedInvitation(invitation, "", "")
        clock = Clock(visit.starts_at.astimezone(UTC) + timedelta(seconds=1))
        with open_archive(folder, KEY, timedelta(days=30)) as archive:
            async with open_reception(
                database.sessions, visit, issued, clock, archive=archive
            ) as reception:
                await talk_forever(reception, list(staff))


async def talk_forever(reception: Reception, staff: list[User]) -> None:
    await reception.choose(transcript=False, recording=True)
    pages = [await reception.receive(user) for user in staff]
    pages.append(await reception.arrive())
    await reception.admit()
    since = time.monotonic()
    while True:
        await beep(*pages, seconds=0.1, since=(time.monotonic() - since) % 15)
        report(reception, pages, time.monotonic() - since)


def report(reception: Reception, pages: list[Page], seconds: float) -> None:
    state = reception.live.describe_state()
    line = {
        "seconds": seconds,
        "recording": state["recording"],
        "failed": state["recording_failed"],
        "there": sum(page.participant.connected for page in pages),
    }
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    url, folder, visit, invitation = sys.argv[1:]
    asyncio.run(record(url, Path(folder), UUID(visit), UUID(invitation)))
