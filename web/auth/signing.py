"""Keyed signatures (HMAC-SHA-256, RFC 2104): one key per purpose, all from the secret key."""

import base64
import binascii
import hmac
import os
import secrets
from pathlib import Path

from web.settings import Settings

SIGNATURE_BYTES = 32


class Signer:
    """Signs and seals short messages for one purpose; another purpose's seal never opens."""

    def __init__(self, secret: bytes, purpose: str) -> None:
        self._key = hmac.digest(secret, purpose.encode(), "sha256")

    def sign(self, message: bytes) -> bytes:
        return hmac.digest(self._key, message, "sha256")

    def seal(self, message: bytes) -> str:
        return base64.urlsafe_b64encode(self.sign(message) + message).decode().rstrip("=")

    def find_message(self, sealed: str) -> bytes | None:
        """Give back what was sealed, None when the text is not one of our seals."""
        try:
            raw = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
        except (binascii.Error, ValueError):
            return None
        signature, message = raw[:SIGNATURE_BYTES], raw[SIGNATURE_BYTES:]
        return message if hmac.compare_digest(signature, self.sign(message)) else None


def load_secret(settings: Settings) -> bytes:
    """Give the installation's secret; without a setting it is made once and kept on disk."""
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value().encode()
    path = settings.data_dir / "secret"
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        return read_secret(path)
    except FileNotFoundError:
        return write_secret(path, secrets.token_urlsafe(48).encode())


def read_secret(path: Path) -> bytes:
    return path.read_bytes().strip()


def write_secret(path: Path, secret: bytes) -> bytes:
    """Write a new secret readable by its owner only; another process's wins if it was quicker."""
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return read_secret(path)
