"""GET /staff/cases/{number}: fields and on whose words they rest, visits, what was said."""

from collections.abc import Sequence

from aiohttp import web
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from cases.case_fields import FieldSource, list_field_sources, read_case_field
from cases.fields import CaseField, format_field_value
from cases.models import Case, SuggestionStatus
from cases.shown_transcript import list_shown
from visits.models import Visit
from visits.transcript import name_seats
from visits.visit import list_panel
from web import pages
from web.i18n import Language, find_language
from web.keys import CASE, READING, SIGNED_IN
from web.names import name_department, name_departments

from .exports import describe_exports
from .viewer import describe_viewer


async def show_case(request: web.Request) -> web.Response:
    case, language = request[CASE], find_language(request)
    async with request.app[READING]() as session:
        sources = await list_field_sources(session, case)
        visits = await list_visits(session, case)
        rows = [await describe_visit(request, session, visit) for visit in visits]
        seen = [visit for visit, row in zip(visits, rows, strict=True) if row.may_enter]
        turns = [turn for visit in seen for turn in await list_turns(session, visit)]
    page = pages.CasePage(
        viewer=describe_viewer(request),
        number=case.number,
        title=case.title,
        citizen_name=case.citizen.name,
        lead_department=name_department(language, case.lead_department),
        created_at=case.created_at,
        fields=describe_fields(language, case, sources),
        visits=tuple(rows),
        transcript=tuple(turns),
    )
    return pages.render(request, page)


def describe_fields(
    language: Language, case: Case, sources: Sequence[FieldSource]
) -> tuple[pages.CaseFieldRow, ...]:
    """Describe the twelve fields in their order."""
    known = {source.field: source for source in sources}
    return tuple(
        pages.CaseFieldRow(
            field.value,
            show_value(language, case, field),
            describe_acceptance(language, known[field]) if field in known else None,
            describe_statement(known[field]) if field in known else None,
        )
        for field in CaseField
    )


def show_value(language: Language, case: Case, field: CaseField) -> str:
    value = read_case_field(case, field)
    return "" if value is None else format_field_value(field, value, language)


def describe_statement(source: FieldSource) -> pages.Statement | None:
    """Give the applicant's own words for a value that was taken from an application."""
    if source.statement is None:
        return None
    return pages.Statement(source.statement, source.person, source.written_at)


def describe_acceptance(language: Language, source: FieldSource) -> pages.Acceptance | None:
    """Say on which words a value rests; None for one that a person typed unasked."""
    heard = source.suggestion
    if heard is None:
        return None
    corrected = heard.status is SuggestionStatus.CORRECTED
    return pages.Acceptance(
        quote=heard.quote,
        lang=language,
        speaker_name=heard.speaker_name,
        at_seconds=heard.at_seconds,
        rule=heard.rule,
        status="corrected" if corrected else "accepted",
        decided_by=source.person,
        decided_at=source.written_at,
        heard_value=format_field_value(source.field, heard.value, language),
    )


async def list_visits(session: AsyncSession, case: Case) -> Sequence[Visit]:
    query = select(Visit).where(Visit.case_id == case.id).order_by(Visit.starts_at)
    return (await session.scalars(query)).all()


async def describe_visit(
    request: web.Request, session: AsyncSession, visit: Visit
) -> pages.CaseVisitRow:
    panel = await list_panel(session, visit)
    may_enter = request[SIGNED_IN].department.id in {department.id for department in panel}
    return pages.CaseVisitRow(
        id=str(visit.id),
        starts_at=visit.starts_at,
        state=visit.state.value,
        departments=name_departments(request, panel),
        may_enter=may_enter,
        exports=await describe_exports(session, visit) if may_enter else None,
    )


async def list_turns(session: AsyncSession, visit: Visit) -> Sequence[pages.TranscriptTurn]:
    """List what was said in a visit that the viewer's department received, as corrected."""
    shown = await list_shown(session, visit.id)
    seats = {utterance.participant_id for utterance in shown}
    departments = await name_seats(session, seats, visit.lang)
    return [
        pages.TranscriptTurn(
            visit_id=str(visit.id),
            speaker_name=utterance.speaker_name,
            department=departments.get(utterance.participant_id, ""),
            at_seconds=utterance.started,
            text=utterance.text,
            lang=utterance.lang,
        )
        for utterance in shown
    ]
