"""What can go wrong with speech.

TranscriptionError
|-- ModelMissingError       no model of that language is installed
|-- ModelUnreadableError    the model's folder is there but does not load
|-- NotAModelError          the folder or archive does not hold what a model consists of
|-- RecognitionError        the recogniser failed in the middle of a stream
|-- OpusUnavailableError    no libopus on this machine
|-- UnreadableFileError     the file is absent or no container that is known
`-- NoAudioError            the file has no sound
"""

from pathlib import Path


class TranscriptionError(Exception):
    """Root of the package's errors; its text says what to do."""


class ModelMissingError(TranscriptionError):
    """No model of that language; carries the languages there are."""

    def __init__(self, lang: str, available: tuple[str, ...] = ()) -> None:
        known = ", ".join(available) or "none"
        super().__init__(f"no speech model for language {lang!r}; installed: {known}")
        self.lang = lang
        self.available = available


class ModelUnreadableError(TranscriptionError):
    """The folder holds no model that Vosk can load."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"the speech model in {path} does not load; unpack it anew")
        self.path = path


class NotAModelError(TranscriptionError):
    """What was given as a model is none; `reason` says what is missing or wrong."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} is no speech model: {reason}")
        self.path = path
        self.reason = reason


class RecognitionError(TranscriptionError):
    """The recogniser gave up on its input."""


class OpusUnavailableError(TranscriptionError):
    """Neither the system nor PyAV brings libopus."""

    def __init__(self) -> None:
        super().__init__("libopus was not found; install libopus0 or PyAV's wheel")


class UnreadableFileError(TranscriptionError):
    """The file does not open as sound or film."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"cannot read {path}: {reason}")
        self.path = path


class NoAudioError(TranscriptionError):
    """The file opens, and has no sound in it."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} has no sound; choose a file with an audio track")
        self.path = path
