"""Category and departments by the words of the matter."""

import pytest

from cases.autofill.lexicon import read_toml
from cases.fields import CaseField
from cases.taxonomy import CATEGORIES, DEPARTMENTS
from tests.cases.autofill.conftest import Read, Suggest


@pytest.mark.parametrize(
    ("lang", "line", "category"),
    [
        ("zh", "工伤 认定 一直 没 下来", "labor_wages"),
        ("zh", "户口 迁移 不 给 办", "public_security"),
        ("zh", "公交 车 太 少 我 建议 增加", "suggestion"),
        ("zh", "村 书记 贪污 低保款", "official_misconduct"),
        ("zh", "法院 判 了 他 不 执行", "litigation"),
        ("en", "my pension stopped", "social_aid"),
        ("en", "the school fees went up", "education"),
        ("en", "the food i bought was rotten", "consumer_market"),
        ("en", "the bank froze my account", "business_finance"),
    ],
)
def test_the_words_tell_the_category(read_all: Read, lang: str, line: str, category: str) -> None:
    assert read_all(lang, line)["category"] == category


@pytest.mark.parametrize(
    ("lang", "line"), [("zh", "您好 我 姓 王"), ("en", "hello can you hear me")]
)
def test_small_talk_has_no_category(read_all: Read, lang: str, line: str) -> None:
    assert not {"category", "departments"} & read_all(lang, line).keys()


def test_what_an_officer_says_decides_no_category(read_all: Read) -> None:
    assert "category" not in read_all("zh", "O 是 拖欠 工资 吗", "您好")


def test_other_words_call_for_further_departments(read_all: Read) -> None:
    assert read_all("zh", "医院 多 收 我 医药费 医保 不 报销")["departments"] == [
        "health_insurance",
        "health",
    ]
    assert read_all("en", "i suggest a crossing on king street")["departments"] == [
        "transport",
        "public_security",
    ]


def test_the_category_cites_its_words(suggest: Suggest) -> None:
    found = {one.field: one for one in suggest("zh", "您好", "他们 拖欠 工资")}
    (words,) = found[CaseField.CATEGORY].evidence
    assert (words.utterance, words.start, words.end) == (1, 1, 3)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_lexicons_name_known_codes_only(lang: str) -> None:
    table = read_toml("departments.toml")
    assert set(read_toml(f"topics_{lang}.toml")) == set(table["usual"]) == set(CATEGORIES)
    assert set(table[lang]) <= set(CATEGORIES)
    called = {code for words in table[lang].values() for code in words}
    assert called | {code for codes in table["usual"].values() for code in codes} <= set(
        DEPARTMENTS
    )
