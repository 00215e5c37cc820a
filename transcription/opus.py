"""libopus through ctypes: packets straight to 16 kHz mono, with in-band FEC and concealment.

Half the CPU of PyAV with a resampler, and PyAV offers neither FEC nor concealment.
"""

import ctypes
from contextlib import suppress
from functools import cache
from pathlib import Path

import av

from .errors import OpusUnavailableError
from .packets import SAMPLE_RATE

_SYSTEM = "libopus.so.0"
_LONGEST = SAMPLE_RATE * 120 // 1000
_GRAIN = SAMPLE_RATE // 400  # libopus conceals in steps of 2.5 ms


class OpusDecoder:
    """One track's decoder; bad input becomes concealment, never an exception."""

    def __init__(self, library: ctypes.CDLL | None = None) -> None:
        self._library = library or load_opus()
        failure = ctypes.c_int()
        self._state = self._library.opus_decoder_create(SAMPLE_RATE, 1, ctypes.byref(failure))
        if not self._state or failure.value:
            raise OpusUnavailableError
        self._out = ctypes.create_string_buffer(_LONGEST * 2)

    def decode(self, payload: bytes, samples: int) -> bytes:
        """Return the packet's s16 samples; `samples` of concealment when it is no Opus."""
        pcm = self._call(payload, _LONGEST, with_fec=False) if payload else b""
        return pcm or self.conceal(samples)

    def recover(self, following: bytes, samples: int) -> bytes:
        """Return what was lost before `following`: its FEC at the end, concealment before that."""
        tail = min(samples, _LONGEST) // _GRAIN * _GRAIN
        if not following or not tail:
            return self.conceal(samples)
        head = self.conceal(samples - tail)
        return head + (self._call(following, tail, with_fec=True) or self.conceal(tail))

    def conceal(self, samples: int) -> bytes:
        """Return exactly `samples` that continue the last sound and fade."""
        pcm = b""
        while (step := min(samples - len(pcm) // 2, _LONGEST) // _GRAIN * _GRAIN) > 0:
            piece = self._call(None, step, with_fec=False)
            if not piece:
                break
            pcm += piece
        return pcm.ljust(samples * 2, b"\0")

    def _call(self, payload: bytes | None, samples: int, *, with_fec: bool) -> bytes:
        size = len(payload) if payload else 0
        count = self._library.opus_decode(
            self._state, payload, size, self._out, samples, int(with_fec)
        )
        return ctypes.string_at(self._out, count * 2) if count > 0 else b""

    def close(self) -> None:
        """Free the decoder's memory; it is of no use afterwards."""
        state, self._state = self._state, None
        if state:
            self._library.opus_decoder_destroy(state)

    def __del__(self) -> None:
        if getattr(self, "_state", None):
            self.close()


@cache
def load_opus() -> ctypes.CDLL:
    """Load the system's libopus, else the one that PyAV's wheel carries."""
    for name in (_SYSTEM, *bundled_libraries()):
        with suppress(OSError):
            return open_library(name)
    raise OpusUnavailableError


def bundled_libraries() -> list[str]:
    """Return the paths of libopus beside PyAV."""
    folder = Path(av.__file__).parents[1] / "av.libs"
    return [str(path) for path in sorted(folder.glob("libopus*.so*"))]


def open_library(name: str) -> ctypes.CDLL:
    """Load one libopus and declare what is used of it."""
    library = ctypes.CDLL(name)
    library.opus_decoder_create.restype = ctypes.c_void_p
    library.opus_decoder_create.argtypes = [
        ctypes.c_int32,
        ctypes.c_int,
        ctypes.POINTER(ctypes.c_int),
    ]
    library.opus_decoder_destroy.restype = None
    library.opus_decoder_destroy.argtypes = [ctypes.c_void_p]
    library.opus_decode.restype = ctypes.c_int
    library.opus_decode.argtypes = [
        ctypes.c_void_p,
        ctypes.c_char_p,
        ctypes.c_int32,
        ctypes.c_void_p,
        ctypes.c_int,
        ctypes.c_int,
    ]
    return library
