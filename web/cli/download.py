"""Fetching a file over http or https into a folder."""

import asyncio
import shutil
from pathlib import Path
from urllib.parse import unquote, urlsplit

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from web.errors import StartError

from .progress import ProgressBar

LARGEST_BYTES = 8 * 1024**3
PATIENCE = ClientTimeout(total=None, sock_connect=30, sock_read=60)
PIECE = 1 << 20


def is_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))


async def download(address: str, folder: Path) -> Path:
    """Fetch a file under the name its address ends in; raises StartError with the host's name."""
    host = urlsplit(address).hostname or "the address"
    target = folder / (Path(unquote(urlsplit(address).path)).name or "model.zip")
    try:
        async with (
            ClientSession(timeout=PATIENCE, trust_env=True) as session,
            session.get(address) as answer,
        ):
            if answer.status != 200:
                raise StartError(f"{host} answers {answer.status} {answer.reason}")
            await keep(answer, target)
    except (ClientError, TimeoutError, ValueError) as error:
        raise StartError(f"{host} cannot be reached: {type(error).__name__}") from None
    return target


async def keep(answer: ClientResponse, target: Path) -> None:
    """Write the body to a file; raises StartError for one that is too large."""
    total, done = answer.content_length or 0, 0
    if total > min(LARGEST_BYTES, shutil.disk_usage(target.parent).free):
        raise StartError(f"{total // 1024**2} MB are too large for {target.parent.parent}")
    bar = ProgressBar(f"fetching {target.name}")
    with target.open("xb") as file:
        async for piece in answer.content.iter_chunked(PIECE):
            done += len(piece)
            if done > LARGEST_BYTES:
                raise StartError("the file does not end; it is no model")
            await asyncio.to_thread(file.write, piece)
            bar.show(min(done / total, 1) if total else 0)
