"""Gathers what the minutes of a visit are generated from, in the words of its language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from cases.case_fields import FieldSource, list_field_sources
from cases.fields import format_field_value
from cases.minutes_facts import (
    CaseFacts,
    ConsentFacts,
    Cut,
    FieldFacts,
    MinutesFacts,
    PanelFacts,
    PersonFacts,
    SaidFacts,
    SoundGap,
    VisitFacts,
)
from cases.models import Case, Citizen
from cases.shown_transcript import ShownUtterance, list_shown
from scheduling.models import Booking

from .attendance import list_attendances, list_gaps
from .consents import find_consent
from .models import Attendance, AttendanceRole, AudioRecording, Visit
from .recordings import list_recordings
from .signers import list_signing_citizens
from .transcript import name_department, name_seats
from .visit import list_panel

# What one person says within this many seconds becomes one line, unless somebody speaks between.
TURN_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Telling:
    """How things are said: the visit's language, the office's time zone, names of fields."""

    lang: str
    zone: ZoneInfo
    labels: Mapping[str, str]

    def day(self, at: datetime) -> str:
        local = at.astimezone(self.zone)
        if self.lang == "zh":
            return f"{local.year}年{local.month}月{local.day}日"
        return f"{local.day} {local:%B %Y}"

    def clock(self, at: datetime | None) -> str:
        return f"{at.astimezone(self.zone):%H:%M}" if at else ""

    def second(self, seconds: float) -> str:
        return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


async def gather_facts(session: AsyncSession, visit: Visit, telling: Telling) -> MinutesFacts:
    """Read everything that a template may name; the visit has begun."""
    case = await session.get_one(Case, visit.case_id)
    citizen = await session.get_one(Citizen, case.citizen_id)
    booking = await session.get_one(Booking, visit.booking_id)
    recordings = await list_recordings(session, visit.id)
    said = await list_shown(session, visit.id)
    panel = [name_department(one, visit.lang) for one in await list_panel(session, visit)]
    return MinutesFacts(
        case=CaseFacts(case.number, case.title),
        visit=VisitFacts(
            day=telling.day(visit.started_at or visit.starts_at),
            starts=telling.clock(visit.started_at or visit.starts_at),
            ends=telling.clock(visit.ended_at),
            place=booking.place or "",
            recorded=bool(recordings),
            transcribed=bool(said),
        ),
        panel=PanelFacts(panel[0], tuple(panel[1:])),
        citizen=citizen.name,
        people=await _list_people(session, visit, telling),
        consents=await _list_consents(session, visit, telling),
        fields=tuple(
            _describe_field(source, visit, telling)
            for source in await list_field_sources(session, case)
        ),
        said=await _list_said(session, visit, said, telling),
        gaps=tuple(_list_sound_gaps(recordings, telling)),
    )


async def _list_people(
    session: AsyncSession, visit: Visit, telling: Telling
) -> tuple[PersonFacts, ...]:
    """List who came; somebody who left and came back stands there twice, as it was."""
    attendances = await list_attendances(session, visit.id)
    seats = {one.participant_id for one in attendances}
    departments = await name_seats(session, seats, visit.lang)
    people = [
        PersonFacts(
            name=one.name,
            department=departments.get(one.participant_id, ""),
            is_citizen=one.role is AttendanceRole.CITIZEN,
            joined=telling.clock(one.joined_at),
            left=telling.clock(one.left_at),
            cuts=await _list_cuts(session, one, telling),
        )
        for one in attendances
    ]
    return tuple(people)


async def _list_cuts(
    session: AsyncSession, attendance: Attendance, telling: Telling
) -> tuple[Cut, ...]:
    return tuple(
        Cut(telling.clock(gap.away_at), telling.clock(gap.returned_at))
        for gap in await list_gaps(session, attendance.id)
    )


async def _list_consents(
    session: AsyncSession, visit: Visit, telling: Telling
) -> tuple[ConsentFacts, ...]:
    found = []
    for invitation in await list_signing_citizens(session, visit):
        consent = await find_consent(session, invitation.id)
        if consent is not None:
            at = telling.clock(consent.given_at)
            found.append(ConsentFacts(invitation.name, consent.recording, consent.transcript, at))
    return tuple(found)


def _describe_field(source: FieldSource, visit: Visit, telling: Telling) -> FieldFacts:
    heard = source.suggestion
    return FieldFacts(
        name=source.field.value,
        label=telling.labels[source.field.value],
        value=" ".join(format_field_value(source.field, source.value, visit.lang).split()),
        speaker=heard.speaker_name if heard else "",
        at=telling.second(heard.at_seconds) if heard else "",
        person=source.person,
        earlier=heard is not None and heard.visit_id != visit.id,
        stated=source.statement is not None,
    )


async def _list_said(
    session: AsyncSession, visit: Visit, said: Sequence[ShownUtterance], telling: Telling
) -> tuple[SaidFacts, ...]:
    departments = await name_seats(session, {one.participant_id for one in said}, visit.lang)
    turns = _join_turns([one for one in said if one.text])
    return tuple(
        SaidFacts(
            at=telling.second(turn[0].started),
            speaker=turn[0].speaker_name,
            department=departments.get(turn[0].participant_id, ""),
            text=_join_texts([one.text for one in turn], visit.lang),
            edited=any(one.corrections for one in turn),
        )
        for turn in turns
    )


def _join_turns(said: Sequence[ShownUtterance]) -> Sequence[Sequence[ShownUtterance]]:
    turns: list[list[ShownUtterance]] = []
    for one in said:
        goes_on = (
            bool(turns)
            and turns[-1][0].participant_id == one.participant_id
            and one.started - turns[-1][0].started < TURN_SECONDS
        )
        if goes_on:
            turns[-1].append(one)
        else:
            turns.append([one])
    return turns


def _join_texts(texts: Sequence[str], lang: str) -> str:
    """Put what was said after a pause behind a comma, as speech has none."""
    return ("，" if lang == "zh" else ", ").join(texts)


def _list_sound_gaps(recordings: Sequence[AudioRecording], telling: Telling) -> Sequence[SoundGap]:
    return [
        SoundGap(
            recording.speaker_name,
            telling.second(recording.started + gap["start"]),
            telling.second(recording.started + gap["end"]),
        )
        for recording in recordings
        for gap in recording.gaps
    ]
