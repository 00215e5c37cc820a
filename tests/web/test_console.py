"""The panel admits, reads, decides on suggestions, writes by hand, and ends the visit."""

import asyncio
import re
from uuid import UUID

import pytest
from sqlalchemy import select

from cases.audit import list_acts
from cases.models import AuditEntry, Case, FieldSuggestion, UtteranceRecord
from visits.models import Visit

from .house import Browser, House


async def wait_in_lobby(house: House) -> tuple[Browser, str]:
    """Bring the citizen into the waiting room and give the id that is admitted."""
    citizen = await house.citizen()
    await citizen.tell("/visit/consent", {"recording": False, "transcript": True})
    await citizen.tell("/visit/lobby")
    participant_id = (await citizen.ask("/visit/state")).body["participant_id"]
    return citizen, participant_id.removeprefix("c-")


async def add_suggestion(house: House, value: object = "13812345678") -> UUID:
    """Let the citizen have said a phone number."""
    async with house.sessions.begin() as session:
        visit = await session.get_one(Visit, house.visit.visit_id)
        words = [{"text": "幺三八", "start": 1.0, "end": 1.6, "confidence": 0.9}]
        said = UtteranceRecord(
            visit_id=visit.id,
            participant_id="c-1",
            speaker_name="陈桂兰",
            speaker_role="citizen",
            lang="zh",
            started=1.0,
            ended=1.6,
            text="幺三八",
            words=words,
            track="c-1/0",
            first_sample=0,
        )
        session.add(said)
        await session.flush()
        suggestion = FieldSuggestion(
            case_id=visit.case_id,
            visit_id=visit.id,
            field="phone",
            value=value,
            quote="幺三八",
            evidence=[{"utterance_id": str(said.id), "start": 0, "end": 1}],
            speaker_id="c-1",
            speaker_name="陈桂兰",
            at_seconds=1.0,
            rule="phone_spoken",
            suggested_at=house.clock(),
        )
        session.add(suggestion)
        await session.flush()
        return suggestion.id


async def read_case(house: House) -> Case:
    async with house.reading() as session:
        return (await session.scalars(select(Case))).one()


async def test_the_console_shows_the_case_and_who_waits(house: House) -> None:
    _, invitation_id = await wait_in_lobby(house)
    officer = await house.staff("liqiang")
    assert (await officer.open(house.console)).status == 200
    await asyncio.sleep(0.1)
    state = (await officer.ask(f"{house.console}/state")).body
    assert [waiting["invitation_id"] for waiting in state["waiting"]] == [invitation_id]
    assert len(state["fields"]) == 12
    assert state["visit"]["state"] == "open"
    assert state["visit"]["is_starter"] is True
    today = await officer.open("/staff")
    assert "陈桂兰" in today.text


async def test_admitting_makes_the_visit_live_and_the_seat_admitted(house: House) -> None:
    citizen, invitation_id = await wait_in_lobby(house)
    officer = await house.staff("wangmin")
    answer = await officer.tell(f"{house.console}/admit/{invitation_id}")
    assert answer.status == 200
    assert (await citizen.ask("/visit/state")).body["admitted"] is True
    state = (await officer.ask(f"{house.console}/state")).body
    assert state["visit"]["state"] == "live"


async def test_somebody_who_does_not_wait_cannot_be_admitted(house: House) -> None:
    citizen = await house.citizen()
    invitation_id = (await citizen.ask("/visit/state")).body["participant_id"].removeprefix("c-")
    officer = await house.staff("wangmin")
    answer = await officer.tell(f"{house.console}/admit/{invitation_id}")
    assert (answer.status, answer.error) == (409, "not_waiting_error")


async def test_an_accepted_suggestion_is_in_the_case_and_in_the_audit(house: House) -> None:
    suggestion = await add_suggestion(house)
    officer = await house.staff("wangmin")
    shown = (await officer.ask(f"{house.console}/state")).body["suggestions"]
    assert [(one["field"], one["value"], one["text"]) for one in shown] == [
        ("phone", "13812345678", "138 1234 5678")
    ]
    answer = await officer.tell(f"{house.console}/suggestions/{suggestion}/accept")
    assert (answer.status, answer.body["status"]) == (200, "accepted")
    assert answer.body["decided_by_name"] == "王敏"
    case = await read_case(house)
    assert case.phone == "13812345678"
    async with house.reading() as session:
        acts = await list_acts(session, f"case:{case.id}")
    assert "suggestion_accepted" in [act.action for act in acts]
    assert (await officer.ask(f"{house.console}/state")).body["suggestions"] == []


