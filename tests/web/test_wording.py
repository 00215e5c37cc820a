"""Times, numbers and quotes as people say them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cases.shown_words import join_spoken
from web.filters import group_digits
from web.i18n import Language, get_tongue, parse_accept_language, translate
from web.wording import Wording

NOW = datetime(2026, 3, 12, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai


def wording(language: Language) -> Wording:
    return Wording(get_tongue(language), ZoneInfo("Asia/Shanghai"), NOW)


@pytest.mark.parametrize(
    ("hours", "zh", "en"),
    [
        (0, "今天 23:30", "today 23:30"),
        (1, "明天 00:30", "tomorrow 00:30"),
        (-24, "昨天 23:30", "yesterday 23:30"),
        (72, "3月15日 星期日 23:30", "Sunday 15 March 23:30"),
        (24 * 365, "2027年3月12日 23:30", "12 March 2027 23:30"),
    ],
)
def test_a_moment_is_told_in_words_near_today(hours: int, zh: str, en: str) -> None:
    at = NOW + timedelta(hours=hours)
    assert (wording("zh").moment(at), wording("en").moment(at)) == (zh, en)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(5, "in 5 min"), (-4, "4 min ago"), (0, "now"), (90, "tomorrow 01:00")],
)
def test_a_distance_is_told_within_the_hour(minutes: int, words: str) -> None:
    assert wording("en").distance(NOW + timedelta(minutes=minutes)) == words


def test_numbers_and_points_of_the_talk_are_grouped() -> None:
    assert wording("en").number(1234567) == "1,234,567"
    assert wording("zh").second(187.9) == "3:07"


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("13912345678", ("139", "1234", "5678")),
        ("11010519491231002X", ("110105", "19491231", "002X")),
        ("010 6512 3456", ("010 6512 3456",)),
        ("", ()),
    ],
)
def test_long_numbers_are_grouped_for_reading(text: str, groups: tuple[str, ...]) -> None:
    assert group_digits(text) == groups


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("我 的 电话 是", "我的电话是"),
        ("the roof is leaking", "the roof is leaking"),
        ("我 用 wi fi 上网", "我用wi fi上网"),
    ],
)
def test_chinese_words_are_written_without_spaces(spoken: str, written: str) -> None:
    assert join_spoken(spoken) == written


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("en-GB,en;q=0.9,zh;q=0.5", "en"),
        ("zh-TW", "zh"),
        ("de, en", "en"),
        ("de", "zh"),
        ("", "zh"),
    ],
)
def test_the_browser_chooses_the_language(header: str, language: Language) -> None:
    assert parse_accept_language(header) == language


def test_a_sentence_takes_its_values_in_both_languages() -> None:
    assert translate("zh", "in {minutes} min", minutes=5) == "5 分钟后"
    assert translate("en", "in {minutes} min", minutes=5) == "in 5 min"
