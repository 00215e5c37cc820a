"""Structured log lines with ids only: no speech, names, numbers, tokens (invariant 7)."""

import asyncio
import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

from .settings import Settings

# Below warnings these write queries, addresses, SDP and statements.
TALKATIVE = ("aiohttp.access", "aioice", "aiortc", "aiosqlite", "alembic", "asyncio", "sqlalchemy")

Event = MutableMapping[str, Any]


def configure_logs(settings: Settings, stream: TextIO | None = None) -> None:
    """Send the lines of structlog and of `logging` to the stream (stderr) in one form."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        name_failure,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_formatter(settings, shared))
    logging.basicConfig(handlers=[handler], level=settings.log_level.upper(), force=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def _formatter(
    settings: Settings, shared: list[structlog.typing.Processor]
) -> structlog.stdlib.ProcessorFormatter:
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )


def name_failure(logger: object, method: str, event: Event) -> Event:
    """Replace an exception by its kind and places: its text may quote what somebody said."""
    failure = event.pop("exc_info", None)
    if failure is True:
        failure = sys.exc_info()
    error = failure[1] if isinstance(failure, tuple) else failure
    if isinstance(error, BaseException):
        event["error"] = type(error).__qualname__
        event["at"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
    return event


def report_loop_failures(loop: asyncio.AbstractEventLoop) -> None:
    """Log what nobody awaited by its kind; asyncio's own line would quote the exception."""

    def report(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        structlog.get_logger("web.loop").error(
            "loop_failure", about=context["message"], exc_info=context.get("exception")
        )

    loop.set_exception_handler(report)
