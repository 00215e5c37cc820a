"""Where the petitioner lives."""

import pytest

from tests.cases.autofill.conftest import Read


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        (["我 住 在 解放 路 一百 二十 号 三 单元 四零二"], "解放路一百二十号三单元四零二"),
        (["O 您 家 在 哪里", "杭州 西湖区 文一路 八 号"], "杭州西湖区文一路八号"),
        (["O 住址", "阳光 花园 五 栋 二 单元 六零三 室 电话 没有"], "阳光花园五栋二单元六零三室"),
        (["我 住 在 城南 街道 幸福 小区", "O 几 栋", "八 栋 三零二"], "城南街道幸福小区八栋三零二"),
        (["我 住 六 栋", "不 对 我 住 和平 小区 七 栋 三零一"], "和平小区七栋三零一"),
        (["我 老家 在 河南 现在 住 长江路 六十六 号"], "长江路六十六号"),
        (["我 是 东坪 镇 李家 村 的 村民 叫 王 强"], "东坪镇李家村"),
        (["O 您 母亲 住 在 哪", "北河 镇 三里 村 七十 二 号"], "北河镇三里村七十二号"),
    ],
)
def test_a_chinese_home_is_read_as_spoken(read_all: Read, lines: list[str], address: str) -> None:
    assert read_all("zh", *lines)["address"] == address


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        (["i live in oak tower apartment twelve"], "oak tower apartment twelve"),
        (["O where do you live", "uh number seven king street"], "number seven king street"),
        (["O your address", "sixty two b victoria road manchester"],
         "sixty two b victoria road manchester"),
        (["my address is building four room three oh one sunshine garden"],
         "building four room three oh one sunshine garden"),
        (["we're at fourteen school lane and the noise is awful"], "fourteen school lane"),
    ],
)  # fmt: skip
def test_an_english_home_is_read_as_spoken(read_all: Read, lines: list[str], address: str) -> None:
    assert read_all("en", *lines)["address"] == address


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        ("zh", ["我 住院 花 了 三 万"]),
        ("zh", ["老板 住 在 中山路 八 号"]),
        ("zh", ["我 住 了 三 年 了 房子 漏水"]),
        ("zh", ["O 事情 在 什么 地方", "车站路 十一 号"]),
        ("zh", ["车站路 的 红绿灯 坏 了"]),
        ("en", ["the landlord lives at nine high street"]),
        ("en", ["i have lived there for nine years"]),
        ("en", ["there is a pothole on bridge road"]),
    ],
)
def test_scenes_and_other_peoples_homes_are_no_address(
    read_all: Read, lang: str, lines: list[str]
) -> None:
    assert "address" not in read_all(lang, *lines)
