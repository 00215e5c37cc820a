"""Which speech models are there: the starters of the package and those an office installed.

Installed models lie in `<folder>/<lang>/<name>/`. A file `<folder>/<lang>/current` names the one in
use; without it the newest name is. A model may also lie in `<folder>/<lang>/` itself.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import NotAModelError

STARTERS = Path(__file__).parent / "models"
CURRENT = "current"
LANGUAGE = re.compile(r"[a-z]{2,3}")
PUBLISHED_LIMITS = "A published model; its maker states its limits."
NOTHING_CHOSEN: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """A model on disk with what its card says; a starter is for demonstrations, not for people."""

    lang: str
    name: str
    path: Path
    is_starter: bool
    origin: str
    limits: str


def find_models(
    folder: Path | None = None, chosen: Mapping[str, str] = NOTHING_CHOSEN
) -> Mapping[str, SpeechModel]:
    """Return the models in use by language; one in `<folder>/<lang>/` wins over the starter.

    One `chosen` for a language wins over both: the name of its folder in `<folder>/<lang>/`, or a
    path with a slash in it. Raises NotAModelError when there is none.
    """
    found = {models[0].lang: models[0] for models in _list_by_language(STARTERS)}
    if folder is not None:
        found.update({models[0].lang: models[0] for models in _list_by_language(folder)})
    found.update({lang: _find_chosen(folder, lang, name) for lang, name in chosen.items()})
    return found


def list_models(folder: Path | None = None) -> Sequence[SpeechModel]:
    """Return every model there is, starters last; of a language the one to use comes first."""
    folders = [STARTERS] if folder is None else [folder, STARTERS]
    return [model for one in folders for models in _list_by_language(one) for model in models]


def read_stamps(folder: Path) -> Mapping[str, str]:
    """Return what the `current` files of the languages say; it changes with every installation."""
    stamps = sorted(folder.glob(f"*/{CURRENT}")) if folder.is_dir() else []
    return {stamp.parent.name: stamp.read_text("utf-8") for stamp in stamps}


def is_model(root: Path) -> bool:
    """Tell whether a folder has an acoustic model; both layouts of Vosk."""
    if (root / "am" / "final.mdl").is_file():
        return True
    return (root / "final.mdl").is_file() and root.name != "am"


def read_model(lang: str, root: Path) -> SpeechModel:
    """Return a model with what its card says; raises NotAModelError for a card that is broken."""
    card = _read_card(root)
    return SpeechModel(
        lang=lang,
        name=str(card.get("name", root.resolve().name)),
        path=root,
        is_starter=card.get("is_starter") is True,
        origin=str(card.get("origin", "")),
        limits=str(card.get("limits", PUBLISHED_LIMITS)),
    )


def read_language(root: Path) -> str | None:
    """Return the language that a model's card names, None where it does not."""
    lang = _read_card(root).get("lang")
    return lang if isinstance(lang, str) and LANGUAGE.fullmatch(lang) else None


def _list_by_language(folder: Path) -> Iterator[list[SpeechModel]]:
    for place in _list_folders(folder):
        roots = [root for root in _best_first(place) if is_model(root)]
        if roots:
            yield [read_model(place.name, root) for root in roots]


def _best_first(place: Path) -> list[Path]:
    stamp = place / CURRENT
    current = stamp.read_text("utf-8").strip() if stamp.is_file() else ""
    newest_first = [place, *reversed(_list_folders(place))]
    return sorted(newest_first, key=lambda folder: folder.name != current or folder is place)


def _list_folders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    # A leading dot hides what is still being unpacked.
    return sorted(
        child for child in folder.iterdir() if child.is_dir() and not child.name.startswith(".")
    )


def _find_chosen(folder: Path | None, lang: str, name: str) -> SpeechModel:
    root = Path(name) if "/" in name else (folder or STARTERS) / lang / name
    if not is_model(root):
        raise NotAModelError(root, f"it was chosen for {lang} and is not there")
    return read_model(lang, root)


def _read_card(root: Path) -> Mapping[str, object]:
    card_file = root / "card.json"
    if not card_file.is_file():
        return {}
    try:
        card = json.loads(card_file.read_text("utf-8"))
    except ValueError:
        card = None
    if not isinstance(card, dict):
        raise NotAModelError(root, "its card.json cannot be read; remove that file")
    return card
