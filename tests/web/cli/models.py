"""Models to install: copies of the starter under names of published ones."""

import shutil
import zipfile
from pathlib import Path

from transcription import find_models

PUBLISHED = "vosk-model-small-cn-0.22"


def copy_starter(folder: Path, name: str = PUBLISHED, lang: str = "zh") -> Path:
    """Copy the starter without its card, so that nothing calls it one."""
    copied = shutil.copytree(find_models()[lang].path, folder / name)
    (copied / "card.json").unlink()
    return copied


def pack(model: Path) -> Path:
    """Put a model's folder into an archive, as they are published; stored, to be quick."""
    archive = model.with_name(f"{model.name}.zip")
    with zipfile.ZipFile(archive, "w") as opened:
        for path in sorted(model.rglob("*")):
            opened.write(path, path.relative_to(model.parent))
    return archive
