"""docs/protocol.md, web/static/js/wire.d.ts and the code say the same."""

import re
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import media.errors
import signaling.errors
from media import MediaError
from signaling.errors import MEDIA_VERDICTS, CloseCode, SignalingError, find_verdict
from signaling.events import EVENTS
from signaling.limits import Limits
from signaling.messages import CLIENT_MESSAGES, MAX_FRAME_LENGTH, PROTOCOL_VERSION, SERVER_MESSAGES
from signaling.names import wire_name
from web.routes import HANDLERS

ROOT = Path(__file__).parents[2]
PROTOCOL = (ROOT / "docs" / "protocol.md").read_text()
TYPES = (ROOT / "web" / "static" / "js" / "wire.d.ts").read_text()
BASES = {"SignalingError", "ProtocolError", "UserError", "NetworkError"}


def row_of(name: str) -> str:
    """Return the row of the table that begins with this name."""
    rows = [line for line in PROTOCOL.splitlines() if re.match(rf"\| (`\w+`, )*`{name}`", line)]
    assert len(rows) == 1, f"{name} has {len(rows)} rows in docs/protocol.md"
    return rows[0]


def type_of(name: str) -> str:
    found = re.search(rf"^  {name}: (.*)$", TYPES, re.MULTILINE)
    assert found, f"{name} is missing in wire.d.ts"
    return found[1]


def assert_told(name: str, field_names: Iterable[str]) -> None:
    for field in field_names:
        assert f"`{field}`" in row_of(name).replace("`?", "`"), f"{name}.{field}"
        assert re.search(rf"\b{field}\??:", type_of(name)), f"{name}.{field}"


def test_every_message_and_field_is_documented_and_typed() -> None:
    for message in (*CLIENT_MESSAGES, *SERVER_MESSAGES):
        assert_told(wire_name(message.__name__), message.__struct_fields__)


def test_every_event_and_field_is_documented_and_typed() -> None:
    for event in EVENTS:
        names = [field.name for field in fields(event)]
        assert not {"type", "seq"} & set(names)
        if wire_name(event.__name__) != "announced":
            assert_told(wire_name(event.__name__), names)


def all_errors() -> list[type[Exception]]:
    found = [*vars(signaling.errors).values(), *vars(media.errors).values()]
    errors = {
        e for e in found if isinstance(e, type) and issubclass(e, SignalingError | MediaError)
    }
    return sorted((e for e in errors if e.__name__ not in {*BASES, "MediaError"}), key=str)


def test_every_error_of_both_packages_has_its_verdict() -> None:
    assert {e for e in all_errors() if issubclass(e, MediaError)} == set(MEDIA_VERDICTS)
    assert find_verdict(ValueError("a secret")).code == "internal_error"


def test_every_error_is_documented_with_what_it_means_for_the_client() -> None:
    for error in all_errors():
        verdict = find_verdict(error.__new__(error))
        _, _, _, fatal, close_code, _ = (
            cell.strip() for cell in row_of(verdict.code).split("|")[:6]
        )
        assert fatal == ("yes" if verdict.fatal else "no"), verdict.code
        assert close_code == str(verdict.close_code or ""), verdict.code
        assert verdict.message.endswith(".")


def test_every_close_code_is_documented() -> None:
    documented = set(re.findall(r"^\| (\d{4}) \|", PROTOCOL, re.MULTILINE))
    assert documented == {str(code.value) for code in CloseCode}


def test_every_topic_is_documented_and_typed() -> None:
    table = PROTOCOL.partition("## Announcements")[2].partition("\n## ")[0]
    documented = set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE))
    interface = TYPES.partition("interface Announcements {")[2].partition("\n}")[0]
    assert documented == set(re.findall(r"^  (\w+):", interface, re.MULTILINE))


def test_the_documented_limits_are_the_real_ones() -> None:
    limits = Limits()
    assert f"Version {PROTOCOL_VERSION}." in PROTOCOL
    assert f"| a frame | {MAX_FRAME_LENGTH // 1024} KiB |" in PROTOCOL
    messages = f"{limits.messages_per_second:g} a second, {limits.messages_at_once} at once"
    assert f"| messages | {messages} |" in PROTOCOL
    offers = f"{limits.offers_per_second:g} a second, {limits.offers_at_once} at once"
    assert f"| offers | {offers} |" in PROTOCOL
    assert f"within {limits.join:g} seconds" in PROTOCOL
    assert f"The server pings every {limits.heartbeat:g} seconds" in PROTOCOL


def test_every_documented_hook_and_address_exists_in_the_pages() -> None:
    hooks = PROTOCOL.partition("## Hooks in the pages")[2].partition("\n| ")[0]
    templates = "".join(path.read_text() for path in (ROOT / "web" / "templates").rglob("*.html"))
    for name in re.findall(r"`([a-z-]+)`", hooks):
        assert re.search(rf'"?data-testid"?[=:] ?"{name}"', templates), name
    documented = set(re.findall(r"^\| `(GET|POST) (\S+?)`? ", PROTOCOL, re.MULTILINE))
    documented = {(method, path.replace("{id}", "{visit_id}")) for method, path in documented}
    assert documented
    assert documented <= set(HANDLERS)
