"""Archives that come from anywhere: unpacked below the target or refused."""

import stat
import zipfile
from pathlib import Path

import pytest

from transcription import NotAModelError
from transcription.model_archive import unpack_model


def pack(path: Path, *entries: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content, zipfile.ZIP_DEFLATED)
    return path


def test_what_is_packed_comes_out_and_is_counted(tmp_path: Path) -> None:
    archive = pack(tmp_path / "m.zip", ("m/am/final.mdl", b"x" * 10), ("m/README", b"y" * 30))
    heard: list[float] = []
    unpack_model(archive, tmp_path / "out", progress=heard.append)
    assert (tmp_path / "out" / "m" / "am" / "final.mdl").read_bytes() == b"x" * 10
    assert heard == [0.25, 1.0]


@pytest.mark.parametrize("name", ["../evil", "/evil", "m/../../evil", "m\\..\\evil", "c:evil"])
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    archive = pack(tmp_path / "m.zip", ("am/final.mdl", b"x"), (name, b"evil"))
    with pytest.raises(NotAModelError, match="leads out"):
        unpack_model(archive, tmp_path / "in" / "out")
    assert [path.name for path in tmp_path.rglob("*")] == ["m.zip"]


def test_a_link_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("am/final.mdl")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive = pack(tmp_path / "m.zip", (link, b"/etc/passwd"))
    with pytest.raises(NotAModelError, match="link"):
        unpack_model(archive, tmp_path / "out")


def test_a_bomb_is_refused_before_a_byte_is_written(tmp_path: Path) -> None:
    archive = pack(tmp_path / "m.zip", ("am/final.mdl", bytes(100 * 1024**2)))
    assert archive.stat().st_size < 1024**2
    with pytest.raises(NotAModelError, match="unpack to 100 MB"):
        unpack_model(archive, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_entry_that_says_less_than_it_holds_writes_no_more_than_it_says(tmp_path: Path) -> None:
    archive = pack(tmp_path / "m.zip", ("am/final.mdl", bytes(5 * 1024**2)))
    content = archive.read_bytes()
    true, false = (5 * 1024**2).to_bytes(4, "little"), (7).to_bytes(4, "little")
    assert content.count(true) == 2
    archive.write_bytes(content.replace(true, false))
    with pytest.raises(NotAModelError, match="broken"):
        unpack_model(archive, tmp_path / "out")
    assert sum(path.stat().st_size for path in (tmp_path / "out").rglob("*.mdl")) <= 7


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04" + bytes(100)])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "m.zip").write_bytes(content)
    with pytest.raises(NotAModelError, match="broken"):
        unpack_model(tmp_path / "m.zip", tmp_path / "out")


def test_a_damaged_or_doubled_file_is_refused(tmp_path: Path) -> None:
    archive = pack(tmp_path / "m.zip", ("am/final.mdl", bytes(range(256)) * 40))
    content = bytearray(archive.read_bytes())
    content[60] ^= 0xFF
    archive.write_bytes(content)
    with pytest.raises(NotAModelError, match="broken"):
        unpack_model(archive, tmp_path / "out")
    twice = pack(tmp_path / "twice.zip", ("am", b"x"), ("am/final.mdl", b"y"))
    with pytest.raises(NotAModelError, match="one name"):
        unpack_model(twice, tmp_path / "again")
