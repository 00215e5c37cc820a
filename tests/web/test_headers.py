"""What every answer carries, whatever it says."""

import pytest

from .house import House


@pytest.mark.parametrize(
    "path", ["/", "/visit", "/staff/sign-in", "/healthz", "/nowhere", "/static/no.js", "/metrics"]
)
async def test_every_answer_is_locked_down_and_kept_by_nobody(house: House, path: str) -> None:
    headers = (await house.new_browser().open(path)).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; ")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert len(headers["X-Request-ID"]) == 16


async def test_camera_and_microphone_are_for_call_pages_only(house: House) -> None:
    officer = await house.staff("wangmin")
    call = (await officer.open(house.console)).headers["Permissions-Policy"]
    citizen = (await officer.open("/visit")).headers["Permissions-Policy"]
    today = (await officer.open("/staff")).headers["Permissions-Policy"]
    assert "camera=(self), microphone=(self)" in call
    assert "camera=(self), microphone=(self)" in citizen
    assert "camera=(), microphone=()" in today


async def test_a_large_body_is_refused_unread(house: House) -> None:
    browser = house.new_browser()
    await browser.open("/visit")
    answer = await browser.tell("/visit/redeem", {"token": "x" * 70_000, "code": "1"})
    assert (answer.status, answer.error) == (413, "too_large_error")


async def test_a_wrong_method_is_named_so(house: House) -> None:
    answer = await house.new_browser().tell("/healthz")
    assert (answer.status, answer.error) == (405, "method_not_allowed_error")


async def test_people_get_a_page_and_scripts_get_json_for_what_is_not_there(house: House) -> None:
    browser = house.new_browser()
    page = await browser.open("/nowhere")
    assert page.status == 404
    assert page.headers["Content-Type"].startswith("text/html")
    assert (await browser.ask("/nowhere")).error == "not_found_error"
