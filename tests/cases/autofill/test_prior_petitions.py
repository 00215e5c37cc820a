"""Whether there was an earlier petition about the matter."""

import pytest

from tests.cases.autofill.conftest import Read


@pytest.mark.parametrize(
    ("lang", "lines", "value"),
    [
        ("zh", ["我 已经 向 住建局 反映 过 三 次"], True),
        ("zh", ["我 是 第二 次 来 了"], True),
        ("zh", ["O 以前 来 反映 过 吗", "去年 来 过 一 次"], True),
        ("zh", ["O 之前 有 没有 向 其他 部门 反映 过", "没有"], False),
        ("zh", ["从来 没 来 反映 过"], False),
        ("zh", ["这 是 头 一 回 反映"], False),
        ("en", ["O have you petitioned before", "yes in march"], True),
        ("en", ["i complained to this office last year"], True),
        ("en", ["O is this the first time you come here", "no i was here in may"], True),
        ("en", ["O is this the first time you come here", "yes it is"], False),
        ("en", ["this is the first time i have written to you"], False),
    ],
)
def test_an_earlier_petition_or_none_is_noticed(
    read_all: Read, lang: str, lines: list[str], *, value: bool
) -> None:
    assert read_all(lang, *lines)["prior_petition"] is value


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        ("zh", ["我 打 过 好几 次 热线"]),
        ("zh", ["我 跟 物业 反映 过 好几 次"]),
        ("zh", ["O 以前 来 过 吗", "打 过 热线"]),
        ("en", ["i called the hotline twice"]),
        ("en", ["i complained to the property manager"]),
    ],
)
def test_calls_and_talks_with_managers_are_no_petition(
    read_all: Read, lang: str, lines: list[str]
) -> None:
    assert "prior_petition" not in read_all(lang, *lines)
