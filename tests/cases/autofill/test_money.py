"""The sum in dispute among the sums that are named."""

import pytest

from cases.autofill import Evidence
from cases.fields import CaseField
from tests.cases.autofill.conftest import Read, Suggest


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        ("老板 拖欠 工资 八 万 六", 86_000),
        ("我 的 钱 要 不 回来 十二 万 三千 四百 块", 123_400),
        ("欠 我 一 千 二", 1200),
        ("三 点 五 万 没 给", 35_000),
        ("菜 钱 多 收 了 我 三十 五 块 五", 35.5),
        ("说 好 补 二十 万 只 给 了 十五 万 我 要 剩下 的 五 万", 50_000),
        ("每 亩 三 万 八 应该 补 七 万 六 只 给 了 五 万 差 两 万 六", 26_000),
        ("医药费 花 了 六 万 八 医保 只 报 了 两 万 一 还 差 四 万 七", 47_000),
        ("一共 欠 四 万 五 每 人 三千", 45_000),
        ("欠 我们 七 万 不 是 七 十 万 九", 709_000),
        ("学费 交 了 一 万 二 千 八 要求 退 一 万 零 八 百", 10_800),
    ],
)
def test_a_mandarin_sum_in_dispute_is_found(read: Read, line: str, amount: float) -> None:
    assert read("zh", line) == {"amount": amount}


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        ("we are owed twenty one thousand three hundred", 21_300),
        ("he owes me thirteen sorry thirty thousand dollars", 30_000),
        ("they took two hundred thousand and gave back a hundred and fifty thousand there is still "
         "fifty thousand outstanding", 50_000),
        ("i paid four thousand and he returned one thousand he still owes me three thousand", 3000),
        ("they promised eighty thousand and paid nothing", 80_000),
        ("he cheated me out of two and a half thousand", 2500),
        ("we lost nine thousand pounds and forty cents", 9000.4),
    ],
)  # fmt: skip
def test_an_english_sum_in_dispute_is_found(read: Read, line: str, amount: float) -> None:
    assert read("en", line)["amount"] == amount


@pytest.mark.parametrize(
    ("lang", "lines", "amount"),
    [
        ("zh", ["说 好 补 二十 万 只 给 了 十五 万"], 50_000),
        ("zh", ["开刀 花 了 九 万 三", "医保 局 只 给 报 了 两 万 一"], 72_000),
        ("zh", ["协议 上 补偿 四十 万", "O 拿到 多少", "到账 二十八 万"], 120_000),
        ("zh", ["我 借 给 他 二十 万 他 还 了 五 万"], 150_000),
        ("en", ["they promised sixty thousand and paid forty five thousand"], 15_000),
        ("en", ["i invested fifty thousand", "they sent back four thousand"], 46_000),
    ],
)
def test_what_remains_is_worked_out_where_nobody_says_it(
    read: Read, lang: str, lines: list[str], amount: float
) -> None:
    assert read(lang, *lines)["amount"] == amount


def test_a_sum_worked_out_cites_both_sums(suggest: Suggest) -> None:
    (found,) = (
        suggestion
        for suggestion in suggest("zh", "说 好 补 二十 万", "只 给 了 十五 万")
        if suggestion.field is CaseField.AMOUNT
    )
    assert found.rule == "amount.subtracted"
    assert found.evidence == (Evidence(0, 3, 5), Evidence(1, 3, 5))


@pytest.mark.parametrize(
    "line",
    [
        "我 今年 六十八 岁 拖 了 三 年 了",
        "每 个 月 还 贷款 四千 五",
        "补偿 标准 是 每 亩 三 万 八",
        "物业费 涨 到 两 块 五 一 平米",
        "占地 两 万 亩 三千 户",
        "欠 我 十几 万",
    ],
)
def test_rates_counts_and_vague_sums_are_no_sum(read: Read, line: str) -> None:
    assert read("zh", line) == {}


@pytest.mark.parametrize(
    "line",
    [
        "the rent is six hundred a month",
        "i retired in two thousand and three",
        "three thousand families live here",
        "they paid two thousand square meters",
    ],
)
def test_english_rates_years_and_counts_are_no_sum(read: Read, line: str) -> None:
    assert "amount" not in read("en", line)


def test_a_bare_number_answers_how_much(read: Read) -> None:
    assert read("en", "O how much is it altogether", "about fifteen hundred") == {"amount": 1500}


def test_an_officers_sum_counts_only_when_affirmed(read: Read) -> None:
    asked = "O 一共 是 拖欠 八 万 六 对 吗"
    assert read("zh", asked) == {}
    assert read("zh", asked, "对 的") == {"amount": 86_000}
    assert read("zh", asked, "不 对 是 九 万 六") == {"amount": 96_000}
