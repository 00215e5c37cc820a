"""Where utterances end inside a run, with an engine that ends where the test says."""

from tests.scripted_recognizer import ScriptedStream
from transcription import Segment, Utterance
from transcription.dictation import Dictation, Heard

SECOND = bytes(32_000)
LINES = ["我 叫 张 伟", "八 万 六", "谢谢"]


class EndingStream(ScriptedStream):
    """Finds an end at given seconds, and is silent after the last word of a line was said."""

    def __init__(self, lines: list[str], ends: list[float]) -> None:
        super().__init__(lines)
        self.ends = ends

    def accept(self, pcm: bytes) -> bool:
        super().accept(pcm)
        is_end = bool(self.ends) and self._clock >= self.ends[0] - 0.001
        self.ends = self.ends[is_end:]
        return is_end


def dictate(stream: ScriptedStream, seconds: float, *, at: int = 0) -> list[Heard]:
    dictation = Dictation(lambda: stream, lang="zh", speaker="c-1")
    dictation.begin(at)
    heard: list[Heard] = []
    for _ in range(round(seconds * 50)):
        heard += dictation.feed(SECOND[:640], is_loud=True)
    return heard + list(dictation.end())


def texts(heard: list[Heard]) -> list[str]:
    return [one.text for one in heard if isinstance(one, Utterance)]


def test_a_breath_that_the_engine_takes_for_an_end_does_not_split() -> None:
    heard = dictate(EndingStream(LINES, [2.0]), 4.0)
    assert texts(heard) == ["我 叫 张 伟 八 万 六"]
    assert len({one.id for one in heard}) == 1


def test_an_end_after_which_nothing_follows_splits() -> None:
    heard = dictate(EndingStream(["我 叫 张 伟", "", "谢谢"], [2.0, 3.0]), 5.0)
    assert texts(heard) == ["我 叫 张 伟", "谢谢"]
    assert len({one.id for one in heard}) == 2


def test_who_talks_long_is_cut_at_the_next_end() -> None:
    heard = dictate(EndingStream(LINES, [5.0, 16.0]), 20.0)
    assert texts(heard) == ["我 叫 张 伟 八 万 六", "谢谢"]


def test_who_talks_without_an_end_is_cut_all_the_same() -> None:
    heard = dictate(EndingStream(LINES, []), 70.0)
    assert texts(heard) == LINES
    firsts = [one.first_sample for one in heard if isinstance(one, Utterance)]
    assert firsts == [0, 30 * 16_000, 60 * 16_000]


def test_words_are_on_the_clock_of_the_track_in_every_run() -> None:
    stream = EndingStream(LINES, [])
    dictation = Dictation(lambda: stream, lang="zh", speaker="c-1")
    for at in (100, 500):
        dictation.begin(at * 16_000)
        list(dictation.feed(SECOND, is_loud=True))
        (utterance,) = dictation.end()
        assert isinstance(utterance, Utterance)
        assert (utterance.start, utterance.end) == (at, at + 1)


def test_a_click_says_nothing_whatever_the_engine_makes_of_it() -> None:
    dictation = Dictation(lambda: ScriptedStream(LINES), lang="zh", speaker="c-1")
    dictation.begin(0)
    heard = list(dictation.feed(SECOND[:1920], is_loud=True))
    heard += dictation.feed(SECOND, is_loud=False)
    assert [*heard, *dictation.end()] == []


def test_words_that_the_engine_takes_back_are_taken_back() -> None:
    class Doubting(ScriptedStream):
        def finish(self) -> tuple[()]:
            return ()

    heard = dictate(Doubting(LINES), 1.0)
    assert [type(one) for one in heard] == [Segment] * len(heard)
    assert heard[0].text
    assert heard[-1].text == ""
    assert len({one.id for one in heard}) == 1


def test_marks_for_unknown_words_are_left_out() -> None:
    heard = dictate(ScriptedStream(["[unk] 您好 <eps>"]), 1.0)
    assert heard[-1].text == "您好"
    assert all("[" not in one.text for one in heard)


def test_nothing_but_unknown_words_is_nothing() -> None:
    assert dictate(ScriptedStream(["[unk] [unk]"]), 1.0) == []
