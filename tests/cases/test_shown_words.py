"""Corrections lie over fixed words: what shows, when it was said, and what it stands for."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from cases.models import WordRow
from cases.shown_words import find_visible, join_words, show_words

WORDS = [
    WordRow(text=text, start=float(place), end=place + 0.8, confidence=0.9)
    for place, text in enumerate(["我", "家", "的", "电话", "打", "不", "通"])
]


@dataclass(frozen=True)
class Written:
    start: int
    end: int
    text: str
    number: int
    id: UUID = field(default_factory=uuid4)


def read(*corrections: Written) -> str:
    return join_words(word.text for word in show_words(WORDS, corrections))


def test_without_corrections_the_words_stand_as_they_were_said() -> None:
    shown = show_words(WORDS, ())
    assert [(w.text, w.start, w.end) for w in shown] == [
        (w["text"], w["start"], w["end"]) for w in WORDS
    ]
    assert [(w.first_word, w.end_word) for w in shown] == [(i, i + 1) for i in range(7)]


def test_one_word_becomes_several_that_share_its_time() -> None:
    correction = Written(3, 4, "电梯 铃", 1)
    bell = [word for word in show_words(WORDS, [correction]) if word.correction_id]
    assert [(w.text, w.first_word, w.end_word) for w in bell] == [("电梯", 3, 4), ("铃", 3, 4)]
    assert (bell[0].start, bell[0].end, bell[1].end) == (3.0, 3.533, 3.8)
    assert bell[1].start == bell[0].end


def test_several_words_become_one_over_their_whole_time() -> None:
    (phone,) = (w for w in show_words(WORDS, [Written(1, 4, "座机", 1)]) if w.correction_id)
    assert (phone.start, phone.end, phone.first_word, phone.end_word) == (1.0, 3.8, 1, 4)
    assert read(Written(1, 4, "座机", 1)) == "我座机打不通"


def test_words_taken_out_leave_their_place() -> None:
    shown = show_words(WORDS, [Written(4, 7, "", 1)])
    assert (shown[-1].text, shown[-1].first_word, shown[-1].end_word) == ("", 4, 7)
    assert (shown[-1].start, shown[-1].end) == (4.0, 6.8)
    assert read(Written(4, 7, "", 1)) == "我家的电话"


def test_the_later_of_two_that_meet_wins_whole_in_whatever_order_they_come() -> None:
    early, late = Written(1, 3, "们", 1), Written(2, 5, "手机", 2)
    assert find_visible([late, early]) == [late]
    assert read(late, early) == read(early, late) == "我家手机不通"


def test_a_covered_correction_shows_again_without_the_one_above() -> None:
    below, above = Written(3, 4, "电梯", 1), Written(3, 5, "门铃 按", 2)
    assert read(below, above) == "我家的门铃按不通"
    assert read(below) == "我家的电梯打不通"


def test_english_keeps_its_spaces_and_chinese_has_none() -> None:
    assert join_words(["my", "", "phone"]) == "my phone"
    assert join_words(["我", "的", "iPhone", "十五"]) == "我的iPhone十五"
