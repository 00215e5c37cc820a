"""A long visit with many people, as a reviewer may meet it: two hours, ten speakers, 2,000 turns.

The same seed makes the same visit: what is said has the length, overlaps and rhythm of a joint
reception, with a few sentences that case fields are read from.
"""

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from cases.autofill import Evidence, Suggestion
from cases.fields import CaseField
from cases.models import Case, User, UserRole, UtteranceRecord, WordRow
from cases.suggestions import record_suggestions
from visits.models import Visit, VisitState
from visits.seats import seat_of_citizen, seat_of_user
from visits.visit import list_panel

SCRIPT = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
EVERY = 40
"""Each so many turns the citizen says a sentence that a field is read from."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody at the table; the first is the citizen."""

    participant_id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class BigVisit:
    """What was added."""

    seats: tuple[Seat, ...]
    utterance_ids: tuple[UUID, ...]
    words: int
    seconds: float


async def add_big_visit(
    session: AsyncSession,
    visit: Visit,
    *,
    now: datetime,
    hours: float = 2.0,
    people: int = 10,
    seed: int = 1,
) -> BigVisit:
    """Let `people` talk for `hours` in a visit that is over by `now`, in the visit's language."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable visit, no secret
    seats = await _seat_people(session, visit, people, chance)
    records = list(_talk(visit, seats, hours * 3600, chance))
    session.add_all(records)
    visit.state = VisitState.ENDED
    visit.started_at, visit.ended_at = now - timedelta(hours=hours), now
    await session.flush()
    await _suggest(session, visit, records, now)
    words = sum(len(record.words) for record in records)
    return BigVisit(seats, tuple(one.id for one in records), words, records[-1].ended)


async def _seat_people(
    session: AsyncSession, visit: Visit, people: int, chance: random.Random
) -> tuple[Seat, ...]:
    """Seat one citizen and, for the rest, new officers of the panel's departments in turn."""
    names = SCRIPT[visit.lang]["names"]
    panel = await list_panel(session, visit)
    users = [
        User(
            id=UUID(int=chance.getrandbits(128), version=4),
            login=f"{visit.id}-{number}",
            name=names[number % len(names)],
            password_hash="-",
            department_id=panel[number % len(panel)].id,
            roles=[UserRole.OFFICER],
        )
        for number in range(1, people)
    ]
    session.add_all(users)
    await session.flush()
    citizen = Seat(seat_of_citizen(uuid4()), names[0], "citizen")
    return (citizen, *(Seat(seat_of_user(user.id), user.name, "officer") for user in users))


def _talk(
    visit: Visit, seats: Sequence[Seat], seconds: float, chance: random.Random
) -> Iterator[UtteranceRecord]:
    """Speak in turns; the citizen has a third of them, and people cut into one another."""
    telling = {
        EVERY * place + EVERY // 2: one["said"]
        for place, one in enumerate(SCRIPT[visit.lang]["telling"])
    }
    at, turn = 1.0, 0
    while at < seconds:
        is_citizen = turn in telling or chance.random() < 0.33
        speaker = seats[0] if is_citizen else chance.choice(seats)
        text = telling.get(turn) or _say(visit.lang, chance)
        record = _utter(visit, speaker, text, at, chance)
        yield record
        at = max(at + 0.5, record.ended + chance.uniform(-0.6, 1.2))
        turn += 1


def _say(lang: str, chance: random.Random) -> str:
    parts = [SCRIPT[lang][part] for part in ("openings", "middles", "endings")]
    said = [chance.choice(part) for part in parts if chance.random() < 0.6]
    return " ".join(said) or str(chance.choice(parts[-1]))


def _utter(
    visit: Visit, seat: Seat, text: str, start: float, chance: random.Random
) -> UtteranceRecord:
    words = list(_pronounce(text, visit.lang, start, chance))
    return UtteranceRecord(
        id=UUID(int=chance.getrandbits(128), version=4),
        visit_id=visit.id,
        participant_id=seat.participant_id,
        speaker_name=seat.name,
        speaker_role=seat.role,
        lang=visit.lang,
        started=words[0]["start"],
        ended=words[-1]["end"],
        text=text,
        words=words,
        track=f"{seat.participant_id}/0",
        first_sample=int(start * 16_000),
    )


def _pronounce(text: str, lang: str, at: float, chance: random.Random) -> Iterator[WordRow]:
    for word in text.split():
        syllables = len(word) if lang == "zh" else 1.4
        end = at + chance.uniform(0.14, 0.22) * syllables
        confidence = round(chance.uniform(0.55, 1.0), 4)
        yield WordRow(text=word, start=round(at, 3), end=round(end, 3), confidence=confidence)
        at = end + chance.uniform(0.0, 0.15)


async def _suggest(
    session: AsyncSession, visit: Visit, records: Sequence[UtteranceRecord], now: datetime
) -> None:
    """Leave a few suggestions open, each on the words it was said with."""
    places = {record.text: place for place, record in enumerate(records)}
    suggestions = [
        Suggestion(
            CaseField(one["field"]),
            one["value"],
            (Evidence(places[one["said"]], one["start"], one["end"]),),
            "big_visit",
        )
        for one in SCRIPT[visit.lang]["telling"]
        if one["said"] in places
    ]
    case = await session.get_one(Case, visit.case_id)
    ids = [record.id for record in records]
    await record_suggestions(session, case, visit.id, suggestions, ids, now)
