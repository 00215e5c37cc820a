"""An application from its first word to the office's decision, on a real database."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from cases.application_decisions import answer_application, open_case
from cases.application_errors import (
    ApplicationDecidedError,
    IncompleteApplicationError,
    NotADraftError,
    PhoneCodeExpiredError,
    PhoneCodeTooSoonError,
    TooManyFilesError,
    TooManyPhoneCodesError,
    TooMuchInAllError,
    TrackingPausedError,
    UnknownTicketError,
    WrongPhoneCodeError,
)
from cases.application_files import add_file, list_named, remove_file, sweep_files
from cases.application_models import Application, ApplicationState, StatedField
from cases.application_phones import confirm_phone, issue_phone_code
from cases.application_tracking import track_application
from cases.applications import (
    count_applications,
    delete_old_drafts,
    derive_code,
    find_own_application,
    get_own_draft,
    list_applications,
    start_draft,
    submit_application,
)
from cases.attachments import LARGEST_FILE, MOST_FILES, FileKind, KeptFile, find_path
from cases.case_fields import list_field_sources
from cases.fields import CaseField
from cases.models import Case
from cases.register import allocate_number
from tests.office import Office

Sessions = async_sessionmaker[AsyncSession]
TOKEN = "a browser's own token"
PHONE = "13912345678"


@dataclass(slots=True)
class Desk:
    """A database session at a time of day, and a filled draft in it."""

    session: AsyncSession
    now: datetime
    draft: Application = field(init=False)

    async def begin(self, token: str = TOKEN) -> Application:
        self.draft = await start_draft(
            self.session, token=token, lang="zh", source="poster", now=self.now
        )
        return self.draft

    async def fill(self) -> None:
        self.draft.story, self.draft.demand = "屋顶漏水", "请修好屋面"
        self.draft.place, self.draft.name = "幸福小区", "李秀英"
        self.draft.phone, self.draft.phone_confirmed_at = PHONE, self.now
        await self.session.flush()


@pytest.fixture
async def desk(sessions: Sessions, office: Office, now: datetime) -> AsyncIterator[Desk]:
    session = sessions()
    async with session, session.begin():
        desk = Desk(session, now)
        await allocate_number(session, now.year)  # the one that the office's own case has
        await desk.begin()
        yield desk


def make_file(number: int, size: int = 1000) -> KeptFile:
    return KeptFile(f"{number:064}", f"{number}.png", FileKind.PNG, size)


async def test_a_draft_is_found_by_its_browser_only_and_for_seven_days(desk: Desk) -> None:
    assert await find_own_application(desk.session, TOKEN, desk.now) is desk.draft
    assert await find_own_application(desk.session, "another", desk.now) is None
    later = desk.now + timedelta(days=6)
    await get_own_draft(desk.session, TOKEN, later)
    await desk.session.flush()
    assert await find_own_application(desk.session, TOKEN, later + timedelta(days=6)) is not None
    assert await find_own_application(desk.session, TOKEN, later + timedelta(days=7)) is None


async def test_what_is_missing_is_named_in_order(desk: Desk) -> None:
    desk.draft.demand = "请修好屋面"
    with pytest.raises(IncompleteApplicationError) as caught:
        await submit_application(desk.session, TOKEN, desk.now)
    assert caught.value.missing == ("story", "place", "name", "phone")


async def test_sending_twice_gives_one_number(desk: Desk) -> None:
    await desk.fill()
    first = await submit_application(desk.session, TOKEN, desk.now)
    number = first.number
    again = await submit_application(desk.session, TOKEN, desk.now)
    assert again.number == number == "2026-000002"
    with pytest.raises(NotADraftError):
        await get_own_draft(desk.session, TOKEN, desk.now)


async def test_a_phone_is_confirmed_by_the_code_that_was_sent_last(desk: Desk) -> None:
    first = await issue_phone_code(desk.session, desk.draft, PHONE, desk.now)
    later = desk.now + timedelta(minutes=2)
    second = await issue_phone_code(desk.session, desk.draft, PHONE, later)
    if first.code != second.code:
        wrong = await confirm_phone(desk.session, desk.draft, first.code, later)
        assert isinstance(wrong, WrongPhoneCodeError)
    assert await confirm_phone(desk.session, desk.draft, second.code, later) is None
    assert desk.draft.phone_confirmed_at == later
    used = await confirm_phone(desk.session, desk.draft, second.code, later)
    assert isinstance(used, PhoneCodeExpiredError)


async def test_five_wrong_tries_end_a_code(desk: Desk) -> None:
    issued = await issue_phone_code(desk.session, desk.draft, PHONE, desk.now)
    wrong = f"{(int(issued.code) + 1) % 1_000_000:06}"
    errors = [await confirm_phone(desk.session, desk.draft, wrong, desk.now) for _ in range(5)]
    assert [getattr(error, "tries_left", 0) for error in errors] == [4, 3, 2, 1, 0]
    right = await confirm_phone(desk.session, desk.draft, issued.code, desk.now)
    assert isinstance(right, PhoneCodeExpiredError)
    assert desk.draft.phone_confirmed_at is None


async def test_a_code_is_too_old_after_ten_minutes(desk: Desk) -> None:
    issued = await issue_phone_code(desk.session, desk.draft, PHONE, desk.now)
    late = desk.now + timedelta(minutes=10, seconds=1)
    problem = await confirm_phone(desk.session, desk.draft, issued.code, late)
    assert isinstance(problem, PhoneCodeExpiredError)


async def test_codes_come_a_minute_apart_and_five_a_day_to_one_phone(desk: Desk) -> None:
    now = desk.now
    await issue_phone_code(desk.session, desk.draft, PHONE, now)
    with pytest.raises(PhoneCodeTooSoonError):
        await issue_phone_code(desk.session, desk.draft, PHONE, now + timedelta(seconds=59))
    for minutes in range(1, 5):
        await issue_phone_code(desk.session, desk.draft, PHONE, now + timedelta(minutes=minutes))
    other = await desk.begin("another browser")
    with pytest.raises(TooManyPhoneCodesError):
        await issue_phone_code(desk.session, other, PHONE, now + timedelta(hours=1))
    await issue_phone_code(desk.session, other, PHONE, now + timedelta(days=1, minutes=5))


async def test_another_phone_is_not_confirmed_by_the_first_ones_code(desk: Desk) -> None:
    issued = await issue_phone_code(desk.session, desk.draft, PHONE, desk.now)
    desk.draft.phone = "13800000000"
    problem = await confirm_phone(desk.session, desk.draft, issued.code, desk.now)
    assert isinstance(problem, PhoneCodeExpiredError)


async def test_files_are_limited_in_number_and_in_all(desk: Desk) -> None:
    await add_file(desk.session, desk.draft, make_file(1, LARGEST_FILE), desk.now)
    await add_file(desk.session, desk.draft, make_file(1, LARGEST_FILE), desk.now)
    assert len(desk.draft.files) == 1
    for number in (2, 3):
        await add_file(desk.session, desk.draft, make_file(number, LARGEST_FILE), desk.now)
    with pytest.raises(TooMuchInAllError):
        await add_file(desk.session, desk.draft, make_file(4), desk.now)
    await remove_file(desk.session, desk.draft, desk.draft.files[0].id)
    for number in range(5, 5 + MOST_FILES - 2):
        await add_file(desk.session, desk.draft, make_file(number), desk.now)
    with pytest.raises(TooManyFilesError):
        await add_file(desk.session, desk.draft, make_file(99), desk.now)


async def test_old_drafts_go_with_their_codes_and_files_and_sent_ones_stay(desk: Desk) -> None:
    await add_file(desk.session, desk.draft, make_file(1), desk.now)
    await issue_phone_code(desk.session, desk.draft, PHONE, desk.now)
    await desk.begin("who sends")
    await desk.fill()
    await add_file(desk.session, desk.draft, make_file(2), desk.now)
    await submit_application(desk.session, "who sends", desk.now)
    assert await delete_old_drafts(desk.session, desk.now + timedelta(days=8)) == 1
    assert await list_named(desk.session) == {make_file(2).sha256}


def test_a_sweep_takes_old_files_that_nobody_names(tmp_path: Path, now: datetime) -> None:
    folder = tmp_path / "files"
    for number, age in ((1, 2 * 86_400), (2, 2 * 86_400), (3, 0)):
        path = find_path(folder, make_file(number).sha256 + str(number))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
        os.utime(path, (now.timestamp() - age,) * 2)
    named = frozenset({make_file(1).sha256 + "1"})
    assert sweep_files(folder, named, now) == 1
    assert sorted(path.name[-1] for path in folder.glob("*/*")) == ["1", "3"]


async def test_number_and_code_open_it_however_they_are_typed(desk: Desk) -> None:
    await desk.fill()
    sent = await submit_application(desk.session, TOKEN, desk.now)
    code = derive_code(TOKEN)
    for number, typed in (("2026-000002", code), (" 2026 2 ", f"{code[:4]} {code[4:]}")):
        tracking = await track_application(desk.session, number=number, code=typed, now=desk.now)
        assert tracking.get_application() is sent


async def test_five_wrong_codes_close_a_number_for_a_quarter_of_an_hour(desk: Desk) -> None:
    await desk.fill()
    await submit_application(desk.session, TOKEN, desk.now)
    wrong = f"{(int(derive_code(TOKEN)) + 1) % 10**8:08}"

    async def attempt(code: str, minutes: int = 0) -> object:
        now = desk.now + timedelta(minutes=minutes)
        tracking = await track_application(desk.session, number="2026-000002", code=code, now=now)
        return type(tracking.error)

    assert [await attempt(wrong) for _ in range(5)] == [UnknownTicketError] * 4 + [
        TrackingPausedError
    ]
    assert await attempt(derive_code(TOKEN), 14) is TrackingPausedError
    assert await attempt(derive_code(TOKEN), 15) is type(None)


async def test_a_draft_has_no_number_that_could_be_tracked(desk: Desk) -> None:
    tracking = await track_application(desk.session, number="", code="", now=desk.now)
    assert isinstance(tracking.error, UnknownTicketError)


async def test_the_oldest_comes_first_and_states_are_counted(desk: Desk, office: Office) -> None:
    await desk.fill()
    await submit_application(desk.session, TOKEN, desk.now)
    await desk.begin("earlier")
    await desk.fill()
    await submit_application(desk.session, "earlier", desk.now - timedelta(hours=1))
    listed = await list_applications(desk.session, ApplicationState.SUBMITTED)
    assert [one.number for one in listed] == ["2026-000003", "2026-000002"]
    await answer_application(desk.session, listed[0], "由法院受理", office.clerk, desk.now)
    counts = await count_applications(desk.session)
    assert counts == {
        ApplicationState.SUBMITTED: 1,
        ApplicationState.OPENED: 0,
        ApplicationState.ANSWERED: 1,
    }


async def test_a_case_keeps_the_number_and_every_field_the_applicants_words(
    desk: Desk, office: Office
) -> None:
    await desk.fill()
    sent = await submit_application(desk.session, TOKEN, desk.now)
    case = await open_case(
        desk.session,
        sent,
        title="屋面漏水",
        lead=office.housing,
        fields={CaseField.PETITIONER_NAME: "李秀英", CaseField.DEMAND: "修好屋面"},
        user=office.clerk,
        now=desk.now,
    )
    assert (case.number, case.demand, case.address) == (sent.number, "修好屋面", None)
    sources = {one.field: one for one in await list_field_sources(desk.session, case)}
    assert sources[CaseField.DEMAND].statement == "请修好屋面"
    assert sources[CaseField.DEMAND].person == office.clerk.name
    assert len((await desk.session.scalars(select(StatedField))).all()) == 2


async def test_only_one_decision_is_taken(desk: Desk, office: Office) -> None:
    await desk.fill()
    sent = await submit_application(desk.session, TOKEN, desk.now)
    await answer_application(desk.session, sent, "由法院受理", office.clerk, desk.now)
    with pytest.raises(ApplicationDecidedError):
        await open_case(
            desk.session,
            sent,
            title="屋面漏水",
            lead=office.housing,
            fields={},
            user=office.clerk,
            now=desk.now,
        )
    cases = (await desk.session.scalars(select(Case.number))).all()
    assert sent.number not in cases
