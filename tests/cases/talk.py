"""What was said in tests: utterances, the records of them, and what auto-fill makes of them."""

from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from cases.autofill import Evidence, Suggestion
from cases.fields import CaseField, FieldValue
from cases.models import UtteranceRecord
from cases.utterances import Speaker, record_utterance
from transcription import Utterance, Word

CITIZEN = Speaker("c-1", "张伟", "citizen")


def make_utterance(text: str, *, start: float = 100.0, lang: str = "zh") -> Utterance:
    """Say one word a second from `start` on the clock of the packets."""
    words = tuple(
        Word(word, start + index, start + index + 0.5, 0.9)
        for index, word in enumerate(text.split())
    )
    return Utterance(
        id=str(uuid4()),
        text=text,
        words=words,
        start=start,
        end=words[-1].end,
        lang=lang,
        speaker=CITIZEN.participant_id,
        first_sample=int(start * 16_000),
    )


async def say(
    session: AsyncSession, visit_id: UUID, text: str, *, start: float = 100.0, lang: str = "zh"
) -> UtteranceRecord:
    """Record an utterance of the citizen; the visit began at 90 on the clock."""
    return await record_utterance(
        session,
        make_utterance(text, start=start, lang=lang),
        visit_id=visit_id,
        speaker=CITIZEN,
        track="c-1/1",
        origin=90.0,
    )


def suggest(field: CaseField, value: FieldValue, *spans: tuple[int, int, int]) -> Suggestion:
    evidence = tuple(Evidence(*span) for span in spans or [(0, 0, 1)])
    return Suggestion(field, value, evidence, "rule_of_test")