async def test_the_case_page_says_on_whose_words_a_value_rests(house: House) -> None:
    suggestion = await add_suggestion(house)
    officer = await house.staff("wangmin")
    await officer.tell(f"{house.console}/suggestions/{suggestion}/accept")
    page = await officer.open(f"/staff/cases/{(await read_case(house)).number}")
    assert page.status == 200
    assert "13812345678" in "".join(re.findall(r">(\d+)<", page.text))
    assert "幺三八" in page.text


async def test_a_correction_keeps_what_was_heard(house: House) -> None:
    suggestion = await add_suggestion(house)
    officer = await house.staff("wangmin")
    url = f"{house.console}/suggestions/{suggestion}/correct"
    answer = await officer.tell(url, {"value": "139 1234 5678"})
    assert (answer.body["status"], answer.body["value"]) == ("corrected", "13912345678")
    async with house.reading() as session:
        kept = await session.get_one(FieldSuggestion, suggestion)
    assert (kept.value, kept.decided_value) == ("13812345678", "13912345678")


async def test_a_correction_that_is_no_phone_is_refused_with_the_reason(house: House) -> None:
    suggestion = await add_suggestion(house)
    officer = await house.staff("wangmin")
    url = f"{house.console}/suggestions/{suggestion}/correct"
    answer = await officer.tell(url, {"value": "none"})
    assert (answer.status, answer.error) == (422, "field_value_error")
    assert answer.body["error"]["details"]["problem"] == "not_digits"
    assert (await read_case(house)).phone is None


async def test_a_rejected_suggestion_leaves_the_case_alone(house: House) -> None:
    suggestion = await add_suggestion(house)
    officer = await house.staff("wangmin")
    answer = await officer.tell(f"{house.console}/suggestions/{suggestion}/reject")
    assert answer.body["status"] == "rejected"
    assert (await read_case(house)).phone is None
    again = await officer.tell(f"{house.console}/suggestions/{suggestion}/accept")
    assert (again.status, again.error) == (409, "suggestion_decided_error")


async def test_a_field_can_be_written_and_emptied_by_hand(house: House) -> None:
    officer = await house.staff("wangmin")
    url = f"{house.console}/fields/people_count"
    assert (await officer.tell(url, {"value": "12人"})).body["value"] == 12
    assert (await read_case(house)).people_count == 12
    assert (await officer.tell(url, {"value": ""})).body["value"] is None
    assert (await read_case(house)).people_count is None
    async with house.reading() as session:
        actors = (
            await session.scalars(select(AuditEntry.actor).where(AuditEntry.action == "field_set"))
        ).all()
    assert len(actors) == 2
    assert all(actor.startswith("user:") for actor in actors)


@pytest.mark.parametrize("path", ["fields/no_such_field", "suggestions/not-an-id/accept"])
async def test_what_does_not_exist_is_not_found(house: House, path: str) -> None:
    officer = await house.staff("wangmin")
    answer = await officer.tell(f"{house.console}/{path}", {"value": "x"})
    assert (answer.status, answer.error) == (404, "not_found_error")


async def test_an_ended_visit_is_over_for_everybody(house: House) -> None:
    citizen, _ = await wait_in_lobby(house)
    officer = await house.staff("wangmin")
    assert (await officer.tell(f"{house.console}/end")).body == {"state": "ended"}
    assert (await officer.tell(f"{house.console}/end")).status == 200
    assert (await citizen.ask("/visit/state")).body["visit"]["state"] == "ended"
    ticket = await citizen.tell("/visit/socket-ticket")
    assert (ticket.status, ticket.error) == (409, "visit_ended_error")
    assert (await officer.open(house.console)).status == 200
