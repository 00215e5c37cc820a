"""How many people the petition speaks for."""

import pytest

from tests.cases.autofill.conftest import Read


@pytest.mark.parametrize(
    ("lang", "lines", "count"),
    [
        ("zh", ["我们 一共 十五 个 人"], 15),
        ("zh", ["公司 欠 我们 十八 个 工人 的 工资"], 18),
        ("zh", ["我 和 另外 三 个 工友 没 拿到 钱"], 4),
        ("zh", ["O 涉及 多少 人", "除了 我 还有 六 个 工友"], 7),
        ("zh", ["O 一共 多少 人", "加上 我 一共 十 一 个"], 11),
        ("zh", ["我 代表 二十七 户 一共 九十三 个 人 来 反映"], 93),
        ("zh", ["我 代表 全村 一百 二十 个 村民"], 120),
        ("zh", ["我们 夫妻 俩 都 被 骗 了"], 2),
        ("en", ["twelve of us worked there"], 12),
        ("en", ["they fired twelve of us no sorry fourteen of us"], 14),
        ("en", ["me and my four coworkers were not paid"], 5),
        ("en", ["i represent forty five residents of oak tower"], 45),
        ("en", ["O how many people are affected", "about thirty"], 30),
    ],
)
def test_people_are_counted(read: Read, lang: str, lines: list[str], count: int) -> None:
    assert read(lang, *lines) == {"people_count": count}


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("zh", "我 家 有 五 口 人 三 亩 地"),
        ("zh", "小区 有 三百 多 户"),
        ("zh", "全村 有 一百 二十 个 人"),
        ("zh", "有 九 个 人 可以 作证"),
        ("zh", "吵 得 两 个 孩子 睡 不 着"),
        ("en", "there are eight families on our street"),
        ("en", "there are five people in my family"),
        ("en", "seven people can testify"),
    ],
)
def test_households_families_and_witnesses_are_not_petitioners(
    read: Read, lang: str, line: str
) -> None:
    assert read(lang, line) == {}
