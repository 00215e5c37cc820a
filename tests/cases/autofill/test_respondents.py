"""Whom the petition is about."""

import pytest

from tests.cases.autofill.conftest import Read


@pytest.mark.parametrize(
    ("lines", "respondent"),
    [
        (["我 在 杭州 众诚 劳务 公司 打工 老板 不 给 钱"], "杭州众诚劳务公司"),
        (["O 是 哪个 公司", "中兴 建设 有限 公司 我们 十五 个 人"], "中兴建设有限公司"),
        (["O 是 哪家 医院", "市 第二 人民 医院"], "市第二人民医院"),
        (["我 投诉 阳光 花园 物业"], "阳光花园物业"),
        (["红旗 乡 政府 占 了 我 的 地"], "红旗乡政府"),
        (["石桥 镇 派出所 不 给 立案"], "石桥镇派出所"),
        (["在 宏达 建筑 公司 做 木工", "要求 宏达 公司 付 钱"], "宏达建筑公司"),
        (["O 公司 叫 什么 名字", "叫 美家乐"], "美家乐"),
    ],
)
def test_a_chinese_organisation_is_named_in_full(
    read_all: Read, lines: list[str], respondent: str
) -> None:
    assert read_all("zh", *lines)["respondent"] == respondent


@pytest.mark.parametrize(
    ("lines", "respondent"),
    [
        (["united labor company owes me three months of wages"], "United Labor Company"),
        (["O which company is it", "eastern food company"], "Eastern Food Company"),
        (["i worked at silver fork for two years and was never paid"], "Silver Fork"),
        (["the town government refuses to pay"], "Town Government"),
        (["my complaint is against saint mary hospital"], "Saint Mary Hospital"),
    ],
)
def test_an_english_organisation_is_title_cased(
    read_all: Read, lines: list[str], respondent: str
) -> None:
    assert read_all("en", *lines)["respondent"] == respondent


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("zh", "物业 公司 乱 收费"),
        ("zh", "请 帮 我 转 市 住建局"),
        ("zh", "希望 城南 派出所 晚上 多 巡逻"),
        ("zh", "楼下 烧烤店 油烟 很 大"),
        ("en", "the property company raised the fees"),
        ("en", "a restaurant below us is too noisy"),
        ("en", "please ask the housing bureau to inspect it"),
    ],
)
def test_kinds_of_business_and_offices_asked_for_help_are_no_respondent(
    read_all: Read, lang: str, line: str
) -> None:
    assert "respondent" not in read_all(lang, line)
