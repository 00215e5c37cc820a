"""The case's fields as a review shows them: each with the words of this visit it rests on."""

from collections.abc import Mapping

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from cases.case_fields import FieldSource, list_field_sources, read_case_field
from cases.fields import CaseField, FieldValue, format_field_value
from cases.models import Case
from web import pages
from web.i18n import find_language
from web.keys import VISIT


async def describe_fields(
    request: web.Request, session: AsyncSession, case: Case
) -> tuple[pages.ReviewField, ...]:
    """Describe the twelve fields in their order."""
    sources = {source.field: source for source in await list_field_sources(session, case)}
    return tuple(describe_field(request, case, field, sources) for field in CaseField)


def describe_field(
    request: web.Request, case: Case, field: CaseField, sources: Mapping[CaseField, FieldSource]
) -> pages.ReviewField:
    value, source = read_case_field(case, field), sources.get(field)
    if value is None or source is None:
        return pages.ReviewField(field.value, value, show_value(request, field, value))
    heard = source.suggestion
    is_here = heard is not None and heard.visit_id == request[VISIT].id
    return pages.ReviewField(
        field=field.value,
        value=value,
        text=show_value(request, field, value),
        words=tuple(dict(words) for words in heard.evidence) if heard and is_here else (),
        at_seconds=heard.at_seconds if heard and is_here else None,
        decided_by=source.person,
    )


def show_value(request: web.Request, field: CaseField, value: FieldValue | None) -> str:
    return "" if value is None else format_field_value(field, value, find_language(request))
