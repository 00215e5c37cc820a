"""From a zip archive, a folder or an address to a checked model in its place."""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from transcription import NotAModelError, SpeechModel, TranscriptionError
from transcription.installed_models import add_model, guess_language, open_workplace
from transcription.model_archive import MOST_BYTES, MOST_FILES, unpack_model
from transcription.model_check import (
    ModelReport,
    check_structure,
    examine_model,
    find_model_root,
)
from transcription.speech_model import read_language
from web.errors import JobError, JobProblem, StartError
from web.jobs import open_jobs
from web.settings import Settings

from .download import download, is_address
from .progress import ProgressBar

LOADING_SECONDS = 300.0
NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,80}")


async def install(settings: Settings, source: str, lang: str | None) -> SpeechModel:
    """Bring a model into use once it is checked; raises StartError or TranscriptionError.

    Whatever goes wrong, what was in use stays in use and nothing is left behind.
    """
    with explain_disk(), open_workplace(settings.models_folder) as workplace:
        path = await download(source, workplace) if is_address(source) else Path(source)
        check_there(path)
        print(f"{digest(path)}  {path.name}", flush=True)
        root = bring_in(path, workplace / "unpacked")
        name = name_of(path, root)
        lang = lang or find_language(root, name, path)
        report = await examine(root, name)
        print(f"{lang}  {name}: {describe(report)}", flush=True)
        return add_model(settings.models_folder, lang, name, root)


async def check_source(path: Path) -> tuple[str, str]:
    """Tell a model's name and what it is like; raises StartError or TranscriptionError."""
    check_there(path)
    with explain_disk(), tempfile.TemporaryDirectory(prefix="netvisit-model-") as folder:
        root = find_root(path, Path(folder, "unpacked"))
        name = name_of(path, root)
        return name, describe(await examine(root, name))


async def examine(root: Path, name: str) -> ModelReport:
    """Let Vosk load it in a child process; raises StartError."""
    try:
        check_structure(root)
    except NotAModelError as error:
        raise StartError(f"{name} is no speech model: {error.reason}") from None
    try:
        async with open_jobs(1) as jobs:
            return await jobs.run(examine_model, root, timeout=LOADING_SECONDS)
    except JobError as error:
        if error.problem is JobProblem.TIMED_OUT:
            raise StartError(f"Vosk has not loaded {name} in {LOADING_SECONDS:.0f} s") from None
        raise StartError(f"Vosk cannot load {name}; fetch it anew, or another model") from None


def describe(report: ModelReport) -> str:
    grammars = "work" if report.has_runtime_grammars else "do not work"
    return f"{report.sample_rate} Hz, {report.words} words, runtime grammars {grammars}"


def check_there(path: Path) -> None:
    if not path.exists():
        raise StartError(f"{path} does not exist; give a folder, a zip archive or an http(s) URL")


def find_root(path: Path, target: Path) -> Path:
    """Give the folder of a model, where it lies or unpacked into the target."""
    return find_model_root(path).resolve() if path.is_dir() else bring_in(path, target)


def bring_in(path: Path, target: Path) -> Path:
    """Unpack an archive or copy a folder, and give the model's own folder in it."""
    target.mkdir()
    bar = ProgressBar(f"unpacking {path.name}")
    if path.is_dir():
        copy_model(find_model_root(path), target)
        bar.show(1.0)
        return target
    unpack_model(path, target, progress=bar.show)
    return find_model_root(target)


def copy_model(root: Path, target: Path) -> None:
    """Copy the files of a folder, links followed, and nothing that is larger than any model."""
    paths = [path for path in root.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in paths)
    if len(paths) > MOST_FILES or size > MOST_BYTES:
        raise NotAModelError(root, f"{len(paths)} files of {size // 1024**2} MB are in it")
    for path in paths:
        place = target / path.relative_to(root)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)


def name_of(path: Path, root: Path) -> str:
    """Take the name of the folder in the archive, else of the archive; raises StartError."""
    wrapped = path.is_file() and root.name != "unpacked"
    name = root.name if wrapped else path.resolve().name.removesuffix(".zip")
    if not NAME.fullmatch(name):
        raise StartError("the model's name must be letters, digits, dots and dashes; rename it")
    return name


def find_language(root: Path, name: str, path: Path) -> str:
    """Ask the model's card, then the names; raises StartError when none of them says."""
    lang = read_language(root) or guess_language(name) or guess_language(path.name)
    if lang is None:
        raise StartError(f"the language of {name} is not known; give it, as in --lang zh")
    return lang


def digest(path: Path) -> str:
    """Give the SHA-256 of a file; of a folder that of its files' names and digests, by name."""
    if path.is_file():
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    whole = hashlib.sha256()
    for child in sorted(child for child in path.rglob("*") if child.is_file()):
        whole.update(f"{digest(child)}  {child.relative_to(path).as_posix()}\n".encode())
    return whole.hexdigest()


@contextmanager
def explain_disk() -> Iterator[None]:
    """Turn what the operating system says about files into a line."""
    try:
        yield
    except (StartError, TranscriptionError):
        raise
    except OSError as error:
        place = error.filename or "the model"
        raise StartError(f"{place}: {error.strerror or error}") from None
