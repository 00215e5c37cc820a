"""A department's own wording: tried on invented people, refused by line, kept, taken back."""

import html

import pytest

from cases.minutes_template import save_template

from .house import House
from .short_visit import find_user, hold_short_visit
from .test_minutes import read_box

PATH = "/staff/templates/minutes"


async def test_a_clerk_tries_keeps_and_takes_back_a_wording(house: House) -> None:
    clerk = await house.staff("zhaojie")
    assert "系统自带模板" in (await clerk.open(f"{PATH}?lang=zh")).text
    source = "# 街道笔录\n{{ citizen }}：{{ case.title }}"
    tried = await clerk.submit(PATH, lang="zh", act="preview", source=source)
    assert (tried.status, "张三：楼道充电" in tried.text) == (200, True)
    assert (await clerk.submit(PATH, lang="zh", act="save", source=source)).status == 303
    assert "# 街道笔录" in (await clerk.open(f"{PATH}?lang=zh&saved")).text
    assert "街道笔录" not in (await clerk.open(f"{PATH}?lang=en")).text
    assert (await clerk.submit(PATH, lang="zh", act="reset", source="")).status == 303
    assert "街道笔录" not in (await clerk.open(f"{PATH}?lang=zh")).text


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("好\n{% if %}", "第 2 行：无法识别"),
        ("好\n\n{{ cas.title }}", "第 3 行：没有这个名称"),
        ("{{ case.nomber }}", "没有这个名称"),
        ("{{ case.__class__.__mro__ }}", "不允许"),
        ("好\n{{ 1 / 0 }}", "第 2 行：无法计算"),
        ("{# nothing #}", "没有生成任何内容"),
    ],
)
async def test_a_wrong_template_says_where_and_why_and_is_kept_in_the_box(
    house: House, source: str, message: str
) -> None:
    clerk = await house.staff("zhaojie")
    await clerk.open(PATH)
    refused = await clerk.submit(PATH, lang="zh", act="save", source=source)
    assert refused.status == 422
    assert message in refused.text
    assert source in html.unescape(refused.text)
    assert "系统自带模板" in (await clerk.open(f"{PATH}?lang=zh")).text


async def test_the_leading_departments_wording_is_used(house: House) -> None:
    await hold_short_visit(house)
    async with house.sessions.begin() as session:
        lead = await find_user(session, "wangmin")
        await save_template(session, lead, "zh", "住建委：{{ citizen }}", house.clock())
    officer, desk = await house.staff("wangmin"), f"{house.console}/minutes"
    await officer.open(desk)
    await officer.submit(f"{desk}/generate")
    assert read_box(await officer.open(desk)) == "住建委：陈桂兰"


async def test_a_broken_wording_writes_nothing_and_says_so(house: House) -> None:
    await hold_short_visit(house)
    async with house.sessions.begin() as session:
        lead = await find_user(session, "wangmin")
        await save_template(session, lead, "zh", "{{ gone }}", house.clock())
    officer, desk = await house.staff("wangmin"), f"{house.console}/minutes"
    await officer.open(desk)
    refused = await officer.submit(f"{desk}/generate")
    assert (refused.status, "第 1 行" in refused.text) == (409, True)


@pytest.mark.parametrize("login", ["wangmin", "admin"])
async def test_only_clerks_and_supervisors_change_wordings(house: House, login: str) -> None:
    browser = await house.staff(login)
    assert (await browser.open(PATH)).status == 403
