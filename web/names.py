"""Names of departments in the language of a page."""

from collections.abc import Iterable

from aiohttp import web

from cases.models import Department

from .i18n import Language, find_language


def name_department(language: Language, department: Department) -> str:
    return department.name_zh if language == "zh" else department.name_en


def name_departments(request: web.Request, departments: Iterable[Department]) -> tuple[str, ...]:
    """Give the names in the order of the departments."""
    language = find_language(request)
    return tuple(name_department(language, department) for department in departments)
