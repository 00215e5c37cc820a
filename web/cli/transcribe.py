"""`netvisit transcribe FILE --lang zh|en`: any recording to JSON lines."""

import argparse
import json
from pathlib import Path

from transcription import Utterance, transcribe_file
from web.settings import load_settings
from web.speech import find_installed

from .commands import Subparsers, add_command

EPILOG = """\
Each line is {"start", "end", "text", "words": [{"word", "start", "end", "confidence"}]}, printed
as soon as the utterance is closed; times are seconds from the start of the file. In both languages
"text" is the words joined by single spaces; Chinese reads the same without them.
"""


def register(subparsers: Subparsers) -> None:
    parser = add_command(
        subparsers,
        "transcribe",
        transcribe,
        "turn a recording into text, one JSON line per utterance",
        "Reads any file with sound that FFmpeg reads and prints what is said, offline, with the "
        "model of the language (NETVISIT_MODELS_DIR, else the starter model).",
        EPILOG,
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="recording, such as talk.wav")
    parser.add_argument("--lang", required=True, help="language spoken: zh or en")


def transcribe(arguments: argparse.Namespace) -> int:
    models = find_installed(load_settings())
    for utterance in transcribe_file(arguments.file, arguments.lang, models=models):
        print(json.dumps(describe_utterance(utterance), ensure_ascii=False), flush=True)
    return 0


def describe_utterance(utterance: Utterance) -> dict[str, object]:
    """Give one line of the output; times to the millisecond."""
    return {
        "start": round(utterance.start, 3),
        "end": round(utterance.end, 3),
        "text": utterance.text,
        "words": [
            {
                "word": word.text,
                "start": round(word.start, 3),
                "end": round(word.end, 3),
                "confidence": round(word.confidence, 4),
            }
            for word in utterance.words
        ],
    }
