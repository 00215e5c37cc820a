"""Staff sign in, stay a while, and go."""

import pytest
from sqlalchemy import func, select, update

from cases.models import User
from web.auth.models import StaffSession

from .house import House


async def test_a_name_and_its_password_open_the_day(house: House) -> None:
    officer = await house.staff("wangmin")
    today = await officer.open("/staff")
    assert today.status == 200
    assert "王敏" in today.text
    assert str(house.visit.visit_id) in today.text


async def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(house: House) -> None:
    browser = house.new_browser()
    await browser.open("/staff/sign-in")
    password = house.person("wangmin").password
    answer = await browser.submit("/staff/sign-in", login="WangMin ", password=password)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("netvisit-session=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie


async def test_the_database_holds_no_token_that_would_open_a_session(house: House) -> None:
    officer = await house.staff("wangmin")
    jar = {cookie.key: cookie.value for cookie in officer.session.cookie_jar}
    async with house.reading() as session:
        stored = (await session.scalars(select(StaffSession.token_hash))).all()
    assert jar["netvisit-session"] not in stored
    assert len(stored) == 1


async def test_a_wrong_password_and_an_unknown_name_are_answered_alike(house: House) -> None:
    browser = house.new_browser()
    await browser.open("/staff/sign-in")
    wrong = await browser.submit("/staff/sign-in", login="wangmin", password="wrong password")
    unknown = await browser.submit("/staff/sign-in", login="nobody", password="wrong password")
    assert (wrong.status, unknown.status) == (401, 401)
    assert "govuk-error-summary" in wrong.text
    assert wrong.text.replace("wangmin", "nobody") == unknown.text
    assert (await browser.open("/staff")).status == 303


async def test_wrong_passwords_make_the_next_try_wait_even_with_the_right_one(
    house: House,
) -> None:
    browser = house.new_browser()
    await browser.open("/staff/sign-in")
    for _ in range(3):
        await browser.submit("/staff/sign-in", login="wangmin", password="wrong password")
    password = house.person("wangmin").password
    paused = await browser.submit("/staff/sign-in", login="wangmin", password=password)
    assert paused.status == 429
    other = await browser.submit(
        "/staff/sign-in", login="liqiang", password=house.person("liqiang").password
    )
    assert other.status == 303


async def test_an_inactive_account_opens_nothing(house: House) -> None:
    officer = await house.staff("wangmin")
    async with house.sessions.begin() as session:
        await session.execute(update(User).where(User.login == "wangmin").values(active=False))
    assert (await officer.open("/staff")).status == 303
    browser = house.new_browser()
    await browser.open("/staff/sign-in")
    password = house.person("wangmin").password
    answer = await browser.submit("/staff/sign-in", login="wangmin", password=password)
    assert answer.status == 401


async def test_half_an_hour_without_a_request_ends_the_session(house: House) -> None:
    officer = await house.staff("wangmin")
    for _ in range(3):
        house.clock.pass_by(minutes=29)
        assert (await officer.open("/staff")).status == 200
    house.clock.pass_by(minutes=31)
    assert (await officer.open("/staff")).status == 303


async def test_ten_hours_end_the_session_however_busy(house: House) -> None:
    officer = await house.staff("wangmin")
    for _ in range(24):
        house.clock.pass_by(minutes=24)
        assert (await officer.open("/staff")).status == 200
    house.clock.pass_by(minutes=25)
    assert (await officer.open("/staff")).status == 303


async def test_after_signing_out_the_old_cookie_is_worthless(house: House) -> None:
    officer = await house.staff("wangmin")
    token = {cookie.key: cookie.value for cookie in officer.session.cookie_jar}["netvisit-session"]
    left = await officer.submit("/staff/sign-out")
    assert left.status == 303
    thief = house.new_browser()
    thief.session.cookie_jar.update_cookies({"netvisit-session": token})
    assert (await thief.open("/staff")).status == 303


async def test_people_without_a_session_come_back_to_the_page_they_wanted(house: House) -> None:
    browser = house.new_browser()
    sent = await browser.open(house.console)
    assert sent.status == 303
    form = await browser.open(sent.headers["Location"])
    assert house.console in form.text
    answer = await browser.submit(
        "/staff/sign-in",
        login="wangmin",
        password=house.person("wangmin").password,
        next=house.console,
    )
    assert answer.headers["Location"] == house.console


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example"]
)
async def test_sign_in_never_leads_to_another_site(house: House, target: str) -> None:
    browser = house.new_browser()
    await browser.open("/staff/sign-in")
    answer = await browser.submit(
        "/staff/sign-in",
        login="wangmin",
        password=house.person("wangmin").password,
        next=target,
    )
    assert answer.headers["Location"] == "/staff"


async def test_old_sessions_are_swept_away_by_the_next_sign_in(house: House) -> None:
    await house.staff("wangmin")
    house.clock.pass_by(hours=11)
    await house.staff("liqiang")
    async with house.reading() as session:
        assert await session.scalar(select(func.count()).select_from(StaffSession)) == 1
