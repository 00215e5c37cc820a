"""What the petitioner asks for."""

import pytest

from tests.cases.autofill.conftest import Read


@pytest.mark.parametrize(
    ("lines", "demand"),
    [
        (["我 的 诉求 很 简单 就是 把 钱 还 给 我"], "把钱还给我"),
        (["你们 能 不 能 派 人 来 看看"], "派人来看看"),
        (["O 您 有 什么 诉求", "让 他们 公开 道歉"], "让他们公开道歉"),
        (["恳请 领导 帮 我们 协调 解决 停水 问题"], "协调解决停水问题"),
        (["要求 宏达 公司 马上 支付 工钱"], "马上支付工钱"),
        (["希望 修 一 条 路", "要求 今年 修 好"], "今年修好"),
    ],
)
def test_a_chinese_demand_is_its_shortest_clause(
    read_all: Read, lines: list[str], demand: str
) -> None:
    assert read_all("zh", *lines)["demand"] == demand


@pytest.mark.parametrize(
    ("lines", "demand"),
    [
        (["my request is to reimburse the medical bills"], "reimburse the medical bills"),
        (["we just want you to add more buses in the morning"], "add more buses in the morning"),
        (["can you send someone to have a look"], "send someone to have a look"),
        (["O what would you like us to do", "well tell them to stop working at night"],
         "stop working at night"),
        (["i would like the council to repair the pavement"], "repair the pavement"),
        (["what i want is for my pension to be paid again"], "my pension to be paid again"),
    ],
)  # fmt: skip
def test_an_english_demand_is_its_shortest_clause(
    read_all: Read, lines: list[str], demand: str
) -> None:
    assert read_all("en", *lines)["demand"] == demand


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("zh", "我 想 反映 一个 问题"),
        ("zh", "公司 要求 我 补 材料 我 不 同意"),
        ("zh", "请问 你们 几点 下班"),
        ("en", "i want to complain about my landlord"),
        ("en", "i would like to report a problem"),
    ],
)
def test_what_others_ask_and_opening_words_are_no_demand(
    read_all: Read, lang: str, line: str
) -> None:
    assert "demand" not in read_all(lang, line)
