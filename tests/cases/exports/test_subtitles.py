"""Subtitles as their players read them: times, voices, nothing that breaks out of its cue."""

import itertools
import re

from cases.exports import write_srt, write_webvtt
from cases.exports.cues import LONGEST_SECONDS, cut_cues

from .samples import AWKWARD, AWKWARD_NAME, make_copy, make_turn

TIMES = re.compile(
    r"^(\d{2}):(\d{2}):(\d{2})[.,](\d{3}) --> (\d{2}):(\d{2}):(\d{2})[.,](\d{3})$", re.M
)


def test_a_cue_tells_time_and_voice() -> None:
    text = write_webvtt(make_copy([make_turn("我 叫 王丽", 3661.5)]))
    assert text == (
        "WEBVTT - 2026-00012\nLanguage: zh\n\n"
        "1\n01:01:01.500 --> 01:01:02.250\n<v 王丽>我叫王丽</v>\n"
    )


def test_srt_begins_with_the_name_and_has_commas() -> None:
    text = write_srt(make_copy([make_turn("good morning", 1.0, lang="en", speaker="Ann Li")]))
    assert text == "1\n00:00:01,000 --> 00:00:01,700\nAnn Li: good morning\n"


def test_nobody_can_speak_a_tag_or_an_arrow() -> None:
    copy = make_copy([make_turn(AWKWARD, speaker=AWKWARD_NAME, lang="en", step=0.2)])
    vtt = write_webvtt(copy)
    assert len(TIMES.findall(vtt)) == vtt.count("-->") == vtt.count("<v ") == vtt.count("</v>")
    assert "<script" not in vtt
    assert "&amp;lt;" in vtt
    srt = write_srt(copy)
    assert not set("<{}") & set(srt)
    assert len(TIMES.findall(srt)) == srt.count("-->")


def test_line_breaks_cannot_end_a_cue() -> None:
    vtt = write_webvtt(make_copy([make_turn("a b", speaker="x\n\n2\n00:00", lang="en")]))
    assert vtt.count("\n\n") == 1
    assert "<v x 2 00:00>" in vtt


def test_long_turns_are_cut_where_the_speaker_paused() -> None:
    turn = make_turn(" ".join(["工资"] * 60), 10.0)
    cues = list(cut_cues([turn]))
    assert len(cues) > 2
    assert "".join(cue.text for cue in cues) == turn.text
    assert all(cue.end - cue.start <= LONGEST_SECONDS * 1000 for cue in cues)
    assert all(one.end <= two.start for one, two in itertools.pairwise(cues))
    assert (cues[0].start, cues[-1].end) == (10_000, 25_000)


def test_the_cut_falls_into_the_longest_pause() -> None:
    first, second = make_turn("one two three", lang="en"), make_turn("four five", 7.5, lang="en")
    turn = type(first)("c-1", "A", "", "citizen", "en", (*first.words, *second.words))
    assert [cue.text for cue in cut_cues([turn])] == ["one two three", "four five"]


def test_one_word_over_its_length_stays_whole() -> None:
    assert [cue.end for cue in cut_cues([make_turn("啊", step=12.0)])] == [12_000]


def test_a_short_word_is_shown_long_enough_to_be_read() -> None:
    (cue,) = cut_cues([make_turn("对", 2.0, step=0.1)])
    assert cue.end - cue.start == 700


def test_speakers_who_talk_into_one_another_come_in_order() -> None:
    late, early = make_turn("二", 5.0), make_turn("一", 4.9)
    assert [cue.text for cue in cut_cues([late, early])] == ["一", "二"]


def test_no_words_no_cue() -> None:
    assert list(cut_cues([make_turn("")])) == []
    assert write_srt(make_copy([])) == ""
