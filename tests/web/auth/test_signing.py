"""Seals and the installation's secret."""

import stat
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from web.auth.signing import Signer, load_secret
from web.settings import load_settings


@given(st.binary(max_size=200))
def test_a_seal_gives_back_what_was_sealed(message: bytes) -> None:
    signer = Signer(b"secret", "seat")
    assert signer.find_message(signer.seal(message)) == message


@given(st.text(max_size=100))
def test_text_that_nobody_sealed_opens_nothing(text: str) -> None:
    assert Signer(b"secret", "seat").find_message(text) is None


def test_a_changed_seal_opens_nothing() -> None:
    signer = Signer(b"secret", "seat")
    sealed = signer.seal(b"invitation 1")
    changed = sealed[:-1] + ("A" if sealed[-1] != "A" else "B")
    assert signer.find_message(changed) is None


def test_a_seal_of_another_purpose_or_house_opens_nothing() -> None:
    sealed = Signer(b"secret", "csrf").seal(b"x")
    assert Signer(b"secret", "seat").find_message(sealed) is None
    assert Signer(b"another", "csrf").find_message(sealed) is None


def test_the_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path / "data")
    first = load_secret(settings)
    assert len(first) >= 32
    assert load_secret(settings) == first
    assert stat.S_IMODE((tmp_path / "data" / "secret").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret"]


def test_a_secret_from_the_settings_leaves_no_file(tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path, secret_key="k" * 32)
    assert load_secret(settings) == b"k" * 32
    assert list(tmp_path.iterdir()) == []
