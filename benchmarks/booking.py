"""How long bookers wait when 200 want the last joint slot, and how long a search for slots takes.

Each line stands beside its limit or a search that tries every start. Asserts nothing.
"""

import asyncio
import json
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scheduling.availability import SlotRequest, Timetable, common_slots
from scheduling.errors import SlotTakenError
from scheduling.intervals import Interval
from scheduling.resources import Resource, ResourceKind
from tests.office import make_office
from tests.scheduling.desk import NINE, Desk
from web.database import Database, open_database, upgrade

BOOKERS = 200
POOLS = 4
NOW = datetime(2026, 4, 2, 1, 0, tzinfo=UTC)
DEPARTMENTS, DAYS, PANEL, ASKED = 200, 60, 8, 200


async def race(databases: Sequence[Database], desk: Desk, slots: int) -> dict[str, float]:
    """Let all bookers go for the slots at once; seconds of those who lose."""
    lost: list[float] = []
    won: list[float] = []

    async def book(number: int) -> None:
        started = time.perf_counter()
        starts_at = NINE + timedelta(minutes=30 * (number % slots))
        try:
            async with databases[number % len(databases)].sessions.begin() as session:
                await desk.book(session, starts_at=starts_at)
        except SlotTakenError:
            lost.append(time.perf_counter() - started)
        else:
            won.append(time.perf_counter() - started)

    await asyncio.gather(*map(book, range(BOOKERS)))
    return {"won": len(won), "lost_p50": middle(lost), "lost_p99": near_worst(lost)}


async def race_in(folder: Path, pools: int, slots: int) -> dict[str, float]:
    url = f"sqlite+aiosqlite:///{folder / f'race-{pools}-{slots}.db'}"
    await upgrade(url)
    async with AsyncExitStack() as stack:
        opened = [open_database(url) for _ in range(pools)]
        databases = [await stack.enter_async_context(one) for one in opened]
        office = make_office(NOW)
        async with databases[0].sessions.begin() as session:
            session.add_all([office.housing, office.fire, office.citizen])
            await session.flush()
            session.add_all([office.clerk, office.case])
        desk = Desk(office.case, [office.housing, office.fire], office.clerk, NOW)
        return await race(databases, desk, slots)


def make_timetable(chance: random.Random) -> tuple[Timetable, list[Resource]]:
    """Give 200 departments sixty working days, half of each already booked."""
    departments = [Resource(ResourceKind.DEPARTMENT, str(n)) for n in range(DEPARTMENTS)]
    opening = {one: [*list_hours()] for one in departments}
    busy = {one: [take(span, chance) for span in opening[one]] for one in departments}
    return Timetable(opening, busy), departments


def list_hours() -> list[Interval]:
    days = [NOW.replace(hour=0) + timedelta(days=number) for number in range(DAYS)]
    spans = [(timedelta(hours=9), timedelta(hours=12)), (timedelta(hours=14), timedelta(hours=17))]
    return [Interval(day + start, day + end) for day in days for start, end in spans]


def take(span: Interval, chance: random.Random) -> Interval:
    start = span.starts_at + timedelta(minutes=15 * chance.randrange(6))
    return Interval(start, start + timedelta(minutes=90))


def time_searches() -> dict[str, float]:
    """Milliseconds of `common_slots`, and of trying every start, for panels of eight."""
    chance = random.Random(7)  # noqa: S311 - the same timetable at every run
    timetable, departments = make_timetable(chance)
    within = Interval(NOW, NOW + timedelta(days=DAYS))
    quick: list[float] = []
    slow: list[float] = []
    for number in range(ASKED):
        request = SlotRequest(timedelta(minutes=30), tuple(chance.sample(departments, PANEL)))
        started = time.perf_counter()
        found = common_slots(request, within, timetable)
        quick.append(1000 * (time.perf_counter() - started))
        if number < 5:
            started = time.perf_counter()
            every = search(request, within, timetable)
            slow.append(1000 * (time.perf_counter() - started))
            if [slot.starts_at for slot in found.slots] != every[:10]:
                raise SystemExit("the two searches differ")
    return {"p95_ms": near_worst(quick, 0.95), "every_start_ms": statistics.median(slow)}


def search(request: SlotRequest, within: Interval, timetable: Timetable) -> list[datetime]:
    """Try every start of the grid."""
    start, found = within.starts_at, []
    while start + request.duration <= within.ends_at:
        one = Interval(start, start + request.duration)
        if all(is_free(need, one, timetable) for need in request.needs):
            found.append(start)
        start += timedelta(minutes=15)
    return found


def is_free(need: Resource, one: Interval, timetable: Timetable) -> bool:
    spans = timetable.opening[need]
    is_open = any(s.starts_at <= one.starts_at and one.ends_at <= s.ends_at for s in spans)
    return is_open and not any(one.overlaps(busy) for busy in timetable.busy[need])


def middle(values: Sequence[float]) -> float:
    return statistics.median(values) if values else 0.0


def near_worst(values: Sequence[float], share: float = 0.99) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)] if values else 0.0


async def main() -> None:
    figures: dict[str, object] = {}
    print(f"{BOOKERS} bookers at once (losers answered under 1 s)")
    print(f"{'pools':>6} {'slots':>6} {'won':>5} {'lost p50 s':>11} {'lost p99 s':>11}")
    with tempfile.TemporaryDirectory() as folder:
        for pools, slots in ((1, 1), (POOLS, 1), (1, 50), (POOLS, 50)):
            seen = await race_in(Path(folder), pools, slots)
            figures[f"race_{pools}_{slots}"] = seen
            times = f"{seen['lost_p50']:>11.3f} {seen['lost_p99']:>11.3f}"
            print(f"{pools:>6} {slots:>6} {seen['won']:>5.0f} {times}")
    searches = time_searches()
    figures["search"] = searches
    print(f"\nslots for a panel of {PANEL} among {DEPARTMENTS} departments, {DAYS} days")
    print(
        f"  p95 {searches['p95_ms']:.2f} ms (under 5); every start {searches['every_start_ms']:.0f}"
    )
    print(json.dumps(figures))


if __name__ == "__main__":
    asyncio.run(main())
