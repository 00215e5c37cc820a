"""Which speech models serve here, and how a running server comes to another one.

It looks at the `current` files of the models' folder every two seconds, and at once on SIGHUP.
Visits whose doors are open already go on with the model they opened with.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress

import structlog
from aiohttp import web

from transcription import SpeechModel, TranscriptionError, find_models, read_stamps

from .keys import MODELS_CHANGED, RECOGNIZERS, SETTINGS
from .settings import Settings

LOOK_SECONDS = 2.0

log = structlog.get_logger("web.speech")


def find_installed(settings: Settings) -> Mapping[str, SpeechModel]:
    """Give the model in use of each language; raises NotAModelError for one that is not there."""
    return find_models(settings.models_folder, settings.models)


async def keep_models(app: web.Application) -> AsyncIterator[None]:
    """Follow the models' folder while the application runs; for cleanup_ctx."""
    task = asyncio.create_task(follow_models(app))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def follow_models(app: web.Application) -> None:
    """Reload when asked to, and when an installation has changed what is in use."""
    stamps: Mapping[str, str] | None = None
    while True:
        asked = await wait_to_look(app[MODELS_CHANGED])
        try:
            seen = await asyncio.to_thread(read_stamps, app[SETTINGS].models_folder)
            if asked or seen != stamps:
                stamps = seen
                await reload_models(app)
        except (TranscriptionError, OSError) as error:
            log.error("models_not_reloaded", error=type(error).__name__)


async def wait_to_look(asked: asyncio.Event) -> bool:
    """Wait until it is time to look, and tell whether somebody asked for it."""
    try:
        await asyncio.wait_for(asked.wait(), LOOK_SECONDS)
    except TimeoutError:
        return False
    asked.clear()
    return True


async def reload_models(app: web.Application) -> None:
    """Let visits that open from now on be recognised by the models that are installed now."""
    models = await asyncio.to_thread(find_installed, app[SETTINGS])
    recognizers = app[RECOGNIZERS]
    if models == recognizers.models:
        return
    recognizers.use_models(models)
    log.info("models_changed", models={lang: model.name for lang, model in models.items()})
