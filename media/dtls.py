"""DTLS-SRTP by aiortc and libsrtp: the one place that knows their private names."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from aiortc import RTCCertificate, RTCDtlsFingerprint, RTCDtlsParameters, RTCDtlsTransport
from aiortc import rtcdtlstransport as aiortc_dtls
from pylibsrtp import Error as SrtpError
from pylibsrtp import _binding

from .errors import DependencyError

HANDSHAKE_SECONDS = 30.0
QUEUE_LENGTH = 32
"""Datagrams waiting for the handshake; a flight is under ten, more is dropped and sent again."""
BUFFER_SIZE = 2048
TRAILER = 16
"""Bytes libsrtp may append to an RTP packet with any of PROFILES."""
# GCM costs half of what counter mode with HMAC does; 256 bits buy nothing a visit needs.
PROFILES = (b"SRTP_AEAD_AES_128_GCM", b"SRTP_AEAD_AES_256_GCM", b"SRTP_AES128_CM_SHA1_80")
NEEDED = (
    "_rx_srtp", "_tx_srtp", "_srtp_profiles", "_set_role", "_recv_next", "_task", "_transport",
)  # fmt: skip

protect: Callable[[Any, Any, Any], int] = _binding.lib.srtp_protect
unprotect: Callable[[Any, Any, Any], int] = _binding.lib.srtp_unprotect
"""libsrtp's functions (session, memory, length in and out) -> 0, or why not."""


def check_dependencies() -> None:
    """Raise DependencyError unless aiortc and pylibsrtp have the private names used here."""
    require_names(_open_transport(_DatagramPipe(lambda _: None), create_certificate()))
    if not _profiles():
        raise DependencyError(
            "libsrtp has no encryption profile we use: install the pinned version"
        )


def require_names(probe: object) -> None:
    """Raise DependencyError naming what a DTLS transport lacks of what is used here."""
    missing = ", ".join(name for name in NEEDED if not hasattr(probe, name))
    if missing:
        raise DependencyError(
            f"aiortc's DTLS transport lacks {missing}: install the pinned version"
        )


def create_certificate() -> RTCCertificate:
    """Make a key and a self-signed certificate, fresh at each start; browsers pin its digest."""
    return RTCCertificate.generateCertificate()


def find_fingerprint(certificate: RTCCertificate) -> RTCDtlsFingerprint:
    """Return the SHA-256 fingerprint for the answer."""
    return next(f for f in certificate.getFingerprints() if f.algorithm == "sha-256")


class PacketBuffer:
    """Memory that libsrtp works on in place, seen from Python as `view`."""

    def __init__(self, size: int = BUFFER_SIZE) -> None:
        self.memory = _binding.ffi.new(f"char[{size}]")
        self.view = memoryview(_binding.ffi.buffer(self.memory))
        self.length = _binding.ffi.new("int *")


class DtlsSession:
    """One handshake and the SRTP keys that come of it, as the passive side."""

    def __init__(self, certificate: RTCCertificate, send: Callable[[bytes], None]) -> None:
        self._pipe = _DatagramPipe(send)
        self._transport = _open_transport(self._pipe, certificate)
        self._transport._srtp_profiles = _profiles()  # noqa: SLF001  # the adapter's purpose
        self._transport._set_role("server")  # noqa: SLF001  # the adapter's purpose

    @property
    def is_connected(self) -> bool:
        return self._transport.state == "connected"

    @property
    def receive_handle(self) -> Any:  # noqa: ANN401  # libsrtp's handle has no type
        return self._transport._rx_srtp._srtp[0]  # noqa: SLF001  # the adapter's purpose

    @property
    def send_handle(self) -> Any:  # noqa: ANN401  # libsrtp's handle has no type
        return self._transport._tx_srtp._srtp[0]  # noqa: SLF001  # the adapter's purpose

    def feed(self, datagram: bytes) -> bool:
        """Take a DTLS datagram; False when it was dropped because too many wait."""
        return self._pipe.feed(datagram)

    async def handshake(self, fingerprints: Sequence[RTCDtlsFingerprint]) -> bool:
        """Wait for the browser's handshake and check its certificate; False if it fails."""
        try:
            async with asyncio.timeout(HANDSHAKE_SECONDS):
                await self._transport.start(RTCDtlsParameters(fingerprints=list(fingerprints)))
        except TimeoutError:
            return False
        return self.is_connected

    async def wait_closed(self) -> None:
        """Wait until the browser closes the session or `close` is called."""
        task = self._transport._task  # noqa: SLF001  # the adapter's purpose
        if task is not None:
            await asyncio.wait([task])
            if not task.cancelled():
                task.exception()  # retrieved, so that asyncio does not report it as forgotten

    async def close(self) -> None:
        """Say goodbye and end aiortc's own task."""
        task = self._transport._task  # noqa: SLF001  # the adapter's purpose
        await self._transport.stop()
        if task is not None:
            await asyncio.wait([task])

    def protect_rtcp(self, packet: bytes) -> bytes | None:
        """Encrypt a compound packet; None if libsrtp refuses it."""
        try:
            return bytes(self._transport._tx_srtp.protect_rtcp(packet))  # noqa: SLF001  # the adapter's purpose
        except (SrtpError, ValueError):
            return None

    def unprotect_rtcp(self, packet: bytes) -> bytes | None:
        """Decrypt a compound packet; None if it is not authentic."""
        try:
            return bytes(self._transport._rx_srtp.unprotect_rtcp(packet))  # noqa: SLF001  # the adapter's purpose
        except (SrtpError, ValueError):
            return None


class _DatagramPipe:
    """What RTCDtlsTransport needs of an ICE transport, and no more."""

    role = "controlled"
    state = "completed"

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._queue: asyncio.Queue[bytes] = asyncio.Queue(QUEUE_LENGTH)
        self._forward = send

    def feed(self, datagram: bytes) -> bool:
        try:
            self._queue.put_nowait(datagram)
        except asyncio.QueueFull:
            return False
        return True

    async def _recv(self) -> bytes:
        return await self._queue.get()

    async def _send(self, datagram: bytes) -> None:
        self._forward(datagram)


def _open_transport(pipe: _DatagramPipe, certificate: RTCCertificate) -> RTCDtlsTransport:
    # RTCDtlsTransport uses no more of its ICE transport than the pipe offers.
    return RTCDtlsTransport(pipe, [certificate])  # type: ignore[arg-type]


def _profiles() -> list[aiortc_dtls.SRTPProtectionProfile]:
    available = {profile.openssl_profile: profile for profile in aiortc_dtls.SRTP_PROFILES}
    return [available[name] for name in PROFILES if name in available]
