"""Settings: what is refused, and with which words."""

from pathlib import Path

import pytest

from web.errors import SettingsError
from web.settings import list_settings, load_settings


def test_an_unknown_key_is_refused_with_the_nearest_known_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NETVISIT_PROT", "80")
    with pytest.raises(
        SettingsError, match="NETVISIT_PROT is no setting; did you mean NETVISIT_PORT"
    ):
        load_settings()


def test_keys_of_other_programs_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "nonsense")
    assert load_settings().port == 8080


def test_a_wrong_value_is_named_by_key_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETVISIT_SECRET_KEY", "too-short-canary")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value).startswith("NETVISIT_SECRET_KEY: ")
    assert "canary" not in str(caught.value)


def test_origins_are_read_from_a_list_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETVISIT_ALLOWED_ORIGINS", "https://a.example/, http://b.example:81")
    assert load_settings().allowed_origins == ("https://a.example", "http://b.example:81")


@pytest.mark.parametrize("origin", ["a.example", "https://a.example/path", "ftp://a.example"])
def test_what_is_no_origin_is_refused(monkeypatch: pytest.MonkeyPatch, origin: str) -> None:
    monkeypatch.setenv("NETVISIT_ALLOWED_ORIGINS", origin)
    with pytest.raises(SettingsError, match="is no origin"):
        load_settings()


def test_the_database_lies_in_the_data_folder_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NETVISIT_DATA_DIR", str(tmp_path))
    assert load_settings().database == f"sqlite+aiosqlite:///{tmp_path}/netvisit.db"
    monkeypatch.setenv("NETVISIT_DATABASE_URL", "postgresql+asyncpg:///visits")
    assert load_settings().database == "postgresql+asyncpg:///visits"


def test_the_command_line_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETVISIT_PORT", "9000")
    assert load_settings(port=9001).port == 9001


def test_settings_cannot_change_afterwards() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings().port = 1


def test_every_setting_says_what_it_is_for() -> None:
    assert all(description for _, _, description in list_settings())
