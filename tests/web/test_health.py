"""Alive, ready, and the figures for Prometheus."""

import sqlite3
from contextlib import closing

import pytest

from web import database, health
from web.settings import Settings

from .house import House


async def test_a_house_in_order_is_ready(house: House) -> None:
    browser = house.new_browser()
    assert (await browser.ask("/healthz")).body == {"status": "ok"}
    assert (await browser.ask("/readyz")).body == {"status": "ready", "problems": {}}


async def test_a_locked_database_is_said_to_be_so(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LOCK_WAIT_SECONDS", 1)
    async with database.open_database(settings.database) as opened:
        assert (await health.check_database(opened.sessions)).problem == ""
        with closing(sqlite3.connect(settings.data_dir / "netvisit.db")) as holder:
            holder.execute("BEGIN IMMEDIATE")
            part = await health.check_database(opened.sessions)
    assert part.problem.startswith("cannot be written")


async def test_too_little_disk_is_said_to_be_so(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 10**18)
    answer = await house.new_browser().ask("/readyz")
    assert (answer.status, list(answer.body["problems"])) == (503, ["disk"])


async def test_figures_count_requests_visits_and_media(house: House) -> None:
    browser = await house.citizen()
    await browser.tell("/visit/lobby")
    text = (await browser.ask("/metrics")).text
    assert 'netvisit_redemptions_total{result="redeemed"} 1.0' in text
    assert (
        'netvisit_http_requests_total{method="POST",route="/visit/lobby",status="200"} 1.0' in text
    )
    assert "netvisit_visits_open 1.0" in text
    assert "netvisit_media_rooms 1.0" in text
    assert "netvisit_transcription_lag_seconds 0.0" in text


async def test_figures_name_routes_and_never_addresses(house: House) -> None:
    browser = house.new_browser()
    await browser.ask("/canary-4711")
    await browser.ask("/staff/cases/canary-4711")
    assert "4711" not in (await browser.ask("/metrics")).text


async def test_methods_that_nobody_uses_do_not_grow_the_figures(house: House) -> None:
    browser = house.new_browser()
    for method in ["PATCH", "PURGE", "PROPFIND"]:
        assert (await browser.send(method, "/visit")).status == 405
    text = (await browser.ask("/metrics")).text
    assert 'netvisit_http_requests_total{method="other",route="unknown",status="405"} 3.0' in text
