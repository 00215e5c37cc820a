"""Which speech models are there: the starters of the package and those an office installed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

STARTERS = Path(__file__).parent / "models"
PUBLISHED_LIMITS = "A published model; its maker states its limits."


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """A model on disk with what its card says; a starter is for demonstrations, not for people."""

    lang: str
    name: str
    path: Path
    is_starter: bool
    origin: str
    limits: str


def find_models(folder: Path | None = None) -> Mapping[str, SpeechModel]:
    """Return the models by language; one in `<folder>/<lang>/` wins over the starter."""
    found = dict(_models_in(STARTERS))
    if folder is not None and folder.is_dir():
        found.update(_models_in(folder))
    return found


def _models_in(folder: Path) -> Iterator[tuple[str, SpeechModel]]:
    for place in sorted(child for child in folder.iterdir() if child.is_dir()):
        roots = [root for root in (place, *_newest_first(place)) if _is_model(root)]
        if roots:
            yield place.name, _read_card(place.name, roots[0])


def _newest_first(place: Path) -> list[Path]:
    return sorted((child for child in place.iterdir() if child.is_dir()), reverse=True)


def _is_model(root: Path) -> bool:
    return (root / "am" / "final.mdl").is_file() or (root / "final.mdl").is_file()


def _read_card(lang: str, root: Path) -> SpeechModel:
    card_file = root / "card.json"
    card = json.loads(card_file.read_text("utf-8")) if card_file.is_file() else {}
    return SpeechModel(
        lang=lang,
        name=card.get("name", root.resolve().name),
        path=root,
        is_starter=card.get("is_starter", False),
        origin=card.get("origin", ""),
        limits=card.get("limits", PUBLISHED_LIMITS),
    )
