"""The petitioner's name: introduced, answered, spelled, spoken for."""

import pytest

from tests.cases.autofill.conftest import Read

ASKED = "O 请问 您 怎么 称呼"


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["我 叫 张 伟 弓长 张 伟大 的 伟"], "张伟"),
        (["我 叫 章 伟 弓长 张"], "张伟"),
        (["我 叫 王 小 明 今年 五十 岁"], "王小明"),
        (["我 叫 李娟 住在 城东"], "李娟"),
        (["我 姓 林 林 美玉 家 住 东湖"], "林美玉"),
        (["我 姓 王 叫 建国"], "王建国"),
        (["我 姓 陈 耳东 陈 单名 一个 静 字"], "陈静"),
        (["我 姓 言午 许 许 大山"], "许大山"),
        ([ASKED, "免贵 姓 诸葛 叫 诸葛 明月"], "诸葛明月"),
        ([ASKED, "司马 小雨"], "司马小雨"),
        ([ASKED, "嗯 高 兴 国"], "高兴国"),
        ([ASKED, "我 是 王家村 的 李 卫国"], "李卫国"),
        (["我 是 向阳村 村民 余 春花"], "余春花"),
        (["我 母亲 高 玉珍 瘫痪 在 床 我 替 她 来 问"], "高玉珍"),
        (["我 叫 刘 洋 我 替 我 父亲 来", "O 您 父亲 叫 什么", "刘 福贵"], "刘福贵"),
        (["我 是 夏 文博 的 妈妈"], "夏文博"),
        (["我 叫 周 涛 我 爱人 吴 敏 没 报销"], "周涛"),
        (["O 您 是 冯 桂花 女士 吗", "对 我 是"], "冯桂花"),
        (["我 叫 张 敏 不 对 是 章 敏"], "章敏"),
        (["O 您 叫 张 敏 对 吗", "不 对 是 章 敏"], "章敏"),
    ],
)
def test_a_chinese_name_is_found(read: Read, lines: list[str], name: str) -> None:
    assert read("zh", *lines) == {"petitioner_name": name}


@pytest.mark.parametrize(
    "lines",
    [
        ["我 是 金桥 工地 的 工人"],
        ["我 是 高中 老师"],
        ["我 是 白血病 患者"],
        ["包工头 叫 李 大海"],
        ["O 老板 叫 什么", "王 强"],
        [ASKED, "叫 我 老 王 就 行"],
        [ASKED, "不 方便 说"],
        [ASKED, "张 女士"],
        ["我 姓 钟 电梯 坏 了"],
        ["O 我 是 工作 人员 李 敏", "对 您 好"],
    ],
)
def test_places_titles_and_others_are_no_petitioner(read: Read, lines: list[str]) -> None:
    assert read("zh", *lines) == {}


NAME = "O may i have your name please"


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["my name is will smith and i live here"], "Will Smith"),
        (["hello this is david okafor"], "David Okafor"),
        ([NAME, "yes it's helen marsh i live at nine station road"], "Helen Marsh"),
        ([NAME, "peter novak"], "Peter Novak"),
        ([NAME, "sure my name is margaret o'neill"], "Margaret O'Neill"),
        ([NAME, "it's luis de la cruz"], "Luis De La Cruz"),
        ([NAME, "mrs dorothy hill"], "Dorothy Hill"),
        ([NAME, "walter brand b r a n d t"], "Walter Brandt"),
        ([NAME, "first name is chloe last name is bennett"], "Chloe Bennett"),
        ([NAME, "i'm george", "O and your surname", "whitfield"], "George Whitfield"),
        (["O you are mister henry ward", "yes henry ward"], "Henry Ward"),
        (["i'm calling for my mother her name is rosa delgado", NAME, "i'm carmen delgado"],
         "Rosa Delgado"),
        (["i am the son of ibrahim yusuf he was hurt"], "Ibrahim Yusuf"),
    ],
)  # fmt: skip
def test_an_english_name_is_found(read: Read, lines: list[str], name: str) -> None:
    assert read("en", *lines) == {"petitioner_name": name}


@pytest.mark.parametrize(
    "lines",
    [
        ["i'm really upset about this"],
        ["i am a migrant worker"],
        ["this is about my boss john smith"],
        [NAME, "just a moment please"],
        [NAME, "no i want to stay anonymous"],
        ["O what is your landlord's name", "john smith"],
        ["O petition office my name is susan clark how can i help", "yes good morning"],
    ],
)
def test_feelings_refusals_and_others_are_no_name(read: Read, lines: list[str]) -> None:
    assert read("en", *lines) == {}
