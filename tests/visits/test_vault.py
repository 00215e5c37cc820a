"""What encrypted files give back, and what they give away."""

import os
import time
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visits.archive import recover_file
from visits.errors import TamperedFileError, WrongMasterKeyError
from visits.sealed_reader import SealedReader
from visits.vault import MasterKey, SealedFile, list_frames, new_key

FILE_ID = UUID(int=7)
KEY = bytes(32)
PIECES = [os.urandom(size) for size in (1, 4000, 777, 9000)]
WHOLE = b"".join(PIECES)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(tmp_path / "sound.sealed")


def write(path: Path, *, is_ended: bool = True) -> Path:
    file = SealedFile(path, KEY, FILE_ID)
    for piece in PIECES[:-1]:
        file.write(piece)
    if is_ended:
        file.close(PIECES[-1])
    else:
        file.write(PIECES[-1])
        file.abandon()
    return path


def read(path: Path, key: bytes = KEY, file_id: UUID = FILE_ID) -> bytes:
    with SealedReader(path, key, file_id) as reader:
        return reader.read()


def test_what_was_written_is_read_and_nothing_of_it_lies_on_disk(path: Path) -> None:
    assert read(path) == WHOLE
    assert not any(piece[:16] in path.read_bytes() for piece in PIECES if len(piece) > 16)
    assert path.stat().st_mode & 0o777 == 0o600


@given(st.integers(0, len(WHOLE) + 10), st.integers(0, 5000))
def test_any_place_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, at: int, size: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "anywhere.sealed"
    if not path.exists():
        write(path)
    with SealedReader(path, KEY, FILE_ID) as reader:
        assert reader.size == len(WHOLE)
        reader.seek(at)
        got = b""
        while len(got) < size and (more := reader.read(size - len(got))):
            got += more
        assert got == WHOLE[at : at + size]
        assert reader.tell() == at + len(got)


def test_one_changed_bit_anywhere_is_detected(path: Path) -> None:
    content = path.read_bytes()
    for place in [*range(60), *range(60, len(content), 211), len(content) - 1]:
        changed = bytearray(content)
        changed[place] ^= 1
        path.write_bytes(changed)
        with (
            pytest.raises(TamperedFileError),
            SealedReader(path, KEY, FILE_ID, requires_end=True) as f,
        ):
            f.read()
        path.write_bytes(content)
    assert read(path) == WHOLE


def test_frames_that_are_left_out_or_moved_are_detected(path: Path) -> None:
    content, frames = path.read_bytes(), list(list_frames(path))
    raw = [content[f.place : f.place + f.raw_length] for f in frames]
    header = content[: frames[0].place]
    for kept in (raw[:-1], raw[1:], [raw[1], raw[0], *raw[2:]]):
        path.write_bytes(header + b"".join(kept))
        with (
            pytest.raises(TamperedFileError),
            SealedReader(path, KEY, FILE_ID, requires_end=True) as f,
        ):
            f.read()


def test_an_end_cannot_be_forged(path: Path) -> None:
    content, frames = path.read_bytes(), list(list_frames(path))
    path.write_bytes(content[: frames[2].place] + bytes([128, 0, 0, 0]) + bytes(16))
    with pytest.raises(TamperedFileError):
        SealedReader(path, KEY, FILE_ID, requires_end=True)


def test_a_torn_last_frame_does_not_exist_for_a_reader(tmp_path: Path) -> None:
    path = write(tmp_path / "torn.sealed", is_ended=False)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 5)
    assert read(path) == b"".join(PIECES[:-1])


def test_the_wrong_key_or_another_files_name_opens_nothing(path: Path) -> None:
    for key, file_id in ((new_key(), FILE_ID), (KEY, uuid4())):
        with pytest.raises(TamperedFileError):
            read(path, key, file_id)


def test_another_master_key_says_so_and_names_itself() -> None:
    right, wrong = MasterKey(bytes(32)), MasterKey(bytes(31) + b"\1")
    wrapped = right.wrap(KEY, FILE_ID)
    assert right.unwrap(wrapped, FILE_ID) == KEY
    with pytest.raises(WrongMasterKeyError, match=f"master key {wrong.fingerprint} does not open"):
        wrong.unwrap(wrapped, FILE_ID)
    with pytest.raises(WrongMasterKeyError):
        right.unwrap(wrapped, uuid4())


def test_a_master_key_shows_its_fingerprint_only() -> None:
    assert repr(MasterKey(KEY)) == f"MasterKey({MasterKey(KEY).fingerprint})"
    assert MasterKey(KEY).fingerprint != MasterKey(new_key()).fingerprint


def test_an_empty_file_of_a_crash_is_nothing(tmp_path: Path) -> None:
    path = tmp_path / "empty.sealed"
    SealedFile(path, KEY, FILE_ID).abandon()
    assert recover_file(path, KEY, FILE_ID) is None
    path.write_bytes(b"")
    assert recover_file(path, KEY, FILE_ID) is None


def test_two_hours_open_at_once(tmp_path: Path) -> None:
    file = SealedFile(tmp_path / "long.sealed", KEY, FILE_ID)
    second = os.urandom(4000)
    for _ in range(7200):
        file.write(second)
    file.close(b"end")
    began = time.monotonic()
    with SealedReader(tmp_path / "long.sealed", KEY, FILE_ID) as reader:
        reader.seek(-3, os.SEEK_END)
        assert reader.read(3) == b"end"
    assert time.monotonic() - began < 0.5
