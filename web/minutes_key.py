"""The Ed25519 key with which this installation seals minutes: made once, kept in the data folder.

A restored backup without it seals with a new one; what was sealed before still verifies, for every
document names the public key that vouches for it, and the register knows its sums.
"""

import base64
import secrets
from pathlib import Path

from cases.minutes_seal import find_public_key

from .auth.signing import read_secret, write_secret
from .errors import SettingsError
from .settings import Settings

KEY_BYTES = 32


def load_minutes_key(settings: Settings) -> bytes:
    """Give the private key, a new one where there is none; raises SettingsError."""
    path = find_minutes_key_path(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        text = read_secret(path)
    except FileNotFoundError:
        text = write_secret(path, base64.b64encode(secrets.token_bytes(KEY_BYTES)))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}); see its owner") from None
    return _decode(text, path)


def find_own_public_key(settings: Settings) -> str | None:
    """Give the public key in base64; None, and no new key, where there is none."""
    path = find_minutes_key_path(settings)
    try:
        return find_public_key(_decode(read_secret(path), path))
    except FileNotFoundError:
        return None


def find_minutes_key_path(settings: Settings) -> Path:
    return settings.data_dir / "minutes.key"


def _decode(text: bytes, path: Path) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise SettingsError(f"{path} holds no key; put back the file that minutes were sealed with")
    return key
