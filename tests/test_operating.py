"""docs/operating.md is true: its commands are run in their order, on places of the test's own."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.web.cli.models import copy_starter, pack
from tests.web.cli.running import environment, read_line, run, started
from web.app import read_clock
from web.cli.main import build_parser
from web.self_signed import keep_certificate

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "operating.md").read_text("utf-8")
BLOCK = re.compile(r"^```(sh|ini)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PORTS = {"PORT": "0", "MEDIA_PORT": "0", "MEDIA_HOST": "127.0.0.1"}


def list_blocks(kind: str) -> list[str]:
    return [content for found, content in BLOCK.findall(TEXT) if found == kind]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with what the reader has: password, certificate, model, a safe for the key."""
    for name in ("srv", "backup", "safe"):
        (tmp_path / name).mkdir()
    (tmp_path / "password").write_text("a long password\n")
    certificate, key = keep_certificate(tmp_path / "tls", read_clock())
    certificate.rename(tmp_path / "fullchain.pem")
    key.rename(tmp_path / "privkey.pem")
    pack(copy_starter(tmp_path))
    return tmp_path


class Reader:
    """Types what the document says, with its absolute folders moved below the test's."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.settings = dict(PORTS)

    def follow(self, block: str) -> None:
        """Run a block's commands; servers start, say where, and stop at the end of the block."""
        with ExitStack() as servers:
            for line in block.splitlines():
                command = re.sub(r"(?<![\w.$}\"])/(?=srv|backup|safe)", f"{self.place}/", line)
                self.run(command, servers)

    def run(self, command: str, servers: ExitStack) -> None:
        """Run a line: settings and servers by ourselves, a command here, all else in a shell."""
        if found := re.fullmatch(r"export NETVISIT_(\w+)=(.*)", command):
            self.settings[found[1]] = found[2]
        elif command.startswith("netvisit serve"):
            self.serve(command, servers)
        elif command.startswith("netvisit "):
            words, _, given = command.removeprefix("netvisit ").partition(" < ")
            stdin = (self.place / given).read_text() if given else ""
            done = run(*shlex.split(words), stdin=stdin, **self.settings)
            assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        else:
            settings = environment(**self.settings)
            subprocess.run(["bash", "-ec", command], cwd=self.place, env=settings, check=True)

    def serve(self, command: str, servers: ExitStack) -> None:
        arguments = [self.complete(part) for part in command.split()[1:]]
        process = servers.enter_context(started(*arguments, **self.settings))
        assert read_line(process).startswith("netvisit serves http")
        process.terminate()
        assert process.wait(10) == 0
        self.keep_key()

    def complete(self, argument: str) -> str:
        return str(self.place / argument) if argument.endswith(".pem") else argument

    def keep_key(self) -> None:
        """Copy the master key to a safe place, as the document tells."""
        shutil.copy(Path(self.settings["DATA_DIR"], "master.key"), self.place / "safe")


@pytest.mark.long
def test_the_commands_of_the_document_work_in_their_order(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    reader = Reader(place)
    for block in list_blocks("sh"):
        reader.follow(block)
    listed = run("model", "list", DATA_DIR=str(place / "srv" / "netvisit"))
    assert "vosk-model-small-cn-0.22" in listed.stdout
    assert (place / "srv" / "restored" / "netvisit.db").is_file()
    assert (place / "backup" / "before-upgrade" / "manifest.json").is_file()


def list_mentions() -> Iterator[list[str]]:
    """List the commands in blocks, in the unit and in the text."""
    for content in [*list_blocks("sh"), *list_blocks("ini"), *re.findall(r"`([^`\n]+)`", TEXT)]:
        for found in re.findall(r"(?:^|/)netvisit ([a-z][^<\n]*)", content, re.MULTILINE):
            yield re.findall(r'"[^"]*"|\S+', found)


def test_every_command_that_is_mentioned_exists() -> None:
    mentioned = list(list_mentions())
    assert len(mentioned) > 12
    for arguments in mentioned:
        build_parser().parse_args(arguments)
    for target in re.findall(r"`make ([a-z-]+)`", TEXT):
        subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, check=True)


def test_every_setting_that_is_mentioned_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert {key for key in re.findall(r"NETVISIT_\w+", TEXT) if f"`{key}`" not in readme} == set()
