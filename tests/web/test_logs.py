"""A canary name, number, token, code and password go through the house and appear in no log."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from web import health
from web.logs import configure_logs
from web.settings import Settings

from .house import House
from .test_convene import FORM


@pytest.fixture
def log(settings: Settings) -> Iterator[io.StringIO]:
    stream = io.StringIO()
    root = logging.getLogger()
    before = root.handlers[:], root.level
    configure_logs(settings.model_copy(update={"log_level": "debug"}), stream)
    yield stream
    root.handlers[:], root.level = before
    structlog.reset_defaults()


async def test_no_log_line_names_people_numbers_or_secrets(log: io.StringIO, house: House) -> None:
    officer = await house.staff("zhaojie")
    await officer.open("/staff/visits/new")
    form = {**FORM, "citizen_name": "金丝雀", "citizen_phone": "13700004711"}
    await officer.submit("/staff/visits/new", **form)
    await officer.tell(f"{house.console}/fields/petitioner_name", {"value": "金丝雀"})
    await officer.tell(f"{house.console}/fields/phone", {"value": "not a phone 4711"})
    await officer.ask("/staff?query=canary4711")
    citizen = await house.citizen()
    await citizen.tell("/visit/lobby")
    await citizen.tell("/visit/socket-ticket")
    lines = log.getvalue()
    assert lines.count("answered") > 8
    person = house.person("zhaojie")
    secrets = [house.visit.token, house.visit.code, person.password, citizen.csrf_token]
    for canary in ["金丝雀", "4711", "陈桂兰", person.name, "zhaojie", *secrets]:
        assert canary not in lines, canary


async def test_a_failure_is_logged_by_kind_and_place_without_its_words(
    log: io.StringIO, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("canary 4711")

    monkeypatch.setattr(health, "check_disk", fail)
    answer = await house.new_browser().ask("/readyz")
    assert (answer.status, answer.error) == (500, "internal_error")
    failure = next(line for line in map(json.loads, log.getvalue().splitlines()) if "at" in line)
    assert failure["error"] == "RuntimeError"
    assert failure["route"] == "/readyz"
    assert failure["request"] == answer.headers["X-Request-ID"]
    assert "4711" not in log.getvalue()


def test_library_lines_and_exceptions_take_the_same_form(log: io.StringIO) -> None:
    try:
        raise ValueError("canary")
    except ValueError:
        logging.getLogger("some.library").exception("it %s", "failed")
    line = json.loads(log.getvalue())
    assert line["event"] == "it failed"
    assert line["error"] == "ValueError"
    assert line["at"][0].endswith("test_library_lines_and_exceptions_take_the_same_form")
    assert "canary" not in log.getvalue()
