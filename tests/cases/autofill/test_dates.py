"""Dates of the matter, resolved against the day of the visit (Wednesday, 15 April 2026)."""

import pytest

from tests.cases.autofill.conftest import Read


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("从 今年 一月 到 现在 没 发", "2026-01"),
        ("去年 三月 五号 开始 的", "2025-03-05"),
        ("二零二三 年 十一月 被 征用", "2023-11"),
        ("从 一九 年 五月 开始", "2019-05"),
        ("上个月 二十八 号 关 的 门", "2026-03-28"),
        ("前天 晚上 着火 了", "2026-04-13"),
        ("大前天 被 撞 了", "2026-04-12"),
        ("三 个 月 前 停 的", "2026-01"),
        ("三 年 前 被 占 的", "2023"),
        ("前年 八月 断 的", "2024-08"),
        ("上 周三 摔 的", "2026-04-08"),
        ("八月 十五 被 骗 的", "2025-08-15"),
        ("去年 三月 不 对 是 四月 开始 的", "2025-04"),
        ("七月 底 七月 三十 号 关 的", "2025-07-30"),
    ],
)
def test_a_mandarin_date_is_resolved(read: Read, line: str, day: str) -> None:
    assert read("zh", line) == {"event_date": day}


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("it has been so since january", "2026-01"),
        ("last march he stopped", "2026-03"),
        ("it happened in two thousand and nineteen", "2019"),
        ("they took it in twenty twenty three", "2023"),
        ("it happened on the third of may", "2025-05-03"),
        ("it broke on february the ninth", "2026-02-09"),
        ("it fell yesterday", "2026-04-14"),
        ("it closed the day before yesterday", "2026-04-13"),
        ("it started two weeks ago", "2026-04-01"),
        ("it started three months ago", "2026-01"),
        ("it fell in last week on thursday", "2026-04-09"),
        ("it happened last tuesday", "2026-04-14"),
        ("it happened on twenty third october twenty twenty five", "2025-10-23"),
    ],
)
def test_an_english_date_is_resolved(read: Read, line: str, day: str) -> None:
    assert read("en", line) == {"event_date": day}


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("zh", "去年 来 过 一 次"),
        ("zh", "我 一九五一 年 出生 的"),
        ("zh", "我 今年 六十八 岁"),
        ("zh", "夜里 两 点 还 吵"),
        ("zh", "已经 三 年 了"),
        ("zh", "二零二七 年 五月 的 事"),
        ("zh", "答应 今年 二月 之前 给"),
        ("en", "i wrote to you last year about this"),
        ("en", "i was born in nineteen fifty eight"),
        ("en", "may i say something"),
        ("en", "it runs until two in the morning"),
        ("en", "for two months now"),
        ("en", "you promised an answer by the first of march"),
    ],
)
def test_what_is_no_date_of_the_matter_is_left_out(read: Read, lang: str, line: str) -> None:
    assert read(lang, line) == {}


def test_an_officers_deadline_is_no_date_of_the_matter(read: Read) -> None:
    assert read("zh", "O 我们 三月 十号 给 您 答复", "好 的") == {}
    assert read("en", "O we will call you on friday", "yes thank you") == {}


@pytest.mark.parametrize("line", ["九月 三十 一 号 停 的", "二零二五 年 二月 三十 号 停 的"])
def test_a_day_that_no_calendar_has_is_left_out(read: Read, line: str) -> None:
    assert read("zh", line) == {}
