"""The folder in which an office's models lie, and how another one comes into use."""

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .speech_model import CURRENT, SpeechModel, read_model

# Vosk calls its models vosk-model-small-cn-0.22, vosk-model-en-us-0.22-lgraph and so on.
_PUBLISHED_NAME = re.compile(r"vosk-model-(?:small-|spk-)?([a-z]{2,3})\b")
_OTHER_NAMES = {"cn": "zh"}


def guess_language(name: str) -> str | None:
    """Tell the language from the name of a published model, None where it does not say."""
    found = _PUBLISHED_NAME.match(name)
    return _OTHER_NAMES.get(found[1], found[1]) if found else None


@contextmanager
def open_workplace(folder: Path) -> Iterator[Path]:
    """Give an empty folder on the models' own disk, hidden from those who look for models."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f".incoming-{secrets.token_hex(4)}"
    place.mkdir()
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def add_model(folder: Path, lang: str, name: str, root: Path) -> SpeechModel:
    """Move a checked model from the workplace to its place, then bring it into use, all at once.

    Those that were there stay on disk; a name that is taken gets a number.
    """
    place = folder / lang
    place.mkdir(exist_ok=True)
    target = _find_free(place, name)
    root.rename(target)
    _write_current(place, target.name)
    return read_model(lang, target)


def _find_free(place: Path, name: str) -> Path:
    target, number = place / name, 1
    while target.exists():
        number += 1
        target = place / f"{name}.{number}"
    return target


def _write_current(place: Path, name: str) -> None:
    draft = place / f".{CURRENT}-{secrets.token_hex(4)}"
    with draft.open("x", encoding="utf-8") as file:
        file.write(f"{name}\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place / CURRENT)
