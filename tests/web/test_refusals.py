"""Every error of every package has an answer for people."""

import inspect
from datetime import datetime
from pathlib import Path
from types import ModuleType

import pytest

import cases.errors
import cases.fields
import media.errors
import scheduling.errors
import transcription.errors
import visits.errors
import web.errors
from cases.fields import CaseField, FieldValueError, ValueProblem
from tests.visits.locking import locked
from web import database
from web.demo import DemoVisit
from web.i18n import LANGUAGES, translate
from web.refusals import FAILED, FIELD_PROBLEMS, REFUSALS, find_refusal, read_facts
from web.settings import Settings

from .conftest import open_house

PACKAGES = [cases.errors, media.errors, scheduling.errors, transcription.errors, visits.errors]
# Never the answer to a request: they end a command, or a socket in signaling's words.
NOT_ANSWERS = {
    web.errors.WebError,
    web.errors.RefusedError,
    web.errors.SettingsError,
    web.errors.StartError,
    web.errors.TicketError,
}


def kinds(module: ModuleType) -> list[type[Exception]]:
    found = inspect.getmembers(module, inspect.isclass)
    return [kind for _, kind in found if issubclass(kind, Exception)]


@pytest.mark.parametrize("kind", [kind for package in PACKAGES for kind in kinds(package)])
def test_every_error_of_a_package_is_answered_by_it_or_its_parent(kind: type[Exception]) -> None:
    if kind.__mro__[1] is not Exception:
        assert any(parent in REFUSALS for parent in kind.__mro__)


def test_every_refusal_of_the_edge_has_an_answer_of_its_own() -> None:
    assert set(kinds(web.errors)) - NOT_ANSWERS <= set(REFUSALS)


@pytest.mark.parametrize("problem", ValueProblem)
def test_every_problem_of_a_typed_value_has_a_sentence(problem: ValueProblem) -> None:
    error = FieldValueError(CaseField.PHONE, problem, longest=10)
    refusal = find_refusal(error)
    assert refusal.status == 422
    facts = read_facts(error, refusal)
    for language in LANGUAGES:
        assert translate(language, FIELD_PROBLEMS[problem], **facts)


def test_an_error_that_nobody_foresaw_is_ours() -> None:
    assert find_refusal(KeyError("x")) is FAILED


async def test_a_locked_store_says_that_nothing_was_changed(
    settings: Settings, furnished: tuple[Path, DemoVisit], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LOCK_WAIT_SECONDS", 1)
    opening = datetime.fromisoformat("2026-04-02T09:02:00+08:00")
    async with open_house(settings, furnished[1], opening) as house:
        browser = house.new_browser()
        await browser.open("/visit")
        async with locked(settings.database):
            refused = await browser.tell("/visit/redeem", house.key())
        assert (refused.status, refused.error) == (503, "store_away_error")
        assert (await browser.tell("/visit/redeem", house.key())).status == 200
