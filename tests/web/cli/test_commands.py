"""The commands that end by themselves: what they print, and how they fail."""

import json
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.synthesis import speak

from .running import one_line, run


def test_help_names_every_command_and_the_exit_codes() -> None:
    shown = run("--help")
    assert shown.returncode == 0
    for command in ["demo", "serve", "db", "user", "doctor", "transcribe", "extract"]:
        assert f"\n    {command}" in shown.stdout
    assert "Exit codes" in shown.stdout


@pytest.mark.parametrize("arguments", [[], ["demo", "--prot", "1"], ["transcribe", "a.wav"]])
def test_a_command_line_that_makes_no_sense_ends_with_2(arguments: list[str]) -> None:
    assert run(*arguments).returncode == 2


def test_an_unknown_setting_ends_any_command_with_one_line(tmp_path: Path) -> None:
    ended = run("doctor", DATA_DIRR=str(tmp_path))
    assert ended.returncode == 1
    line = one_line(ended.stderr)
    assert line == "netvisit: NETVISIT_DATA_DIRR is no setting; did you mean NETVISIT_DATA_DIR?"


def test_a_database_is_made_and_then_is_up_to_date(tmp_path: Path) -> None:
    first = run("db", "upgrade", DATA_DIR=str(tmp_path / "data"))
    assert first.stdout.startswith("The database went from empty to ")
    assert run("db", "upgrade", DATA_DIR=str(tmp_path / "data")).stdout.startswith(
        "The database is already at "
    )


@pytest.mark.parametrize("place", ["no/folder/x.db", "garbage.db"])
def test_a_database_that_cannot_be_used_ends_with_one_line(tmp_path: Path, place: str) -> None:
    (tmp_path / "garbage.db").write_bytes(b"no database at all" * 1000)
    ended = run("db", "upgrade", DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path}/{place}")
    assert ended.returncode == 1
    assert "the database cannot be used" in one_line(ended.stderr)


def test_somebody_added_can_be_found_with_department_and_hash(tmp_path: Path) -> None:
    names = ["--department-name-zh", "住建委", "--department-name-en", "Housing"]
    options = ["--name", "王敏", "--department", "housing", "--role", "officer"]
    added = run(
        *["user", "add", "WangMin", *options, *names, "--password-stdin"],
        stdin="a long password\n",
        DATA_DIR=str(tmp_path),
    )
    assert (added.returncode, added.stderr) == (0, "")
    with closing(sqlite3.connect(tmp_path / "netvisit.db")) as database:
        query = "SELECT login, password_hash, roles FROM user"
        login, stored, roles = database.execute(query).fetchone()
        code = database.execute("SELECT code FROM department").fetchone()[0]
    assert (login, json.loads(roles), code) == ("wangmin", ["officer"], "housing")
    assert stored.startswith("$argon2id$")
    again = run(
        *["user", "add", "wangmin", *options, "--password-stdin"],
        stdin="a long password\n",
        DATA_DIR=str(tmp_path),
    )
    assert again.returncode == 1
    assert "wangmin" in one_line(again.stderr)


@pytest.mark.parametrize(
    ("password", "department", "reason"),
    [("short\n", "housing", "at least 10"), ("long enough\n", "nowhere", "no department nowhere")],
)
def test_a_poor_password_or_an_unknown_department_adds_nobody(
    tmp_path: Path, password: str, department: str, reason: str
) -> None:
    options = ["--name", "A", "--department", department, "--role", "clerk", "--password-stdin"]
    ended = run("user", "add", "a", *options, stdin=password, DATA_DIR=str(tmp_path))
    assert ended.returncode == 1
    assert reason in one_line(ended.stderr)


def test_the_doctor_says_a_line_for_each_part(tmp_path: Path) -> None:
    run("db", "upgrade", DATA_DIR=str(tmp_path))
    examined = run("doctor", DATA_DIR=str(tmp_path), PORT="0", MEDIA_PORT="0")
    assert examined.returncode == 0, examined.stdout
    lines = examined.stdout.splitlines()
    assert [line[6:20].strip() for line in lines] == [
        *["database", "speech zh", "speech en", "port pages", "port media", "disk", "master key"],
        "fonts",
    ]
    assert all(line.startswith("ok ") for line in lines)


def test_the_doctor_names_a_taken_port_and_a_database_of_another_version(tmp_path: Path) -> None:
    run("db", "upgrade", DATA_DIR=str(tmp_path))
    with closing(sqlite3.connect(tmp_path / "netvisit.db")) as database:
        database.execute("DELETE FROM alembic_version")
        database.commit()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = str(taken.getsockname()[1])
        options = {"DATA_DIR": str(tmp_path), "PORT": "0", "MEDIA_HOST": "127.0.0.1"}
        examined = run("doctor", MEDIA_PORT=port, **options)
    assert examined.returncode == 1
    wrong = [line for line in examined.stdout.splitlines() if line.startswith("WRONG")]
    assert [line.split()[1] for line in wrong] == ["database", "port"]
    assert "netvisit db upgrade" in wrong[0]
    assert "NETVISIT_MEDIA_PORT" in wrong[1]


@pytest.mark.parametrize(("lang", "text"), [("zh", "我 姓 陈"), ("en", "my name is mary")])
def test_a_recording_becomes_one_json_line_per_utterance(lang: str, text: str) -> None:
    heard = run("transcribe", str(speak(text, lang)), "--lang", lang)
    assert heard.returncode == 0, heard.stderr
    lines = [json.loads(line) for line in heard.stdout.splitlines()]
    assert lines
    for line in lines:
        assert list(line) == ["start", "end", "text", "words"]
        assert line["text"] == " ".join(word["word"] for word in line["words"])
        assert all(list(w) == ["word", "start", "end", "confidence"] for w in line["words"])
        assert 0 <= line["start"] < line["end"]
        assert all(line["start"] <= w["start"] <= w["end"] <= line["end"] for w in line["words"])


@pytest.mark.parametrize("content", [None, b"", b"no sound at all"])
def test_what_is_no_recording_ends_with_one_line(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "talk.wav"
    if content is not None:
        path.write_bytes(content)
    ended = run("transcribe", str(path), "--lang", "zh")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "talk.wav" in one_line(ended.stderr)


def test_a_language_without_a_model_is_named_with_those_that_have_one(tmp_path: Path) -> None:
    path = tmp_path / "talk.wav"
    path.write_bytes(b"x")
    ended = run("transcribe", str(path), "--lang", "fr")
    assert ended.returncode == 1
    assert "en, zh" in one_line(ended.stderr)
