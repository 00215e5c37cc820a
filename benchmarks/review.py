"""How soon a reviewer reads two hours of ten people: page, windows, changes and a piece of sound.

Measured over HTTP on loopback, best of several, beside a bare SELECT of the same rows. Prints a
table and one JSON line; asserts nothing.
"""

import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from aiohttp.test_utils import TestServer
from sqlalchemy import text

from tests.big_sound import add_recordings
from tests.big_visit import BigVisit, add_big_visit
from tests.web.house import Browser, Clock, House
from visits.models import Visit
from web.app import create_app
from web.database import open_database, upgrade
from web.demo import furnish
from web.keys import ARCHIVE
from web.settings import load_settings

TRIES = 7
HOURS = 2.0
PEOPLE = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """What was asked, how long the best try took and how much came."""

    what: str
    milliseconds: float
    kilobytes: float


@asynccontextmanager
async def open_big_house(lang: str, folder: Path) -> AsyncIterator[tuple[House, BigVisit, str]]:
    """Serve a house whose visit was long; gives the id of the citizen's recording too."""
    settings = load_settings(data_dir=folder, media_host="127.0.0.1", media_port=0)
    now = datetime.now(UTC)
    await upgrade(settings.database)
    async with open_database(settings.database) as database:
        demo = await furnish(database.sessions, lang, now)
    app = create_app(settings)
    async with TestServer(app) as server:
        house = House(app, server, Clock(now), demo)
        async with house.sessions.begin() as session:
            visit = await session.get_one(Visit, demo.visit_id)
            big = await add_big_visit(session, visit, now=now, hours=HOURS, people=PEOPLE)
            rows = await add_recordings(session, visit, big, app[ARCHIVE], now=now)
        try:
            yield house, big, str(rows[0].id)
        finally:
            await house.close()


async def measure(lang: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with open_big_house(lang, Path(folder)) as (house, big, recording):
            print(f"\n{lang}: {len(big.utterance_ids)} utterances, {big.words} words")
            browser = await house.staff("wangmin")
            figures = [
                await time_fetch(browser, what, f"{house.console}/{path}", header)
                for what, path, header in list_questions(recording)
            ]
            figures.append(await time_transcript(house, browser))
            figures.append(await time_correction(house, browser, big))
            figures.append(await time_select(house))
            show(lang, figures)


def list_questions(recording: str) -> list[tuple[str, str, str]]:
    return [
        ("page", "review", ""),
        ("first window of 200", "review/transcript", ""),
        ("largest window of 500", "review/transcript?limit=500", ""),
        ("changes, none", "review/changes?after=0", ""),
        ("sound from the middle, 64 KB", f"recordings/{recording}/audio", "bytes=9000000-9065535"),
    ]


async def time_fetch(browser: Browser, what: str, path: str, header: str) -> Figure:
    headers = {"Range": header} if header else {}

    async def fetch() -> int:
        async with browser.session.get(path, headers=headers) as answer:
            size = len(await answer.read())
            if answer.status >= 400:
                print(f"  {what}: status {answer.status}")
            return size

    return await time_best(what, fetch)


async def time_transcript(house: House, browser: Browser) -> Figure:
    """Fetch window after window as the page does."""

    async def fetch() -> int:
        size, path, after = 0, f"{house.console}/review/transcript?limit=500", ""
        while after is not None:
            answer = await browser.ask(f"{path}&after={after}")
            size, after = size + len(answer.text.encode()), answer.body["next"]
        return size

    return await time_best("whole transcript", fetch)


async def time_correction(house: House, browser: Browser, big: BigVisit) -> Figure:
    places = iter(big.utterance_ids)
    base = 0

    async def correct() -> int:
        nonlocal base
        body = {"utterance_id": str(next(places)), "start": 0, "end": 1, "text": "x", "base": base}
        answer = await browser.tell(f"{house.console}/review/corrections", body)
        base = answer.body["sequence"]
        return len(answer.text)

    return await time_best("a correction, on disk", correct)


async def time_select(house: House) -> Figure:
    """Fetch the same rows without anything of ours around them."""
    query = text("SELECT words FROM utterance_record ORDER BY started")

    async def select() -> int:
        async with house.reading() as session:
            return sum(len(row[0]) for row in await session.execute(query))

    return await time_best("bare SELECT of all words", select)


async def time_best(what: str, work: Callable[[], Awaitable[int]]) -> Figure:
    tries = []
    for _ in range(TRIES):
        began = time.perf_counter()
        size = await work()
        tries.append(time.perf_counter() - began)
    return Figure(what, min(tries) * 1000, size / 1024)


def show(lang: str, figures: list[Figure]) -> None:
    for one in figures:
        print(f"  {one.what:30} {one.milliseconds:8.1f} ms {one.kilobytes:9.1f} KB")
    print(json.dumps({"lang": lang, "ms": {f.what: round(f.milliseconds, 1) for f in figures}}))


async def main() -> None:
    """Measure a visit in each language."""
    for lang in ("zh", "en"):
        await measure(lang)


if __name__ == "__main__":
    asyncio.run(main())
