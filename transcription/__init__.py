"""Speech to text: live Opus packets and recordings become words with their times."""

from .errors import ModelMissingError, TranscriptionError
from .files import transcribe_file
from .packets import AudioPacket
from .recognizer import Recognizer, RecognizerStream
from .recognizers import Recognizers, open_recognizers
from .speech_model import SpeechModel, find_models
from .transcriber import Transcriber
from .utterances import Segment, Transcript, Utterance, Word

__all__ = [
    "AudioPacket",
    "ModelMissingError",
    "Recognizer",
    "RecognizerStream",
    "Recognizers",
    "Segment",
    "SpeechModel",
    "Transcriber",
    "Transcript",
    "TranscriptionError",
    "Utterance",
    "Word",
    "find_models",
    "open_recognizers",
    "transcribe_file",
]
