"""How words are joined, and what a person's own words become."""

from uuid import uuid4

from cases.exports import SpokenWord, place_words, read_turn
from cases.models import WordRow
from cases.review_models import WordCorrection
from cases.shown_transcript import ShownUtterance

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
        WordRow(text=text, start=start, end=start + 0.5, confidence=0.9)
        for text, start in (("我叫", 0.0), ("章", 0.5), ("伟", 1.0), ("啊", 1.5))
    ]
    name = WordCorrection(id=uuid4(), start=1, end=3, text="张伟", number=1)
    filler = WordCorrection(id=uuid4(), start=3, end=4, text="", number=2)
    seat = ("c-1", "王丽", "citizen", "zh")
    shown = ShownUtterance(uuid4(), *seat, 0.0, 2.0, said, (name, filler))
    turn = read_turn(shown, "")
    assert [word.text for word in turn.words] == ["我叫", "张", "伟"]
    assert (turn.start, turn.end, turn.speaker, turn.is_corrected) == (0.0, 1.5, "王丽", True)
