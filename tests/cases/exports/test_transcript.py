"""How words are joined, and what a person's own words become."""

from uuid import uuid4

from cases.exports import SpokenWord, place_words, read_turn
from cases.shown_transcript import ShownUtterance
from cases.shown_words import ShownWord

from .samples import make_turn


def test_chinese_is_joined_without_spaces_and_english_with() -> None:
    assert make_turn("我 叫 王丽").text == "我叫王丽"
    assert make_turn("my name", lang="en").text == "my name"


def test_words_share_their_time_evenly() -> None:
    assert place_words("en", "Helen Anne", 1.0, 2.0) == (
        SpokenWord("Helen", 1.0, 1.5),
        SpokenWord("Anne", 1.5, 2.0),
    )
    assert place_words("en", "  ", 1.0, 2.0) == ()


def test_chinese_that_somebody_typed_is_cut_at_every_character() -> None:
    words = place_words("zh", "张伟，138 号", 0.0, 1.0)
    assert [word.text for word in words] == ["张", "伟", "，", "138", "号"]


def test_a_corrected_turn_reads_as_corrected() -> None:
    said = [
        ShownWord("我叫", 0.0, 0.5, 0, 1),
        ShownWord("张伟", 0.5, 1.5, 1, 3, uuid4()),
        ShownWord("", 1.5, 2.0, 3, 4, uuid4()),
    ]
    shown = ShownUtterance(uuid4(), "c-1", "王丽", "citizen", "zh", 0.0, 2.0, (), tuple(said), ())
    turn = read_turn(shown, "")
    assert [word.text for word in turn.words] == ["我叫", "张", "伟"]
    assert (turn.start, turn.end, turn.speaker, turn.is_corrected) == (0.0, 1.5, "王丽", False)
