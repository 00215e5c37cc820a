"""The key under which recordings are kept: from settings, else made once and kept on disk."""

import base64
import secrets
from pathlib import Path

from visits.vault import KEY_BYTES, MasterKey

from .auth.signing import read_secret, write_secret
from .errors import SettingsError
from .settings import Settings, read_master_key

DEMO_KEY = base64.b64encode(b"netvisit demo: everyone knows it").decode()
"""What `netvisit demo` encrypts with; nobody else may."""


def load_master_key(settings: Settings) -> MasterKey:
    """Give the installation's master key; raises SettingsError for a file that holds none."""
    return MasterKey(_read_key(settings))


def find_key_path(settings: Settings) -> Path:
    return settings.data_dir / "master.key"


def refuse_demo_key(settings: Settings) -> None:
    """Raise SettingsError when recordings would be kept under the key that everybody knows."""
    if _read_key(settings) == read_master_key(DEMO_KEY):
        raise SettingsError(
            "NETVISIT_MASTER_KEY is the key of the demo, which everybody knows; "
            "leave it out, or give 32 random bytes in base64"
        )


def find_fingerprint(settings: Settings) -> str | None:
    """Give the fingerprint of the key that is there; None, and no new key, where there is none."""
    if settings.master_key is None and not find_key_path(settings).exists():
        return None
    return load_master_key(settings).fingerprint


def refuse_a_second_key(settings: Settings) -> None:
    """Raise SettingsError where there are recordings: a new key would open none of them."""
    if next(settings.recordings_folder.glob("*/*.sealed"), None) is not None:
        raise SettingsError(
            f"the recordings in {settings.recordings_folder} need the master key they were made "
            f"with; put it back as {find_key_path(settings)} or set NETVISIT_MASTER_KEY"
        )


def _read_key(settings: Settings) -> bytes:
    if settings.master_key is not None:
        return read_master_key(settings.master_key.get_secret_value())
    path = find_key_path(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        text = read_secret(path)
    except FileNotFoundError:
        refuse_a_second_key(settings)
        text = write_secret(path, base64.b64encode(secrets.token_bytes(KEY_BYTES)))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}); see its owner") from None
    try:
        return read_master_key(text.decode())
    except ValueError:
        raise SettingsError(
            f"{path} holds no master key; put back the file that recordings were made with"
        ) from None
