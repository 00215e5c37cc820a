"""What a browser offers, reduced to what a visit needs (RFC 8829); anything odd is refused."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from aiortc import RTCDtlsFingerprint
from aiortc.rtcdtlstransport import X509_DIGEST_ALGORITHMS
from aiortc.sdp import MediaDescription, SessionDescription

from .errors import NegotiationError
from .grants import Kind

MAX_LENGTH = 64 * 1024
MAX_LINES = 32
TOKEN = re.compile(r"[A-Za-z0-9_.+-]{1,32}\Z")
CODECS = {"audio": "opus", "video": "vp8"}
SENT = {"audio": (Kind.AUDIO,), "video": (Kind.CAMERA, Kind.SCREEN)}
MID_URI = "urn:ietf:params:rtp-hdrext:sdes:mid"
ABS_TIME_URI = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
LEVEL_URI = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
# Everything aiortc's parser was seen to raise on malformed text.
PARSER_ERRORS = (
    ValueError, AssertionError, IndexError, KeyError, AttributeError, TypeError, StopIteration,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfferedLine:
    """One m-line; `kind` is None for one the browser has stopped. Extension ids are 0 if absent."""

    mid: str
    media: str
    kind: Kind | None
    is_sending: bool
    is_inactive: bool
    payload_type: int
    ssrc: int | None
    mid_id: int
    abs_time_id: int
    level_id: int


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer whose lines all go over one transport."""

    session: str
    ufrag: str
    fingerprints: tuple[RTCDtlsFingerprint, ...]
    lines: tuple[OfferedLine, ...]

    def is_same_connection(self, other: "Offer") -> bool:
        """Whether `other` comes from the same peer connection: an ICE restart at most."""
        return (self.session, self.fingerprints) == (other.session, other.fingerprints)


def parse_offer(text: str) -> Offer:
    """Read an offer; NegotiationError says what is wrong with it."""
    check_size(text)
    try:
        description = SessionDescription.parse(prepare(text))
        return _reduce(description)
    except PARSER_ERRORS as error:
        raise NegotiationError("the session description is malformed") from error


def check_size(text: str) -> None:
    """Refuse what would cost too much to parse."""
    if len(text) > MAX_LENGTH:
        raise NegotiationError(f"the session description is over {MAX_LENGTH} characters")
    if sum(line.startswith("m=") for line in text.splitlines()) > MAX_LINES:
        raise NegotiationError(f"the session description has over {MAX_LINES} media lines")


def prepare(text: str) -> str:
    """Drop the candidates, and give lines that only come bundled a port like the others.

    The browser finds us, so no name in a candidate is ever looked up. Firefox offers all but the
    first line as bundle-only, with port 0 (RFC 8843, section 6), which elsewhere means stopped.
    """
    kept = [line for line in text.splitlines() if not line.startswith("a=candidate")]
    at = 0
    for number, line in enumerate(kept):
        if line.startswith("m="):
            at = number
        elif line == "a=bundle-only":
            kept[at] = kept[at].replace(" 0 ", " 9 ", 1)
    return "\r\n".join(kept) + "\r\n"


def _reduce(description: SessionDescription) -> Offer:
    if not description.media:
        raise NegotiationError("the offer has no media line")
    active = [media for media in description.media if media.port]
    if not active:
        raise NegotiationError("every media line of the offer is stopped")
    first = active[0]
    _check_bundle(description, active)
    if first.dtls is None or first.dtls.role == "server":
        raise NegotiationError("the offer does not let us wait for its handshake")
    session = (description.origin or "- 0").split()[1]
    lines = _read_lines(description.media)
    return Offer(session, _read_ufrag(first), _read_fingerprints(first), lines)


def _check_bundle(description: SessionDescription, active: Sequence[MediaDescription]) -> None:
    bundled = {str(item) for g in description.group if g.semantic == "BUNDLE" for item in g.items}
    mids = [media.rtp.muxId for media in description.media]
    if len(set(mids)) != len(mids) or not all(TOKEN.match(mid) for mid in mids):
        raise NegotiationError("media lines need distinct, short names (mid)")
    if not active[0].rtcp_mux or not all(media.rtp.muxId in bundled for media in active):
        raise NegotiationError("every media line must share one transport (BUNDLE, rtcp-mux)")


def _read_ufrag(media: MediaDescription) -> str:
    ufrag = media.ice.usernameFragment if media.ice else None
    if not ufrag:
        raise NegotiationError("the offer has no ICE credentials")
    return ufrag


def _read_fingerprints(media: MediaDescription) -> tuple[RTCDtlsFingerprint, ...]:
    fingerprints = media.dtls.fingerprints if media.dtls else []
    if not any(f.algorithm.lower() in X509_DIGEST_ALGORITHMS for f in fingerprints):
        raise NegotiationError("the offer has no certificate fingerprint we know")
    return tuple(fingerprints)


def _read_lines(media: Sequence[MediaDescription]) -> tuple[OfferedLine, ...]:
    """Tell lines by their order: those that send come first, and screens are the last of each."""
    lines = []
    sent: dict[str, int] = {"audio": 0, "video": 0}
    receiving = [m for m in media if m.kind == "video" and m.direction == "recvonly"]
    for m in media:
        if m.kind not in CODECS:
            raise NegotiationError(f"{m.kind} lines are not for visits")
        is_sending = _is_sending(m, sent[m.kind])
        if is_sending:
            kind = _kind_sent(m.kind, sent[m.kind])
            sent[m.kind] += 1
        else:
            is_last = bool(receiving) and m is receiving[-1]
            kind = Kind.AUDIO if m.kind == "audio" else Kind.SCREEN if is_last else Kind.CAMERA
        lines.append(_read_line(m, kind if m.port else None, is_sending=is_sending))
    return tuple(lines)


def _is_sending(media: MediaDescription, earlier: int) -> bool:
    """An inactive line counts as one that sends while such lines are still to come."""
    if media.direction == "inactive":
        return earlier < len(SENT[media.kind])
    return media.direction != "recvonly"


def _kind_sent(media: str, earlier: int) -> Kind:
    if earlier >= len(SENT[media]):
        raise NegotiationError(f"the offer sends more than {len(SENT[media])} {media} lines")
    return SENT[media][earlier]


def _read_line(media: MediaDescription, kind: Kind | None, *, is_sending: bool) -> OfferedLine:
    ids = {e.uri: e.id for e in media.rtp.headerExtensions if 1 <= e.id <= 14}
    is_audio = media.kind == "audio"
    return OfferedLine(
        mid=media.rtp.muxId,
        media=media.kind,
        kind=kind,
        is_sending=kind is not None and is_sending,
        is_inactive=media.direction == "inactive",
        payload_type=_find_payload_type(media) if kind else 0,
        ssrc=media.ssrc[0].ssrc if media.ssrc else None,
        mid_id=ids.get(MID_URI, 0),
        abs_time_id=0 if is_audio else ids.get(ABS_TIME_URI, 0),
        level_id=ids.get(LEVEL_URI, 0) if is_audio else 0,
    )


def _find_payload_type(media: MediaDescription) -> int:
    wanted = CODECS[media.kind]
    for codec in media.rtp.codecs:
        number = codec.payloadType
        if number is None or number > 127 or number not in media.fmt:
            continue
        if codec.name.lower() == wanted:
            return number
    raise NegotiationError(f"the offer has a {media.kind} line without {wanted}")
