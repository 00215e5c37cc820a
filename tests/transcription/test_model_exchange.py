"""Another model comes into use while people speak."""

import asyncio
import gc
from dataclasses import replace

import pytest

from tests.scripted_recognizer import ScriptedRecognizer, talk
from transcription import Segment, SpeechModel, Utterance, open_recognizers

OLD = ScriptedRecognizer("zh", ["旧 的"])
NEW = ScriptedRecognizer("zh", ["新 的"])
NEW.model = replace(NEW.model, name="published", is_starter=False)


class Loader:
    """Loads the two, and counts how often."""

    def __init__(self) -> None:
        self.loaded: list[str] = []

    def __call__(self, model: SpeechModel) -> ScriptedRecognizer:
        self.loaded.append(model.name)
        return OLD if model == OLD.model else NEW


@pytest.fixture
def heard() -> list[str]:
    return []


async def test_who_speaks_goes_on_with_the_old_model_and_the_next_one_gets_the_new(
    heard: list[str],
) -> None:
    def deliver(one: Segment | Utterance) -> None:
        if isinstance(one, Utterance):
            heard.append(f"{one.speaker} {one.text}")

    load = Loader()
    async with open_recognizers(OLD.models, load=load) as recognizers:
        early = recognizers.open_transcriber(lang="zh", speaker="early", deliver=deliver)
        recognizers.use_models(NEW.models)
        late = recognizers.open_transcriber(lang="zh", speaker="late", deliver=deliver)
        again = recognizers.open_transcriber(
            lang="zh", speaker="again", deliver=deliver, model=OLD.model
        )
        for transcriber in (early, late, again):
            for packet in talk():
                transcriber.write(packet)
            await transcriber.close()
    assert heard == ["early 旧 的", "late 新 的", "again 旧 的"]
    assert sorted(load.loaded) == ["published", "scripted"]


async def test_the_old_model_is_let_go_when_its_last_speaker_is() -> None:
    load = Loader()
    async with open_recognizers(OLD.models, load=load) as recognizers:
        transcriber = recognizers.open_transcriber(lang="zh", speaker="c", deliver=lambda _: None)
        recognizers.use_models(NEW.models)
        assert len(recognizers._known) == 2
        await transcriber.close()
        del transcriber
        async with asyncio.timeout(5):  # its thread lets go of the last stream a moment later
            while set(recognizers._known) != {NEW.model}:
                gc.collect()
                await asyncio.sleep(0.02)
