"""`serve` and `demo` over https, and models that come into use while they serve."""

import json
import re
import shutil
import signal
import sqlite3
import ssl
import time
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from web.app import read_clock
from web.demo import DemoVisit
from web.self_signed import keep_certificate

from .models import PUBLISHED, copy_starter
from .running import one_line, read_line, run, started


class Staff:
    """Somebody of the staff, whose browser trusts the certificate in a file."""

    def __init__(self, base_url: str, certificate: Path) -> None:
        trusting = ssl.create_default_context(cafile=certificate)
        port = urlsplit(base_url).port
        self.connection = HTTPSConnection("localhost", port, context=trusting, timeout=10)
        self.cookies: dict[str, str] = {}

    def close(self) -> None:
        self.connection.close()

    def sign_in(self, login: str, password: str) -> None:
        found = re.search(r'name="csrf_token" value="([^"]*)"', self.get("/staff/sign-in"))
        assert found is not None
        fields = {"login": login, "password": password, "csrf_token": found[1]}
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        assert self.send("POST", "/staff/sign-in", urlencode(fields), form)[0] == 303

    def get(self, path: str) -> str:
        status, text = self.send("GET", path, "", {"Accept": "text/html"})
        assert status == 200, text
        return text

    def ask(self, path: str) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.send("GET", path, "", {})[1])

    def send(self, method: str, path: str, body: str, headers: dict[str, str]) -> tuple[int, str]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, {**headers, "Cookie": cookie})
        answer = self.connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie", []):
            assert line.startswith("__Host-")
            assert "; Secure" in line
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer.status, answer.read().decode()


@pytest.fixture
def data_dir(furnished: tuple[Path, DemoVisit], tmp_path: Path) -> Path:
    shutil.copy(furnished[0], tmp_path / "netvisit.db")
    return tmp_path


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_model_installed_meanwhile_serves_the_visits_that_open_after_it(
    furnished: tuple[Path, DemoVisit], data_dir: Path
) -> None:
    visit, settings = furnished[1], {"DATA_DIR": str(data_dir)}
    chief = next(person for person in visit.staff if person.on_panel)
    ports = {"PORT": "0", "MEDIA_HOST": "127.0.0.1", "MEDIA_PORT": "0", **settings}
    with started("serve", "--tls-self-signed", **ports) as server:
        base = read_line(server).split()[-1]
        with closing(Staff(base, data_dir / "tls" / "certificate.pem")) as staff:
            staff.sign_in(chief.login, chief.password)

            def model() -> tuple[str, bool]:
                state = staff.ask(f"/staff/visits/{visit.visit_id}/state")["visit"]
                return state["model"], state["is_starter"]

            assert model() == ("starter-zh", True)
            copied = str(copy_starter(data_dir))
            assert run("model", "install", copied, **settings).returncode == 0
            wait_until(lambda: model() == (PUBLISHED, False))
            # By hand, without the stamp that an installation leaves: SIGHUP says so.
            (data_dir / "models" / "zh" / "current").unlink()
            other = data_dir / "models" / "zh" / "vosk-model-small-cn-0.3"
            (data_dir / "models" / "zh" / PUBLISHED).rename(other)
            server.send_signal(signal.SIGHUP)
            wait_until(lambda: model() == (other.name, False))
        server.terminate()
        assert server.wait(10) == 0


def shown_certificate(base_url: str) -> bytes:
    """Give what a new connection is shown, as PEM."""
    parts = urlsplit(base_url)
    return ssl.get_server_certificate((parts.hostname or "", parts.port or 0)).encode()


def test_a_renewed_certificate_is_shown_after_a_sighup(data_dir: Path) -> None:
    now = read_clock()
    certificate, key = keep_certificate(data_dir / "office", now)
    first = certificate.read_bytes()
    options = ("--tls-cert", str(certificate), "--tls-key", str(key))
    ports = {"PORT": "0", "MEDIA_HOST": "127.0.0.1", "MEDIA_PORT": "0"}
    with started("serve", *options, DATA_DIR=str(data_dir), **ports) as server:
        base = read_line(server).split()[-1]
        assert "--host 0.0.0.0" in read_line(server)
        assert shown_certificate(base) == first
        certificate.write_text("half written")
        server.send_signal(signal.SIGHUP)
        assert shown_certificate(base) == first
        keep_certificate(data_dir / "office", now)
        assert certificate.read_bytes() != first
        server.send_signal(signal.SIGHUP)
        wait_until(lambda: shown_certificate(base) == certificate.read_bytes())


def test_the_demo_over_https_shows_phones_the_way() -> None:
    options = ("--port", "0", "--host", "0.0.0.0", "--tls-self-signed")  # noqa: S104 - as a person types it
    with started("demo", *options, MEDIA_HOST="127.0.0.1", MEDIA_PORT="0") as process:
        lines: list[str] = []
        while not lines or "browsers warn once" not in lines[-1]:
            lines.append(read_line(process))
    assert any(re.match(r"  https://[\d.]+:\d+/visit#", line) for line in lines)
    assert sum("█" in line for line in lines) > 10


def test_what_cannot_be_served_over_https_ends_with_one_line(data_dir: Path) -> None:
    absent = str(data_dir / "absent.pem")
    ended = run("serve", "--tls-cert", absent, "--tls-key", absent, DATA_DIR=str(data_dir))
    assert ended.returncode == 1
    assert one_line(ended.stderr) == f"netvisit: {absent}: No such file or directory"
    unpaired = run("serve", "--tls-cert", absent, DATA_DIR=str(data_dir))
    assert "together" in one_line(unpaired.stderr)
    with closing(sqlite3.connect(data_dir / "netvisit.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
