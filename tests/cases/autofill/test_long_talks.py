"""A transcript is read again after every utterance; what is known is not read anew."""

import time
from datetime import date

from benchmarks.fields import LONG_VISIT, long_talk
from cases.autofill import suggest_fields
from tests.cases.autofill.conftest import suggest_from_lines
from web.cli.extract import ROLES

LINES = (
    "O 您 贵姓",
    "我 叫 张 伟 说 好 补 二十 万",
    "只 给 了 十五 万",
    "O 电话",
    "幺 三 七 零 一二三 四五六七",
    "不 对 尾号 四五六八",
)


def test_reading_as_people_speak_ends_where_reading_at_once_does() -> None:
    for heard in range(1, len(LINES)):
        suggest_from_lines("zh", *LINES[:heard])
    fresh = suggest_from_lines("zh", *LINES, day="2026-04-16")  # another day: nothing remembered
    assert suggest_from_lines("zh", *LINES) == fresh


def test_one_more_utterance_in_a_long_talk_is_read_without_holding_up_sound() -> None:
    talk, day = long_talk("zh"), date(2026, 4, 15)
    suggest_fields(talk[:-1], roles=ROLES, lang="zh", spoken_on=day)
    started = time.perf_counter()
    suggest_fields(talk, roles=ROLES, lang="zh", spoken_on=day)
    assert len(talk) == LONG_VISIT
    assert time.perf_counter() - started < 0.5  # 0.03 s on an idle core; room for a busy one
