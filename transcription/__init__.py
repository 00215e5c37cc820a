"""Speech to text: live Opus packets and recordings become words with their times."""

from .errors import ModelMissingError, NotAModelError, TranscriptionError
from .files import transcribe_file
from .packets import AudioPacket
from .recognizer import Recognizer, RecognizerStream
from .recognizers import Recognizers, open_recognizers
from .speech_model import SpeechModel, find_models, list_models, read_stamps
from .transcriber import Transcriber
from .utterances import Segment, Transcript, Utterance, Word

__all__ = [
    "AudioPacket",
    "ModelMissingError",
    "NotAModelError",
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
    "list_models",
    "open_recognizers",
    "read_stamps",
    "transcribe_file",
]
