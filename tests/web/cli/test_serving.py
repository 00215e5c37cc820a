"""The commands that serve: up when they say so, down at once, and nothing acknowledged lost."""

import json
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from web.demo import DemoVisit

from .running import one_line, read_line, run, started


def test_the_demo_says_links_and_logins_in_its_first_line_and_ends_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with started("demo", "--json", "--port", "0") as process:
        first = json.loads(read_line(process))
        base = first["base_url"]
        assert list(first) == ["base_url", "citizen", "staff", "office"]
        assert first["citizen"]["link"].startswith(f"{base}/visit#")
        assert re.fullmatch(r"\d{6}", first["citizen"]["code"])
        assert len({person["department"] for person in first["staff"]}) >= 2
        for person in first["staff"]:
            assert list(person) == ["department", "login", "password", "visit_url"]
            assert person["visit_url"].startswith(f"{base}/staff/visits/")
        with closing(Page(base)) as page:
            assert page.get("/readyz")["status"] == "ready"
            end_quickly(process, signal.SIGTERM)
    assert list(tmp_path.iterdir()) == []


def test_the_demo_tells_a_person_in_words_and_ends_by_ctrl_c() -> None:
    with started("demo", "--port", "0", "--lang", "en") as process:
        words = [read_line(process).strip() for _ in range(12)]
        end_quickly(process, signal.SIGINT)
    assert "Citizen, as on a phone" in words
    assert "Housing Committee: Wang Min (receives)" in words


def end_quickly(process: subprocess.Popen[str], number: signal.Signals) -> None:
    """End it by a signal and hold it to code 0 and no complaint, in a second or two when idle."""
    process.send_signal(number)
    _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, "")


def test_a_taken_port_ends_the_demo_with_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = run("demo", "--port", port)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert one_line(ended.stderr) == (
        f"netvisit: TCP port {port} is taken; choose another by --port or NETVISIT_PORT"
    )


@pytest.fixture
def data_dir(furnished: tuple[Path, DemoVisit], tmp_path: Path) -> Path:
    shutil.copy(furnished[0], tmp_path / "netvisit.db")
    return tmp_path


def test_choices_that_were_acknowledged_outlive_a_kill(
    furnished: tuple[Path, DemoVisit], data_dir: Path
) -> None:
    with closing(sqlite3.connect(data_dir / "netvisit.db")) as database:
        database.execute("UPDATE invitation SET opens_at = '2000-01-01', closes_at = '2999-01-01'")
        database.commit()
    visit = furnished[1]
    with started("serve", **settings_for(data_dir)) as process:
        with closing(Page(read_line(process).split()[-1])) as page:
            page.post("/visit/redeem", {"token": visit.token, "code": visit.code})
            for number in range(20):
                page.post("/visit/consent", {"recording": number % 2 == 0, "transcript": True})
            process.kill()
        process.wait(10)
    with closing(sqlite3.connect(data_dir / "netvisit.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("SELECT count(*) FROM consent").fetchone() == (20,)
        assert database.execute("SELECT count(redeemed_at) FROM invitation").fetchone() == (1,)


def test_a_database_of_another_version_is_not_served(data_dir: Path) -> None:
    with closing(sqlite3.connect(data_dir / "netvisit.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = 'another'")
        database.commit()
    ended = run("serve", **settings_for(data_dir))
    assert ended.returncode == 1
    assert "netvisit db upgrade" in one_line(ended.stderr)


def settings_for(data_dir: Path) -> dict[str, str]:
    return {
        "DATA_DIR": str(data_dir),
        "PORT": "0",
        "MEDIA_HOST": "127.0.0.1",
        "MEDIA_PORT": "0",
    }


class Page:
    """The citizen's page, with its cookies and its token."""

    def __init__(self, base_url: str) -> None:
        self.connection = HTTPConnection(urlsplit(base_url).netloc, timeout=10)
        self.cookies: dict[str, str] = {}
        self.token = ""
        found = re.search(r'<meta name="csrf-token" content="([^"]*)">', self.send("GET", "/visit"))
        assert found is not None
        self.token = found[1]

    def close(self) -> None:
        self.connection.close()

    def get(self, path: str) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.send("GET", path))

    def post(self, path: str, body: object) -> None:
        self.send("POST", path, json.dumps(body))

    def send(self, method: str, path: str, body: str = "") -> str:
        """Send a request and give the text of its answer, which has to be 200."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookie, "X-CSRF-Token": self.token}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        text = answer.read().decode()
        assert answer.status == 200, text
        return text
