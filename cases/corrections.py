"""Corrections of what was recognised: records over fixed words, never a change of the words.

A correction is live until somebody takes it back. A later one must leave an earlier one alone or
cover all of it, and wins while it lives; taken back, it shows what it covered. Whoever writes over
a change that they have not seen yet is refused, with that change and with their own text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from .audit import name_actor, name_subject, record_act
from .changes import lock_feed, read_sequence, record_change
from .errors import (
    CorrectionConflictError,
    CorrectionProblem,
    UnknownCorrectionError,
    WrongCorrectionError,
)
from .review_models import ChangeKind, CorrectionUndo, WordCorrection
from .shown_words import do_overlap, find_visible, show_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from .models import User, UtteranceRecord

LONGEST_TEXT = 1000


async def correct_words(
    session: AsyncSession,
    utterance: UtteranceRecord,
    span: tuple[int, int],
    text: str,
    *,
    case_id: UUID,
    base: int,
    user: User,
    now: datetime,
) -> WordCorrection | None:
    """Write `text` over the words of `span` (start, end not included); "" takes them out.

    `base` is the number of the latest change of the case that the author has seen. What already
    reads so is not written again: the correction that says so is returned, None for none.

    Raises:
        WrongCorrectionError: there are no such words, or the text is too long.
        CorrectionConflictError: somebody changed these words after `base`, or the span cuts a
            correction in two.
    """
    text = " ".join(text.split())
    _refuse_wrong(utterance, span, text)
    await lock_feed(session, case_id)
    written = await list_corrections(session, [utterance.id])
    live = list_live(written)
    if _reads_already(utterance, live, span, text):
        return next((one for one in find_visible(live) if (one.start, one.end) == span), None)
    await _refuse_conflict(session, written, utterance.id, span, text, base, case_id)
    correction = WordCorrection(
        id=uuid4(),
        visit_id=utterance.visit_id,
        utterance_id=utterance.id,
        start=span[0],
        end=span[1],
        text=text,
        author_id=user.id,
        at=now,
    )
    change = await record_change(session, case_id, ChangeKind.CORRECTED, correction.id, user, now)
    correction.number = change.number
    session.add(correction)
    _audit(session, "words_corrected", correction, user, now)
    await session.flush()
    return correction


async def undo_correction(
    session: AsyncSession,
    visit_id: UUID,
    correction_id: UUID,
    *,
    case_id: UUID,
    user: User,
    now: datetime,
) -> None:
    """Take a correction of a visit back, whoever wrote it; a second time changes nothing.

    Raises UnknownCorrectionError.
    """
    await lock_feed(session, case_id)
    correction = await get_correction(session, visit_id, correction_id)
    if correction.undo is not None:
        return
    change = await record_change(session, case_id, ChangeKind.UNDONE, correction.id, user, now)
    undo = CorrectionUndo(
        correction_id=correction.id, number=change.number, author_id=user.id, at=now
    )
    session.add(undo)
    _audit(session, "correction_undone", correction, user, now)
    await session.flush()
    session.expire(correction, ["undo"])  # or the session would go on without it


async def get_correction(
    session: AsyncSession, visit_id: UUID, correction_id: UUID
) -> WordCorrection:
    """Return a correction of this visit; raises UnknownCorrectionError for any other."""
    query = select(WordCorrection).where(WordCorrection.id == correction_id).options(*_PEOPLE)
    correction = await session.scalar(query)
    if correction is None or correction.visit_id != visit_id:
        raise UnknownCorrectionError(correction_id)
    return correction


async def list_corrections(
    session: AsyncSession, utterance_ids: Collection[UUID]
) -> Sequence[WordCorrection]:
    """List every correction of these utterances in order, those taken back with their undo."""
    query = select(WordCorrection).where(WordCorrection.utterance_id.in_(utterance_ids))
    return (await session.scalars(query.options(*_PEOPLE).order_by(WordCorrection.number))).all()


async def list_corrections_of(session: AsyncSession, visit_id: UUID) -> Sequence[WordCorrection]:
    """List every correction of a visit in order, those taken back with their undo."""
    query = select(WordCorrection).where(WordCorrection.visit_id == visit_id)
    return (await session.scalars(query.options(*_PEOPLE).order_by(WordCorrection.number))).all()


def list_live(corrections: Iterable[WordCorrection]) -> list[WordCorrection]:
    """Return the corrections that nobody took back."""
    return [correction for correction in corrections if correction.undo is None]


def describe_correction(correction: WordCorrection) -> dict[str, object]:
    """Return a correction as pages and errors tell it; `at` in ISO 8601."""
    return {
        "id": str(correction.id),
        "start": correction.start,
        "end": correction.end,
        "text": correction.text,
        "author": correction.author.name,
        "at": correction.at.isoformat(),
        "number": correction.number,
        "undone_by": correction.undo.author.name if correction.undo else None,
    }


def _refuse_wrong(utterance: UtteranceRecord, span: tuple[int, int], text: str) -> None:
    if not 0 <= span[0] < span[1] <= len(utterance.words):
        raise WrongCorrectionError(CorrectionProblem.NO_SUCH_WORDS)
    if len(text) > LONGEST_TEXT:
        raise WrongCorrectionError(CorrectionProblem.TOO_LONG)
    if not all(letter.isprintable() for letter in text):
        raise WrongCorrectionError(CorrectionProblem.NOT_TEXT)


def _reads_already(
    utterance: UtteranceRecord, live: Sequence[WordCorrection], span: tuple[int, int], text: str
) -> bool:
    """Tell whether exactly these words are shown as this text now."""
    shown = show_words(utterance.words, live)
    inside = [word for word in shown if span[0] <= word.first_word and word.end_word <= span[1]]
    covered = sum(last - first for first, last in {(w.first_word, w.end_word) for w in inside})
    return covered == span[1] - span[0] and " ".join(w.text for w in inside if w.text) == text


async def _refuse_conflict(
    session: AsyncSession,
    written: Sequence[WordCorrection],
    utterance_id: UUID,
    span: tuple[int, int],
    text: str,
    base: int,
    case_id: UUID,
) -> None:
    near = [correction for correction in written if do_overlap(correction, *span)]
    cut = [one for one in find_visible(list_live(near)) if _is_cut(one, span)]
    theirs = [one for one in near if one in cut or _is_news(one, base)]
    if theirs:
        sequence = await read_sequence(session, case_id)
        told = tuple(describe_correction(one) for one in theirs)
        raise CorrectionConflictError(utterance_id, span, text, sequence=sequence, theirs=told)


def _is_cut(correction: WordCorrection, span: tuple[int, int]) -> bool:
    return correction.start < span[0] or span[1] < correction.end


def _is_news(correction: WordCorrection, base: int) -> bool:
    """Tell whether it came or went after `base`; one that did both left everything as it was."""
    came = correction.number > base
    went = correction.undo is not None and correction.undo.number > base
    return came is not went


def _audit(
    session: AsyncSession, action: str, correction: WordCorrection, user: User, now: datetime
) -> None:
    detail = {"utterance": str(correction.utterance_id), "correction": str(correction.id)}
    subject = name_subject("visit", correction.visit_id)
    record_act(session, name_actor(user), action, subject, detail, now)


_PEOPLE = (
    joinedload(WordCorrection.author),
    joinedload(WordCorrection.undo).joinedload(CorrectionUndo.author),
)
