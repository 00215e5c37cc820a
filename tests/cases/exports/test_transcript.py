"""How words are joined and what a correction does to them."""

from cases.exports import join_words, replace_words

from .samples import make_turn


def test_chinese_is_joined_without_spaces_and_english_with() -> None:
    assert join_words("zh", ["我", "叫", "王丽"]) == "我叫王丽"
    assert join_words("en", ["my", "name"]) == "my name"


def test_latin_words_inside_chinese_keep_apart() -> None:
    assert join_words("zh", ["我", "用", "wechat", "pay", "付", "3", "元"]) == "我用wechat pay付3元"


def test_a_correction_stands_in_the_time_of_the_words_it_replaces() -> None:
    turn = replace_words(make_turn("my name is helen march", lang="en"), 3, 5, "Helen Anne Marsh")
    assert turn.text == "my name is Helen Anne Marsh"
    assert (turn.words[3].start, turn.words[-1].end) == (0.75, 1.25)
    assert turn.words[4].start == turn.words[3].end
    assert turn.is_corrected


def test_corrected_chinese_is_cut_at_every_character() -> None:
    turn = replace_words(make_turn("我 叫 章维 住 这里"), 2, 3, "张伟 138")
    assert [word.text for word in turn.words] == ["我", "叫", "张", "伟", "138", "住", "这里"]


def test_words_corrected_to_nothing_are_gone() -> None:
    assert replace_words(make_turn("嗯 我 叫"), 0, 1, " ").text == "我叫"
    assert replace_words(make_turn("嗯 我"), 2, 2, "叫").text == "嗯我"
