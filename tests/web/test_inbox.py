"""The receiving office: its inbox, the files, opening a case, answering without a visit."""

import re

from sqlalchemy import select

from cases.application_models import Application, ApplicationState
from cases.models import Case, FieldEdit, User, UserRole

from .applicant import PHONE, PNG, Applicant, new_applicant
from .house import Answer, Browser, House

FORM: dict[str, str | list[str]] = {
    "title": "屋面漏水",
    "petitioner_name": "李秀英",
    "phone": PHONE,
    "address": "",
    "demand": "修好屋面",
    "lead": "housing",
    "departments": ["fire", "subdistrict"],
}


async def read_application(house: House, number: str) -> tuple[Browser, Answer]:
    """Sign the petition office's supervisor in and open an application."""
    clerk = await house.staff("sunhui")
    return clerk, await clerk.open(f"/staff/applications/{number}")


async def apply_with_photo(house: House) -> tuple[Applicant, str]:
    applicant = new_applicant(house)
    await applicant.begin()
    await applicant.tell()
    await applicant.confirm()
    await applicant.add_file(PNG, "屋顶.png")
    number, _ = await applicant.finish()
    return applicant, number


async def test_today_counts_what_is_new_and_leads_to_the_inbox(house: House) -> None:
    await new_applicant(house).send()
    clerk = await house.staff("sunhui")
    assert "2 份新申请" in (await clerk.open("/staff")).text
    inbox = await clerk.open("/staff/applications")
    numbers = re.findall(r'data-number="([\d-]+)"', inbox.text)
    assert numbers == ["2026-000002", "2026-000003"]
    assert "这里还没有申请" in (await clerk.open("/staff/applications?state=answered")).text


async def test_other_offices_hear_nothing_of_applications(house: House) -> None:
    officer = await house.staff("wangmin")
    assert "new-applications" not in (await officer.open("/staff")).text
    assert (await officer.ask("/staff/applications")).error == "forbidden_error"


async def test_everything_that_was_said_is_shown_and_markup_stays_text(house: House) -> None:
    applicant = new_applicant(house)
    await applicant.begin()
    await applicant.tell()
    await applicant.answer("story", story="<b>屋顶</b> & \u202e漏水")
    await applicant.confirm()
    number, _ = await applicant.finish()
    _, page = await read_application(house, number)
    assert "&lt;b&gt;屋顶&lt;/b&gt; &amp; 漏水" in page.text
    assert 'value="李秀英"' in page.text
    assert 'value="请修好屋面"' in page.text


async def test_a_file_is_given_to_the_office_to_save_and_never_to_run(house: House) -> None:
    applicant, number = await apply_with_photo(house)
    clerk, page = await read_application(house, number)
    link = re.search(r'href="(/staff/applications/[^"]+/files/[^"]+)"', page.text)
    assert link is not None
    async with clerk.session.get(link[1]) as answer:
        assert await answer.read() == PNG
        headers = answer.headers
    assert headers["Content-Type"] == "image/png"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E5%B1%8B")
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    for other in (applicant.browser, await house.staff("wangmin")):
        assert (await other.ask(link[1])).status in {401, 403}
    elsewhere = link[1].replace(number, "2026-000002")
    assert (await clerk.ask(elsewhere)).status == 404


async def test_opening_a_case_takes_what_the_clerk_accepted_and_leads_to_convening(
    house: House,
) -> None:
    number, _ = await new_applicant(house).send()
    clerk, _ = await read_application(house, number)
    opened = await clerk.submit(f"/staff/applications/{number}/case", **FORM)
    location = opened.headers["Location"]
    assert location.startswith(f"/staff/visits/new?case={number}")
    convene = await clerk.open(location)
    assert convene.status == 200
    assert re.search(rf'value="{number}"\s+selected', convene.text)
    async with house.reading() as session:
        case = (await session.scalars(select(Case).where(Case.number == number))).one()
        edits = (await session.scalars(select(FieldEdit.field))).all()
    assert (case.demand, case.phone, case.address) == ("修好屋面", PHONE, None)
    assert sorted(edits) == ["demand", "petitioner_name", "phone"]
    page = await clerk.open(f"/staff/cases/{number}")
    assert "请修好屋面" in page.text
    assert "孙慧" in page.text


async def test_a_form_with_a_mistake_opens_nothing_and_keeps_what_was_typed(house: House) -> None:
    number, _ = await new_applicant(house).send()
    clerk, _ = await read_application(house, number)
    wrong = {**FORM, "lead": "", "phone": "12", "title": "另一个标题"}
    answer = await clerk.submit(f"/staff/applications/{number}/case", **wrong)
    assert answer.status == 422
    for piece in ("govuk-error-summary", 'href="#lead"', 'href="#phone"', 'value="另一个标题"'):
        assert piece in answer.text
    assert await read_state(house, number) is ApplicationState.SUBMITTED


async def test_two_colleagues_decide_once(house: House) -> None:
    number, _ = await new_applicant(house).send()
    clerk, _ = await read_application(house, number)
    path = f"/staff/applications/{number}"
    await clerk.submit(f"{path}/answer", answer="由法院受理。")
    again = await clerk.submit(f"{path}/case", **FORM)
    assert again.status == 409
    assert await read_state(house, number) is ApplicationState.ANSWERED
    assert "由法院受理。" in (await clerk.open(path)).text


async def test_an_empty_answer_is_not_sent(house: House) -> None:
    number, _ = await new_applicant(house).send()
    clerk, _ = await read_application(house, number)
    answer = await clerk.submit(f"/staff/applications/{number}/answer", answer=" ")
    assert answer.status == 422
    assert await read_state(house, number) is ApplicationState.SUBMITTED


async def test_an_answer_tells_the_applicants_phone(house: House) -> None:
    applicant = new_applicant(house)
    number, _ = await applicant.send()
    clerk, _ = await read_application(house, number)
    await clerk.submit(f"/staff/applications/{number}/answer", answer="由法院受理。")
    [message] = await applicant.read_messages("application_answered")
    assert number in message.body
    assert "法院" not in message.body


async def test_an_officer_of_the_office_without_the_role_stays_out(house: House) -> None:
    async with house.sessions.begin() as session:
        user = (await session.scalars(select(User).where(User.login == "sunhui"))).one()
        user.roles = [UserRole.OFFICER]
    officer = await house.staff("sunhui")
    assert (await officer.ask("/staff/applications")).error == "forbidden_error"


async def test_the_poster_leads_to_an_application(house: House) -> None:
    clerk = await house.staff("zhaojie")
    poster = await clerk.open("/poster")
    link = re.search(r'data-link="http://[^/"]+(/apply\?from=poster)"', poster.text)
    assert link is not None
    start = await house.new_browser().open(link[1])
    assert 'name="source" value="poster"' in start.text


async def read_state(house: House, number: str) -> ApplicationState:
    async with house.reading() as session:
        query = select(Application.state).where(Application.number == number)
        return (await session.scalars(query)).one()
