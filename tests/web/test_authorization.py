"""The table of who may go where: complete, and kept by every route for every kind of visitor."""

import re
from uuid import uuid4

import pytest
from sqlalchemy import select

from cases.models import Case, User, UserRole
from web.auth.authorization import RULES, Who
from web.routes import HANDLERS

from .house import Browser, House

# Who comes -> which rules let them in; "outsider" is an officer of a department off the panel.
KINDS = {
    "stranger": {Who.ANYONE},
    "citizen": {Who.ANYONE, Who.SEAT, Who.TICKET},
    "panel": {Who.ANYONE, Who.STAFF, Who.PANEL, Who.PARTY},
    "outsider": {Who.ANYONE, Who.STAFF},
    "reception": {Who.ANYONE, Who.STAFF, Who.RECEPTION},
    "administrator": {Who.ANYONE, Who.STAFF},
}
ROLES = {
    "panel": {UserRole.OFFICER},
    "outsider": {UserRole.OFFICER},
    "reception": {UserRole.SUPERVISOR},
    "administrator": {UserRole.ADMINISTRATOR},
}
REFUSED = {401, 403, 404}


def test_every_handler_has_a_rule_and_every_rule_a_handler() -> None:
    assert set(RULES) - {("GET", "/static")} == set(HANDLERS)


async def test_every_route_of_the_running_application_is_in_the_table(house: House) -> None:
    for route in house.app.router.routes():
        assert route.resource is not None
        method = "GET" if route.method == "HEAD" else route.method
        assert (method, route.resource.canonical) in RULES


async def test_a_route_that_somebody_forgot_in_the_table_is_refused(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(RULES, ("GET", "/visit"))
    assert (await house.new_browser().open("/visit")).status == 404


async def come(house: House, kind: str) -> Browser:
    """Open a browser as this kind of visitor."""
    if kind == "stranger":
        browser = house.new_browser()
        await browser.open("/")
        return browser
    if kind == "citizen":
        return await house.citizen()
    if kind == "outsider":
        async with house.sessions.begin() as session:
            user = (await session.scalars(select(User).where(User.login == "sunhui"))).one()
            user.roles = [UserRole.OFFICER]
    return await house.staff(
        {"panel": "liqiang", "outsider": "sunhui", "reception": "sunhui"}.get(kind, "admin")
    )


def is_allowed(kind: str, method: str, path: str) -> bool:
    rule = RULES[method, path]
    if rule.roles and rule.roles.isdisjoint(ROLES.get(kind, ())):
        return False
    return rule.who in KINDS[kind]


@pytest.mark.parametrize("kind", KINDS)
async def test_each_route_lets_in_whom_the_table_says_and_nobody_else(
    house: House, kind: str
) -> None:
    browser = await come(house, kind)
    async with house.reading() as session:
        number = (await session.scalars(select(Case.number))).one()
    names = {"visit_id": str(house.visit.visit_id), "number": number, "field": "phone"}
    for method, path in RULES:
        if path in {"/static", "/socket", "/staff/sign-out"}:
            continue
        address = re.sub(r"\{(\w+)\}", lambda m: names.get(m[1], str(uuid4())), path)
        sent = {"X-CSRF-Token": browser.csrf_token}
        answer = await browser.send(method, address, json={}, headers=sent)
        reason = f"{kind}: {method} {path} gave {answer.status} {answer.text[:120]}"
        if is_allowed(kind, method, path):
            refused = {401, 403} if method == "GET" or "{" not in path else {401}
            assert answer.status not in refused or path == "/staff/sign-in", reason
        else:
            assert answer.status in REFUSED, reason
            assert answer.body["error"]["code"] in {
                "not_signed_in_error",
                "no_seat_error",
                "forbidden_error",
                "not_on_panel_error",
                "unknown_case_error",
            }, reason


async def test_sign_out_needs_somebody_signed_in(house: House) -> None:
    browser = await come(house, "stranger")
    assert (await browser.tell("/staff/sign-out")).status == 401


async def test_a_form_without_the_pages_token_is_refused(house: House) -> None:
    officer = await house.staff("wangmin")
    officer.csrf_token = ""
    assert (await officer.submit("/staff/sign-out")).status == 403
    refused = await officer.tell(f"{house.console}/end")
    assert (refused.status, refused.error) == (403, "csrf_error")


async def test_the_token_of_another_session_is_refused(house: House) -> None:
    officer, other = await house.staff("wangmin"), await house.staff("liqiang")
    officer.csrf_token = other.csrf_token
    assert (await officer.tell(f"{house.console}/end")).error == "csrf_error"


async def test_a_form_of_another_site_is_refused_even_with_the_token(house: House) -> None:
    officer = await house.staff("wangmin")
    foreign = await officer.tell(f"{house.console}/end", Origin="https://evil.example")
    assert (foreign.status, foreign.error) == (403, "foreign_origin_error")
    hidden = await officer.tell(
        f"{house.console}/end", Origin="null", **{"Sec-Fetch-Site": "cross-site"}
    )
    assert hidden.error == "foreign_origin_error"


async def test_our_own_pages_may_hide_their_origin(house: House) -> None:
    officer = await house.staff("wangmin")
    answer = await officer.tell(
        f"{house.console}/end", Origin="null", **{"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status == 200


async def test_a_citizens_page_outlives_staff_signing_in_and_out_beside_it(house: House) -> None:
    officer = await house.staff("wangmin")
    signing_out = officer.csrf_token
    await officer.open("/visit")
    citizens = officer.csrf_token
    officer.csrf_token = signing_out
    assert (await officer.submit("/staff/sign-out")).status == 303
    officer.csrf_token = citizens
    assert (await officer.tell("/visit/redeem", house.key())).status == 200


async def test_the_token_of_a_public_page_does_not_serve_for_staff(house: House) -> None:
    officer = await house.staff("wangmin")
    await officer.open("/visit")
    assert (await officer.tell(f"{house.console}/end")).error == "csrf_error"
