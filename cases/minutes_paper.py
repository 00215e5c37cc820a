"""What sealed minutes look like on paper, line by line, the same in both documents.

The lines follow from the manifest alone, so a check of a document writes them anew and compares.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from .minutes_seal import Envelope, fingerprint
from .minutes_text import Line, LineKind, read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_WORDS: Final = {
    "zh": {
        "signatures": "签名",
        "citizen": "信访人 {name}：",
        "panel": "{department} {name}：",
        "stroke": "手写签名，{at}",
        "code": "以短信验证码确认，{at}",
        "account": "以本人账户会签，{at}",
        "sound": "录音",
        "recording": "{speaker}，自 {started} 起 {duration} 秒，SHA-256 {sha256}",
        "no_recording": "没有录音。",
        "seal": "封存",
        "sealed": "本笔录于 {at} 封存。正文、录音摘要和签名的 SHA-256 摘要：",
        "verify": "核验：netvisit minutes verify 文件；改动任何一个字都会被发现。公钥指纹 {key}。",
        "page": "第 {page} 页，共 {pages} 页",
        "time": "%Y-%m-%d %H:%M",
    },
    "en": {
        "signatures": "Signatures",
        "citizen": "Citizen {name}: ",
        "panel": "{department}, {name}: ",
        "stroke": "signed by hand, {at}",
        "code": "confirmed by a code sent to the phone, {at}",
        "account": "countersigned under their own account, {at}",
        "sound": "Recordings",
        "recording": "{speaker}, from {started}, {duration} seconds, SHA-256 {sha256}",
        "no_recording": "There is no recording.",
        "seal": "Seal",
        "sealed": "Sealed {at}. SHA-256 digest of text, recordings and signatures:",
        "verify": "To verify: netvisit minutes verify FILE; one changed character is found. "
        "Fingerprint of the public key {key}.",
        "page": "Page {page} of {pages}",
        "time": "%Y-%m-%d %H:%M",
    },
}


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line on paper; `stroke` is drawn under it."""

    kind: LineKind
    text: str
    stroke: str | None = None


def find_words(manifest: Mapping[str, Any]) -> Mapping[str, str]:
    return _WORDS["zh" if manifest["lang"] == "zh" else "en"]


def lay_out(envelope: Envelope) -> Sequence[PaperLine]:
    """Write every line of the paper from what is sealed."""
    manifest = envelope.manifest
    words = find_words(manifest)
    text = [PaperLine(line.kind, line.text) for line in read_lines(manifest["text"])]
    return [
        *text,
        PaperLine(LineKind.SECTION, words["signatures"]),
        *(_sign(one, manifest, words) for one in manifest["signatures"]),
        PaperLine(LineKind.SECTION, words["sound"]),
        *_list_sound(manifest, words),
        PaperLine(LineKind.SECTION, words["seal"]),
        _plain(words["sealed"].format(at=_say_time(manifest["sealed_at"], manifest, words))),
        _plain(envelope.digest),
        _plain(words["verify"].format(key=fingerprint(envelope.public_key))),
    ]


def find_title(manifest: Mapping[str, Any]) -> str:
    """Return the text's own title."""
    lines: Sequence[Line] = read_lines(manifest["text"])
    titles = [line.text for line in lines if line.kind is LineKind.TITLE]
    return titles[0] if titles else str(manifest["case_number"])


def _sign(
    signature: Mapping[str, Any], manifest: Mapping[str, Any], words: Mapping[str, str]
) -> PaperLine:
    who = words[signature["role"]].format(**signature)
    at = _say_time(signature["signed_at"], manifest, words)
    text = who + words[signature["method"]].format(at=at)
    return PaperLine(LineKind.PLAIN, text, signature["stroke"])


def _list_sound(manifest: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[PaperLine]:
    for recording in manifest["recordings"]:
        yield _plain(words["recording"].format(**recording))
    if not manifest["recordings"]:
        yield _plain(words["no_recording"])


def _say_time(iso: str, manifest: Mapping[str, Any], words: Mapping[str, str]) -> str:
    return f"{datetime.fromisoformat(iso).astimezone(ZoneInfo(manifest['zone'])):{words['time']}}"


def _plain(text: str) -> PaperLine:
    return PaperLine(LineKind.PLAIN, text)
