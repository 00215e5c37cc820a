"""The key that recordings are kept under."""

import asyncio
import base64
import secrets
from datetime import timedelta
from pathlib import Path

import pytest

from media import Grant, Role
from tests.web.cli.running import one_line, run
from tests.web.house import House
from visits.recordings import make_recording
from web.errors import SettingsError
from web.keys import ARCHIVE
from web.master_key import DEMO_KEY, load_master_key
from web.settings import load_settings


def test_a_key_is_made_once_and_is_for_its_owner_only(tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path)
    first = load_master_key(settings)
    assert load_master_key(settings).fingerprint == first.fingerprint
    assert (tmp_path / "master.key").stat().st_mode & 0o777 == 0o600


def test_a_key_from_the_settings_leaves_no_file(tmp_path: Path) -> None:
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    load_master_key(load_settings(data_dir=tmp_path, master_key=key))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["short", "x" * 44, base64.b64encode(bytes(31)).decode()])
def test_a_key_that_is_none_is_refused_without_being_shown(tmp_path: Path, key: str) -> None:
    with pytest.raises(SettingsError, match="NETVISIT_MASTER_KEY: give 32 random bytes") as error:
        load_settings(data_dir=tmp_path, master_key=key)
    assert key not in str(error.value)


def test_a_file_that_holds_no_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "master.key").write_text("oops")
    with pytest.raises(SettingsError, match="holds no master key"):
        load_master_key(load_settings(data_dir=tmp_path))


def test_serving_under_the_demos_key_is_refused_in_one_line(tmp_path: Path) -> None:
    for settings in ({"MASTER_KEY": DEMO_KEY}, {}):
        ended = run("serve", DATA_DIR=str(tmp_path), **settings)
        assert ended.returncode == 1
        assert "is the key of the demo" in one_line(ended.stderr)
        (tmp_path / "master.key").write_text(DEMO_KEY)


def test_doctor_tells_a_key_that_everybody_knows(tmp_path: Path) -> None:
    ended = run("doctor", DATA_DIR=str(tmp_path), MASTER_KEY=DEMO_KEY)
    assert ended.returncode == 1
    (line,) = [line for line in ended.stdout.splitlines() if "master key" in line]
    assert line.startswith("WRONG")
    assert not (tmp_path / "master.key").exists()


async def test_doctor_tells_recordings_that_need_another_key(house: House, tmp_path: Path) -> None:
    grant = Grant("room", "c-1", "Citizen", "", Role.CITIZEN, admitted=True)
    archive, now = house.app[ARCHIVE], house.clock()
    async with house.sessions.begin() as session:
        session.add(make_recording(archive, house.visit.visit_id, grant, started=0.0, now=now))
    assert archive.keep_for == timedelta(days=365)
    well = await asyncio.to_thread(run, "doctor", DATA_DIR=str(tmp_path))
    assert f"{archive.key.fingerprint}; keep a copy" in well.stdout
    other = base64.b64encode(secrets.token_bytes(32)).decode()
    wrong = await asyncio.to_thread(run, "doctor", DATA_DIR=str(tmp_path), MASTER_KEY=other)
    assert f"recordings need {archive.key.fingerprint}" in wrong.stdout
