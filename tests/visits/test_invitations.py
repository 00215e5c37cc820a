from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from cases.audit import list_acts
from tests.office import Office
from visits.errors import (
    InvitationExpiredError,
    InvitationRevokedError,
    InvitationTooEarlyError,
    TriesExhaustedError,
    UnknownInvitationError,
    VisitEndedError,
    WrongCodeError,
)
from visits.invitations import (
    IssuedInvitation,
    Redemption,
    get_seated_invitation,
    invite_citizen,
    redeem_invitation,
    revoke_invitation,
)
from visits.models import Invitation, Visit, VisitState

Sessions = async_sessionmaker[AsyncSession]


async def redeem(sessions: Sessions, token: str, code: str, now: datetime) -> Redemption:
    async with sessions.begin() as session:
        return await redeem_invitation(session, token=token, code=code, now=now)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


async def test_the_right_code_opens_again_and_again(
    sessions: Sessions, issued: IssuedInvitation, now: datetime
) -> None:
    first = await redeem(sessions, issued.token, issued.code, now)
    again = await redeem(sessions, issued.token, issued.code, now + timedelta(minutes=5))
    assert first.get_invitation().id == again.get_invitation().id == issued.invitation.id
    assert again.get_invitation().redeemed_at == now


async def test_neither_token_nor_code_is_readable_in_the_row(
    sessions: Sessions, issued: IssuedInvitation
) -> None:
    async with sessions() as session:
        row = await session.get_one(Invitation, issued.invitation.id)
    kept = {row.token_hash, row.code_hash}
    assert len(issued.code) == 6
    assert len(issued.token) >= 43  # 256 bits in base 64
    assert not any(issued.token in text or issued.code == text for text in kept)


async def test_five_wrong_codes_lock_the_invitation_for_good(
    sessions: Sessions, issued: IssuedInvitation, now: datetime
) -> None:
    bad = wrong(issued.code)
    left = []
    for _ in range(4):
        error = (await redeem(sessions, issued.token, bad, now)).error
        assert isinstance(error, WrongCodeError)
        left.append(error.tries_left)
    assert left == [4, 3, 2, 1]
    for code in (bad, issued.code):
        redemption = await redeem(sessions, issued.token, code, now)
        assert isinstance(redemption.error, TriesExhaustedError)
        assert redemption.invitation is None


async def test_a_wrong_code_is_counted_although_the_edge_raises_after_its_transaction(
    sessions: Sessions, issued: IssuedInvitation, now: datetime
) -> None:
    redemption = await redeem(sessions, issued.token, wrong(issued.code), now)
    with pytest.raises(WrongCodeError):
        redemption.get_invitation()
    async with sessions() as session:
        assert (await session.get_one(Invitation, issued.invitation.id)).tries_left == 4


async def test_the_audit_trail_tells_refused_codes_and_a_second_device(
    sessions: Sessions, issued: IssuedInvitation, now: datetime
) -> None:
    for code in (wrong(issued.code), issued.code, issued.code):
        await redeem(sessions, issued.token, code, now)
    async with sessions() as session:
        acts = await list_acts(session, f"visit:{issued.invitation.visit_id}")
    tries = [(act.action, act.detail["again"]) for act in acts if act.actor.startswith("inv")]
    assert sorted(tries) == [
        ("code_refused", False),
        ("invitation_redeemed", False),
        ("invitation_redeemed", True),
    ]


async def test_a_right_code_gives_the_tries_back(
    sessions: Sessions, issued: IssuedInvitation, now: datetime
) -> None:
    await redeem(sessions, issued.token, wrong(issued.code), now)
    redemption = await redeem(sessions, issued.token, issued.code, now)
    assert redemption.get_invitation().tries_left == 5


@pytest.mark.parametrize("typed", ["{0} {1}", "{0}-{1}", " {0}{1} "])
async def test_a_code_may_be_typed_with_spaces_or_a_dash(
    sessions: Sessions, issued: IssuedInvitation, now: datetime, typed: str
) -> None:
    code = typed.format(issued.code[:3], issued.code[3:])
    assert (await redeem(sessions, issued.token, code, now)).error is None


async def test_full_width_digits_are_digits(
    sessions: Sessions, issued: IssuedInvitation, now: datetime
) -> None:
    code = issued.code.translate({ord("0") + i: ord("０") + i for i in range(10)})
    assert (await redeem(sessions, issued.token, code, now)).error is None


async def test_an_unknown_token_costs_nobody_a_try(
    sessions: Sessions, issued: IssuedInvitation, now: datetime
) -> None:
    redemption = await redeem(sessions, issued.token[:-1], issued.code, now)
    assert isinstance(redemption.error, UnknownInvitationError)
    async with sessions() as session:
        assert (await session.get_one(Invitation, issued.invitation.id)).tries_left == 5


async def test_the_door_opens_30_minutes_before_and_shuts_30_after(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation
) -> None:
    moments = {
        visit.starts_at - timedelta(minutes=30, seconds=1): InvitationTooEarlyError,
        visit.starts_at - timedelta(minutes=30): type(None),
        visit.ends_at + timedelta(minutes=30): type(None),
        visit.ends_at + timedelta(minutes=30, seconds=1): InvitationExpiredError,
    }
    for moment, kind in moments.items():
        redemption = await redeem(sessions, issued.token, issued.code, moment)
        assert type(redemption.error) is kind


async def test_an_invitation_taken_back_opens_nothing(
    sessions: Sessions, issued: IssuedInvitation, now: datetime
) -> None:
    async with sessions.begin() as session:
        invitation = await session.get_one(Invitation, issued.invitation.id)
        await revoke_invitation(session, invitation, now)
    redemption = await redeem(sessions, issued.token, issued.code, now)
    assert isinstance(redemption.error, InvitationRevokedError)
    async with sessions() as session:
        with pytest.raises(InvitationRevokedError):
            await get_seated_invitation(session, issued.invitation.id, now)


async def test_a_seat_outlives_the_window_only_while_the_visit_runs_over(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation
) -> None:
    late = visit.ends_at + timedelta(hours=1)
    async with sessions() as session:
        with pytest.raises(InvitationExpiredError):
            await get_seated_invitation(session, issued.invitation.id, late)
    async with sessions.begin() as session:
        (await session.get_one(Visit, visit.id)).state = VisitState.LIVE
    async with sessions() as session:
        seated = await get_seated_invitation(session, issued.invitation.id, late)
    assert seated.id == issued.invitation.id


async def test_nobody_is_invited_to_a_visit_that_is_over(
    sessions: Sessions, visit: Visit, office: Office
) -> None:
    async with sessions.begin() as session:
        over = visit.ends_at + timedelta(minutes=31)
        with pytest.raises(VisitEndedError):
            await invite_citizen(session, visit, office.citizen, over)
