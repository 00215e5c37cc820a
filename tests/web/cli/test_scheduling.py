"""`netvisit slots` and `netvisit plan` answer in the words and keys of their help."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from scheduling.problem import Horizon
from scheduling.reasons import Condition, ConditionKind, Gain, Reason, ReasonKind
from tests.web.cli.running import run
from web.cli.problem_file import write_moment
from web.cli.reason_text import LANGUAGES, ReasonText

HOURS = [["2026-11-23T09:00", "2026-11-23T10:00"]]
PROBLEM: dict[str, Any] = {
    "horizon": {"from": "2026-11-23", "to": "2026-11-24"},
    "zone": "Asia/Shanghai",
    "step_minutes": 30,
    "resources": [{"id": "dep:housing", "open": HOURS}, {"id": "room:1", "open": HOURS}],
    "requests": [
        {"id": "case-1", "minutes": 60, "needs": ["dep:housing"], "any_of": [["room:1"]]},
        {"id": "case-2", "minutes": 90, "needs": ["dep:housing"]},
    ],
}
BOOKED = {
    "starts_at": "2026-11-23T09:00",
    "ends_at": "2026-11-23T10:00",
    "resources": ["dep:housing", "room:1"],
}
CLOSED = "dep:housing: not open for that long before 25 November"


def write(tmp_path: Path, content: object) -> str:
    path = tmp_path / "week.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


def test_slots_of_each_request_are_printed(tmp_path: Path) -> None:
    done = run("slots", write(tmp_path, PROBLEM))
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == [
        {"id": "case-1", "slots": [BOOKED], "reasons": []},
        {"id": "case-2", "slots": [], "reasons": [CLOSED]},
    ]


def test_a_plan_is_printed_with_its_figures(tmp_path: Path) -> None:
    done = run("plan", write(tmp_path, PROBLEM), "--seconds", "5")
    assert (done.returncode, done.stderr) == (0, "")
    plan = json.loads(done.stdout)
    assert plan.pop("seconds") < 6
    assert plan == {
        "bookings": [{"request": "case-1", **BOOKED}],
        "unplaced": [{"request": "case-2", "reasons": [CLOSED]}],
        "objective": 20160,
        "bound": 20160,
        "waiting": 540,
        "fragmentation": 0,
    }


@pytest.mark.parametrize("command", ["slots", "plan"])
def test_each_fault_has_a_line_and_the_exit_code_is_2(tmp_path: Path, command: str) -> None:
    path = write(tmp_path, PROBLEM | {"zone": "Nowhere", "step_minutes": "ten"})
    done = run(command, path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        f'netvisit {command}: {path}: zone is "Nowhere"; write a zone\'s name as Asia/Shanghai',
        f'netvisit {command}: {path}: step_minutes is "ten"; write a whole number',
    ]


def test_what_is_not_json_is_answered_with_its_place() -> None:
    done = run("slots", "-", stdin='{"zone":\n }')
    assert done.returncode == 2
    assert "not JSON at line 2, column 2" in done.stderr


def test_an_hour_that_comes_twice_is_told_apart_by_its_offset() -> None:
    zone = ZoneInfo("Europe/Berlin")
    first = 1792888200  # 2026-10-25T00:30Z, when Berlin shows 2:30
    assert write_moment(first, zone) == "2026-10-25T02:30"
    assert write_moment(first + 3600, zone) == "2026-10-25T02:30+01:00"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", list(ReasonKind))
def test_every_reason_has_words_in_both_languages(lang: str, kind: ReasonKind) -> None:
    horizon = Horizon(date(2026, 11, 23), date(2026, 12, 3), ZoneInfo("Asia/Shanghai"), 900)
    conditions = (
        Condition(ConditionKind.NEED, ("dep:fire",)),
        Condition(ConditionKind.CHOICE, ("room:1", "room:2")),
        Condition(ConditionKind.IMPOSSIBLE),
        Condition(ConditionKind.RELEASE),
    )
    gains = tuple(Gain(condition, 1795570200) for condition in conditions)
    text = ReasonText(lang, horizon).tell(Reason(kind, conditions, gains))
    assert "{" not in text
    assert "9:30" in text


def test_a_reason_reads_as_a_sentence() -> None:
    horizon = Horizon(date(2026, 11, 23), date(2026, 12, 3), ZoneInfo("Asia/Shanghai"), 900)
    housing, fire, voice = (
        Condition(ConditionKind.NEED, (name,)) for name in ("dep:housing", "dep:fire", "voice:1")
    )
    gains = (Gain(voice, 1795570200),)
    reason = Reason(ReasonKind.NEVER_TOGETHER, (housing, fire, voice), gains)
    assert ReasonText("en", horizon).tell(reason) == (
        "dep:housing, dep:fire and voice:1: never free together before 4 December; "
        "without voice:1: Wednesday 25 November 9:30"
    )
    assert ReasonText("zh", horizon).tell(reason) == (
        "dep:housing、dep:fire和voice:1在12月4日之前没有共同的空闲时间；"
        "若不要求voice:1：11月25日（周三）9:30"
    )
