"""Telephone numbers: in pieces, corrected, read back, and other people's."""

import pytest

from tests.cases.autofill.conftest import Read, Suggest


@pytest.mark.parametrize(
    ("lines", "phone"),
    [
        (["我 的 电话 是 幺 三 七 零 一二三 四五六七"], "13701234567"),
        (["一五八 不对 一五九 六六七七 八八九九"], "15966778899"),
        (["电话 一三八 幺二三四 五六七八 不对 最后 是 五六七九"], "13812345679"),
        (["幺 九 九 八七六五 四三 二 不 对 八七六四 四三二幺"], "19987644321"),
        (["手机 一八七 幺幺 六个 二"], "18711222222"),
        (["O 您 电话", "幺三八 零零一三", "八零零零"], "13800138000"),
        (["电话 零 五 七 一 八六 七五 三零 九幺"], "057186753091"),
        (["O 座机 多少", "八八二 三四 五六七"], "88234567"),
    ],
)
def test_a_mandarin_number_is_put_together(read: Read, lines: list[str], phone: str) -> None:
    assert read("zh", *lines) == {"phone": phone}


@pytest.mark.parametrize(
    ("lines", "phone"),
    [
        (["O your number", "double five five oh one nine eight"], "5550198"),
        (["O your number", "five five five oh triple one eight"], "55501118"),
        (["my number is five five five no sorry five five six two three one nine"], "5562319"),
        (["my mobile is five five five eight one two three", "no sorry eight one three two"],
         "5558132"),
        (["my old number was five five five three three three three the new one is five five five "
          "four four four four"], "5554444"),
    ],
)  # fmt: skip
def test_an_english_number_is_put_together(read: Read, lines: list[str], phone: str) -> None:
    assert read("en", *lines) == {"phone": phone}


def test_a_number_the_officer_reads_back_counts_once_it_is_affirmed(read: Read) -> None:
    lines = ("O 电话 还是 一三六 八八九九 零零幺幺 吗",)
    assert read("zh", *lines) == {}
    assert read("zh", *lines, "对") == {"phone": "13688990011"}


def test_the_middle_of_a_number_read_back_wrongly_is_corrected(read: Read) -> None:
    lines = (
        "手机 一三八 幺二三四 五六七八",
        "O 是 一三八 幺二三四 五六七八 吗",
        "不对 中间 是 一二三五",
    )
    assert read("zh", *lines) == {"phone": "13812355678"}


@pytest.mark.parametrize(
    "line",
    [
        "老板 的 电话 是 一三三 零零零零 九九九九",
        "我 打 了 幺 二 三 四 五",
        "受理 编号 六 幺 三 五 八 九 幺 二",
        "银行卡 号 是 一 三 九 五 零 零 零 一 二 三 四",
        "我 家 住 二零一 五 栋",
    ],
)
def test_other_numbers_are_not_the_citizens_phone(read: Read, line: str) -> None:
    assert read("zh", line) == {}


@pytest.mark.parametrize(
    "line",
    [
        "my landlord's number is five five five oh one two three",
        "the case number is eight oh four two nine oh seven",
        "my bank account is one two three four five six seven",
    ],
)
def test_other_english_numbers_are_not_the_citizens_phone(read: Read, line: str) -> None:
    assert read("en", line) == {}


def test_the_offices_own_number_is_not_the_citizens(read: Read) -> None:
    assert read("zh", "O 我们 的 电话 是 六六七 八八九 零零 有 事 可以 打", "对 好 的") == {}


def test_a_number_in_pieces_cites_every_piece(suggest: Suggest) -> None:
    (phone,) = suggest("zh", "O 您 电话", "嗯 幺三八 零零一三", "八零零零 谢谢")
    cited = [(words.utterance, words.start, words.end) for words in phone.evidence]
    assert cited == [(1, 1, 3), (2, 0, 1)]


def test_a_lone_digit_of_the_officer_is_no_part_of_the_number(read: Read) -> None:
    lines = ["O eight receipt", "my number is five eight two oh four seven nine one six"]
    assert read("en", *lines) == {}
