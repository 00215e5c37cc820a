"""Does Vosk really load a model? To be asked in a child process: Kaldi aborts on some bad ones."""

import json
import math
import os
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
    """Load a model and recognise two seconds of sound; raises TranscriptionError.

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
    sound = _make_sound()
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


def _make_sound(seconds: int = 2) -> bytes:
    """Give s16 at 16 kHz, the same each time: a voice's pulses through two moving resonances.

    Models hear words in it, so that all of their graph is tried, which silence and noise are not.
    """
    first, second, samples = (0.0, 0.0), (0.0, 0.0), array("h")
    for i in range(seconds * SAMPLE_RATE):
        turn = 2 * math.pi * i / SAMPLE_RATE
        pulse = float(i % 133 == 0 and i % 4000 < 3200)
        first = _resonate(pulse, 500 + 300 * math.sin(2.3 * turn), first)
        second = _resonate(first[0], 1500 + 700 * math.sin(1.7 * turn), second)
        samples.append(max(-32_000, min(32_000, round(second[0] * 150))))
    return samples.tobytes()


def _resonate(sample: float, hertz: float, past: tuple[float, float]) -> tuple[float, float]:
    """Pass a sample through a two-pole resonance; give its latest two outputs."""
    turn = 2 * math.pi * hertz / SAMPLE_RATE
    return sample + 2 * 0.97 * math.cos(turn) * past[0] - 0.97**2 * past[1], past[0]


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
