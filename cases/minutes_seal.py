"""What closes minutes: a manifest of text, sound and signatures, its digest, a signature over it.

The digest is the SHA-256 of the manifest as canonical JSON. It is signed with the installation's
Ed25519 key (RFC 8032), so that who changes a text cannot simply compute another digest. The signed
manifest, the envelope, is embedded in both documents.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select

from .audit import name_actor, name_subject, record_act
from .minutes import get_revision, lock_minutes
from .minutes_errors import MinutesStateError
from .minutes_models import MinutesState, Seal
from .minutes_signing import list_signatures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from .minutes_models import Minutes, Signature
    from .models import User

FORMAT = "netvisit-minutes-1"
_DIGEST = b"netvisit minutes digest 1\n"


@dataclass(frozen=True, slots=True)
class Envelope:
    """A manifest with its digest, and who vouches for it; keys and signatures in base64."""

    manifest: Mapping[str, Any]
    digest: str
    public_key: str
    signature: str

    def encode(self) -> bytes:
        fields = {name: getattr(self, name) for name in self.__slots__}
        return canonical(fields)


@dataclass(frozen=True, slots=True)
class SealedFiles:
    """The two documents of one seal."""

    pdf: bytes
    docx: bytes


def canonical(value: object) -> bytes:
    """Write JSON in the one way that is hashed: keys in order, no spaces, UTF-8."""
    text = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode()


def digest_manifest(manifest: Mapping[str, Any]) -> str:
    """Return the SHA-256 over the canonical manifest in hexadecimal."""
    return hashlib.sha256(canonical(manifest)).hexdigest()


def close_envelope(manifest: Mapping[str, Any], key: bytes) -> Envelope:
    """Sign a manifest with a private key of 32 bytes."""
    private = Ed25519PrivateKey.from_private_bytes(key)
    digest = digest_manifest(manifest)
    signature = private.sign(_DIGEST + bytes.fromhex(digest))
    public = _encode(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
    return Envelope(manifest, digest, public, _encode(signature))


def read_envelope(body: bytes) -> Envelope:
    """Read an embedded envelope; raises ValueError for what is none. Nothing is verified yet."""
    fields = json.loads(body)
    if not isinstance(fields, dict) or set(fields) != set(Envelope.__slots__):
        raise ValueError("no envelope")
    envelope = Envelope(**fields)
    texts = (envelope.digest, envelope.public_key, envelope.signature)
    is_ours = isinstance(envelope.manifest, dict) and envelope.manifest.get("format") == FORMAT
    if not is_ours or not all(isinstance(text, str) for text in texts):
        raise ValueError("no envelope of minutes")
    return envelope


def is_envelope_whole(envelope: Envelope) -> bool:
    """Tell whether digest and signature fit the manifest."""
    digest = digest_manifest(envelope.manifest)
    return digest == envelope.digest and is_signed(
        envelope.public_key, _DIGEST + bytes.fromhex(digest), envelope.signature
    )


def sign_bytes(key: bytes, message: bytes) -> str:
    return _encode(Ed25519PrivateKey.from_private_bytes(key).sign(message))


def is_signed(public_key: str, message: bytes, signature: str) -> bool:
    """Tell whether the signature is the key's over the message; what cannot be read is not."""
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        public.verify(base64.b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public_key: str) -> str:
    """Return a short name of a public key: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(public_key.encode()).hexdigest()[:16]


def find_public_key(key: bytes) -> str:
    """Return the public half of a private key in base64."""
    public = Ed25519PrivateKey.from_private_bytes(key).public_key()
    return _encode(public.public_bytes(Encoding.Raw, PublicFormat.Raw))


async def make_manifest(
    session: AsyncSession,
    minutes: Minutes,
    *,
    case_number: str,
    departments: Mapping[UUID, str],
    recordings: Sequence[Mapping[str, Any]],
    zone: str,
    now: datetime,
) -> Mapping[str, Any]:
    """Gather what is sealed; raises MinutesStateError before everybody has signed."""
    if minutes.state is not MinutesState.SIGNED:
        raise MinutesStateError(minutes.state)
    revision = await get_revision(session, minutes)
    return {
        "format": FORMAT,
        "minutes_id": str(minutes.id),
        "visit_id": str(minutes.visit_id),
        "case_number": case_number,
        "lang": minutes.lang,
        "zone": zone,
        "revision": minutes.revision,
        "text": revision.text,
        "recordings": list(recordings),
        "signatures": [
            describe_signature(one, departments) for one in await list_signatures(session, minutes)
        ],
        "sealed_at": now.isoformat(timespec="seconds"),
    }


def describe_signature(
    signature: Signature, departments: Mapping[UUID, str]
) -> Mapping[str, str | None]:
    department = signature.department_id
    return {
        "role": signature.role.value,
        "name": signature.name,
        "department": departments.get(department, "") if department else "",
        "method": signature.method.value,
        "stroke": signature.stroke,
        "text_sha256": signature.text_sha256,
        "signed_at": signature.signed_at.isoformat(timespec="seconds"),
    }


async def register_seal(
    session: AsyncSession,
    visit_id: UUID,
    envelope: Envelope,
    files: SealedFiles,
    *,
    user: User,
    now: datetime,
) -> Seal:
    """Close the minutes for ever; raises MinutesStateError when somebody was quicker."""
    minutes = await lock_minutes(session, visit_id)
    is_current = envelope.manifest["revision"] == minutes.revision
    if minutes.state is not MinutesState.SIGNED or not is_current:
        raise MinutesStateError(minutes.state)
    seal = Seal(
        minutes_id=minutes.id,
        digest=envelope.digest,
        manifest=dict(envelope.manifest),
        pdf_sha256=hashlib.sha256(files.pdf).hexdigest(),
        docx_sha256=hashlib.sha256(files.docx).hexdigest(),
        sealed_by=user.id,
        sealed_at=now,
    )
    session.add(seal)
    minutes.state = MinutesState.SEALED
    subject = name_subject("minutes", minutes.id)
    detail = {"digest": seal.digest}
    record_act(session, name_actor(user), "minutes_sealed", subject, detail, now)
    await session.flush()
    return seal


async def find_seal(session: AsyncSession, minutes_id: UUID) -> Seal | None:
    """Find what the register knows of minutes."""
    return await session.scalar(select(Seal).where(Seal.minutes_id == minutes_id))


async def find_seal_by_digest(session: AsyncSession, digest: str) -> Seal | None:
    """Find a seal by the digest that is printed in its documents."""
    return await session.scalar(select(Seal).where(Seal.digest == digest))


def _encode(body: bytes) -> str:
    return base64.b64encode(body).decode()
