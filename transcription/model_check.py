"""Does Vosk really load a model? To be asked in a child process: Kaldi aborts on some bad ones."""

import json
import os
import random
import resource
import sys
from array import array
from dataclasses import dataclass
from pathlib import Path

import vosk

from .errors import ModelUnreadableError, NotAModelError
from .packets import SAMPLE_RATE
from .speech_model import is_model, read_model

# Acoustic model, features and graph of Vosk's two layouts; of a graph one kind is enough.
_LAYOUTS = (
    ("am/final.mdl", "conf/mfcc.conf", ("graph/HCLG.fst", "graph/HCLr.fst graph/Gr.fst")),
    ("final.mdl", "mfcc.conf", ("HCLG.fst", "HCLr.fst Gr.fst")),
)
_PIECE = SAMPLE_RATE // 10


@dataclass(frozen=True, slots=True)
class ModelReport:
    """What a model turned out to be; `sample_rate` in Hz is the one it was trained at."""

    sample_rate: int
    has_runtime_grammars: bool
    words: int


def check_structure(root: Path) -> None:
    """Raise NotAModelError, naming what is missing."""
    layout = _LAYOUTS[0] if not (root / "final.mdl").is_file() else _LAYOUTS[1]
    acoustic, features, graphs = layout
    missing = [name for name in (acoustic, features) if not (root / name).is_file()]
    if not any(_has_graph(root, graph) for graph in graphs):
        missing.append(" or ".join(graph.replace(" ", " with ") for graph in graphs))
    if missing:
        raise NotAModelError(root, f"{', '.join(missing)} missing")
    read_model("", root)


def find_model_root(folder: Path) -> Path:
    """Return the folder itself, or the one inside it that archives wrap a model in."""
    if is_model(folder):
        return folder
    inside = [child for child in folder.iterdir() if child.is_dir() and is_model(child)]
    return inside[0] if len(inside) == 1 else folder


def examine_model(root: Path) -> ModelReport:
    """Load a model and recognise a second of noise; raises TranscriptionError.

    Meant for a process of its own, whose output it gives up and whose memory it bounds.
    """
    _be_careful()
    check_structure(root)
    vosk.SetLogLevel(-1)
    try:
        engine = vosk.Model(str(root))
        _recognise(vosk.KaldiRecognizer(engine, SAMPLE_RATE))
    except Exception as error:  # vosk raises nothing more precise
        raise ModelUnreadableError(root) from error
    words = _read_words(root)
    return ModelReport(
        sample_rate=_read_sample_rate(root),
        has_runtime_grammars=_has_dynamic_graph(root) and _takes_grammar(engine, words),
        words=len(words),
    )


def _recognise(recognizer: vosk.KaldiRecognizer) -> None:
    sound = _make_noise()
    recognizer.SetWords(True)
    for start in range(0, len(sound), _PIECE * 2):
        recognizer.AcceptWaveform(sound[start : start + _PIECE * 2])
    json.loads(recognizer.FinalResult())["text"]


def _be_careful() -> None:
    """Print nothing of Kaldi's, leave no core, and let a broken size end only this process."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout.fileno(), sys.stderr.fileno()):
        os.dup2(nowhere, stream)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _has_graph(root: Path, graph: str) -> bool:
    return all((root / name).is_file() for name in graph.split())


def _make_noise() -> bytes:
    """Give a second of noise, s16 at 16 kHz, the same each time."""
    source = random.Random(16)  # noqa: S311 - no secret
    return array("h", (source.randrange(-3000, 3000) for _ in range(SAMPLE_RATE))).tobytes()


def _read_sample_rate(root: Path) -> int:
    """Read it from the features' configuration; Kaldi's default is 16000."""
    place = root / "conf" / "mfcc.conf"
    text = (place if place.is_file() else root / "mfcc.conf").read_text("utf-8")
    for line in text.splitlines():
        name, _, value = line.partition("#")[0].strip().partition("=")
        if name.strip() == "--sample-frequency":
            return round(float(value))
    return 16000


def _read_words(root: Path) -> list[str]:
    """List the words of the vocabulary, without the symbols of the graph."""
    places = [root / "graph" / "words.txt", root / "words.txt"]
    place = next((one for one in places if one.is_file()), None)
    if place is None:
        return []
    words = [line.split()[0] for line in place.read_text("utf-8").splitlines() if line.strip()]
    return [word for word in words if not word.startswith(("<", "#", "["))]


def _has_dynamic_graph(root: Path) -> bool:
    """Vosk builds grammars at run time on a graph in two parts only, and else ignores them."""
    return not any((root / place).is_file() for place in ("graph/HCLG.fst", "HCLG.fst"))


def _takes_grammar(engine: vosk.Model, words: list[str]) -> bool:
    grammar = json.dumps([*words[:1], "[unk]"], ensure_ascii=False)
    try:
        _recognise(vosk.KaldiRecognizer(engine, SAMPLE_RATE, grammar))
    except Exception:  # vosk raises nothing more precise
        return False
    return True
