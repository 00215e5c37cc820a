"""Templates of minutes: a department's own wording as Jinja2 text, run in a sandbox.

`render_template` is for a child process with a time limit: a loop in a loop is allowed by any
sandbox and would hold up everybody here.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from sqlalchemy import select

from .audit import name_actor, name_subject, record_act
from .minutes_errors import MinutesError
from .minutes_models import MinutesTemplate
from .minutes_text import clean_text

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from .minutes_facts import MinutesFacts
    from .models import User

DEFAULTS = Path(__file__).parent / "minutes_templates"
LONGEST_TEMPLATE = 20_000


class FaultKind(StrEnum):
    """What is wrong with a template."""

    SYNTAX = "syntax"
    UNKNOWN_NAME = "unknown_name"
    FORBIDDEN = "forbidden"
    FAILED = "failed"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    TOO_SLOW = "too_slow"


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """Where a template goes wrong: its line, None where nobody can tell, and in Jinja's words."""

    kind: FaultKind
    line: int | None = None
    detail: str = ""


def render_template(source: str, facts: MinutesFacts) -> str | TemplateFault:
    """Write the text of minutes, or tell what is wrong with the template."""
    try:
        template = _open_sandbox().from_string(source)
        names = {field.name: getattr(facts, field.name) for field in fields(facts)}
        text = clean_text(template.render(names))
    except TemplateSyntaxError as error:
        return TemplateFault(FaultKind.SYNTAX, error.lineno, error.message or "")
    except UndefinedError as error:
        return TemplateFault(FaultKind.UNKNOWN_NAME, _find_line(error), error.message or "")
    except SecurityError as error:
        return TemplateFault(FaultKind.FORBIDDEN, _find_line(error), error.message or "")
    except MinutesError:
        return TemplateFault(FaultKind.TOO_LONG)
    except Exception as error:
        return TemplateFault(FaultKind.FAILED, _find_line(error), str(error)[:200])
    return text or TemplateFault(FaultKind.EMPTY)


@cache
def read_default(lang: str) -> str:
    """Return the wording that comes with the program."""
    return (DEFAULTS / f"{'zh' if lang == 'zh' else 'en'}.txt").read_text("utf-8")


async def find_template(
    session: AsyncSession, department_id: UUID, lang: str
) -> MinutesTemplate | None:
    """Find a department's own wording."""
    query = select(MinutesTemplate).where(
        MinutesTemplate.department_id == department_id, MinutesTemplate.lang == lang
    )
    return await session.scalar(query)


async def read_source(session: AsyncSession, department_id: UUID, lang: str) -> str:
    """Return the wording that counts for a department."""
    own = await find_template(session, department_id, lang)
    return own.source if own else read_default(lang)


async def save_template(
    session: AsyncSession, user: User, lang: str, source: str | None, now: datetime
) -> None:
    """Keep a wording that was tried, for the user's department; None goes back to the default."""
    own = await find_template(session, user.department_id, lang)
    if source is None and own is not None:
        await session.delete(own)
    if source is not None:
        own = own or MinutesTemplate(department_id=user.department_id, lang=lang)
        own.source, own.updated_by, own.updated_at = source, user.id, now
        session.add(own)
    action = "minutes_template_reset" if source is None else "minutes_template_saved"
    subject = name_subject("department", user.department_id)
    record_act(session, name_actor(user), action, subject, {"lang": lang}, now)
    await session.flush()


def _open_sandbox() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _find_line(error: Exception) -> int | None:
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename == "<template>"
    ]
    return lines[-1] if lines else None
