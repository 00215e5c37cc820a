"""A citizen comes in by link and code, chooses, waits, and comes back to the same seat."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from cases.models import UtteranceRecord
from visits.models import Consent, Invitation
from web.app import create_app
from web.auth.seats import find_seat
from web.keys import SEAT_SIGNER, SETTINGS

from .house import House


async def test_link_and_code_give_the_seat_that_was_kept(house: House) -> None:
    citizen = await house.citizen()
    state = (await citizen.ask("/visit/state")).body
    assert state["name"] == "陈桂兰"
    assert state["visit"]["id"] == str(house.visit.visit_id)
    assert state["visit"]["panel"][0] == {"department": "区住房和城乡建设委员会", "is_lead": True}
    assert [seat["is_lead"] for seat in state["visit"]["panel"]] == [True, False, False]
    assert state["consent"] is None
    assert not state["in_lobby"]


async def test_the_seat_cookie_goes_to_the_citizens_pages_only(house: House) -> None:
    browser = house.new_browser()
    await browser.open("/visit")
    cookie = (await browser.tell("/visit/redeem", house.key())).headers["Set-Cookie"]
    assert cookie.startswith("netvisit-seat=")
    assert "Path=/visit" in cookie
    assert "HttpOnly" in cookie
    assert house.visit.token not in cookie


async def test_nobody_has_a_seat_without_redeeming(house: House) -> None:
    browser = house.new_browser()
    await browser.open("/visit")
    answer = await browser.ask("/visit/state")
    assert answer.status == 401
    assert answer.error == "no_seat_error"


async def test_five_wrong_codes_close_the_invitation(house: House) -> None:
    wrong = "000000" if house.visit.code != "000000" else "000001"
    browser = house.new_browser()
    await browser.open("/visit")
    left = [(await browser.tell("/visit/redeem", house.key(wrong))).body["error"] for _ in range(5)]
    assert [error["details"].get("tries_left") for error in left] == [4, 3, 2, 1, None]
    assert left[4]["code"] == "tries_exhausted_error"
    right = await browser.tell("/visit/redeem", house.key())
    assert right.error == "tries_exhausted_error"


async def test_a_wrong_code_is_counted_before_it_is_told(house: House) -> None:
    browser = house.new_browser()
    await browser.open("/visit")
    await browser.tell("/visit/redeem", house.key("999999999"))
    async with house.reading() as session:
        assert (await session.scalars(select(Invitation.tries_left))).one() == 4


async def test_an_unknown_token_is_no_invitation(house: House) -> None:
    browser = house.new_browser()
    await browser.open("/visit")
    answer = await browser.tell("/visit/redeem", {"token": "x" * 43, "code": house.visit.code})
    assert (answer.status, answer.error) == (404, "unknown_invitation_error")


@pytest.mark.parametrize(
    ("minutes", "status", "code"),
    [(-40, 403, "invitation_too_early_error"), (95, 410, "invitation_expired_error")],
)
async def test_the_door_opens_in_its_time_only(
    house: House, minutes: int, status: int, code: str
) -> None:
    house.clock.pass_by(minutes=minutes)
    browser = house.new_browser()
    await browser.open("/visit")
    answer = await browser.tell("/visit/redeem", house.key())
    assert (answer.status, answer.error) == (status, code)


async def test_both_choices_are_stored_apart_with_the_text_they_answer(house: House) -> None:
    citizen = await house.citizen()
    answer = await citizen.tell(
        "/visit/consent", {"recording": False, "transcript": True, "text_version": "1"}
    )
    assert answer.body["consent"] == {"recording": False, "transcript": True}
    async with house.reading() as session:
        consent = (await session.scalars(select(Consent))).one()
    assert (consent.recording, consent.transcript, consent.text_version) == (False, True, "1")


@pytest.mark.parametrize("body", [{}, {"recording": "yes", "transcript": True}, [], "text"])
async def test_half_a_choice_is_none(house: House, body: object) -> None:
    citizen = await house.citizen()
    answer = await citizen.tell("/visit/consent", body)
    assert (answer.status, answer.error) == (422, "bad_input_error")


async def test_the_place_in_the_queue_survives_a_reload(house: House) -> None:
    citizen = await house.citizen()
    assert (await citizen.tell("/visit/lobby")).body == {"position": 1, "waiting": 1}
    house.clock.pass_by(minutes=9)
    assert (await citizen.tell("/visit/lobby")).body == {"position": 1, "waiting": 1}
    state = (await citizen.ask("/visit/state")).body
    assert (state["in_lobby"], state["admitted"], state["position"]) == (True, False, 1)


async def test_a_page_loaded_again_gets_what_was_said_since_its_citizen_was_let_in(
    house: House,
) -> None:
    citizen = await house.citizen()
    await citizen.tell("/visit/consent", {"recording": False, "transcript": True})
    await citizen.tell("/visit/lobby")
    await add_words(house, "他 还 没有 进来", ended=-2.0)
    await add_words(house, "请问 您 贵姓", ended=3.0)
    assert (await citizen.ask("/visit/captions")).body == {"utterances": []}
    invitation_id = (await citizen.ask("/visit/state")).body["participant_id"].removeprefix("c-")
    officer = await house.staff("wangmin")
    await officer.tell(f"{house.console}/admit/{invitation_id}")
    (caption,) = (await citizen.ask("/visit/captions")).body["utterances"]
    assert (caption["text"], caption["name"], caption["final"]) == ("请问 您 贵姓", "王敏", True)


async def add_words(house: House, text: str, *, ended: float) -> None:
    """Let an officer have said this; `ended` in seconds of the visit."""
    async with house.sessions.begin() as session:
        said = UtteranceRecord(
            visit_id=house.visit.visit_id,
            participant_id=f"s-{uuid4()}",
            speaker_name="王敏",
            speaker_role="officer",
            lang="zh",
            started=ended - 1.0,
            ended=ended,
            text=text,
            words=[],
            track="s-1/0",
            first_sample=int(ended * 16_000),
        )
        session.add(said)


async def test_the_seat_survives_a_restart_of_the_server(house: House) -> None:
    citizen = await house.citizen()
    sealed = {cookie.key: cookie.value for cookie in citizen.session.cookie_jar}["netvisit-seat"]
    restarted = create_app(house.app[SETTINGS])
    assert find_seat(restarted[SEAT_SIGNER], sealed, house.clock()) is not None


async def test_a_revoked_invitation_loses_its_seat_at_once(house: House) -> None:
    citizen = await house.citizen()
    async with house.sessions.begin() as session:
        invitation = (await session.scalars(select(Invitation))).one()
        invitation.revoked_at = house.clock()
    answer = await citizen.ask("/visit/state")
    assert (answer.status, answer.error) == (410, "invitation_revoked_error")


async def test_errors_are_said_in_the_language_of_the_page(house: House) -> None:
    browser = house.new_browser()
    await browser.open("/visit")
    english = await browser.send(
        "GET", "/visit/state", headers={"Accept-Language": "en-GB,en;q=0.9"}
    )
    chinese = await browser.send("GET", "/visit/state", headers={"Accept-Language": "zh-CN"})
    assert english.body["error"]["message"] == (
        "Please open your invitation link again and enter the code."
    )
    assert chinese.body["error"]["message"] != english.body["error"]["message"]
