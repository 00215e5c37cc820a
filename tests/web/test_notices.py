"""Messages on their way out of a running house: printed for a demo, mailed, never logged."""

import asyncio
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from cases.models import Department
from cases.outbox import Channel, OutboxMessage
from scheduling.rosters import USUAL_HOURS, set_roster
from tests.web.senders.test_smtp import Mailroom, open_mailroom
from web.demo import DemoVisit
from web.outbox import choose_senders
from web.settings import Settings

from .conftest import open_house
from .house import House
from .test_ticket import convene


async def wait_until_sent(house: House, channel: Channel) -> None:
    query = select(OutboxMessage).where(
        OutboxMessage.channel == channel, OutboxMessage.sent_at.is_(None)
    )
    async with asyncio.timeout(5):
        while True:
            async with house.reading() as session:
                if not (await session.scalars(query)).all():
                    return
            await asyncio.sleep(0.02)


def test_without_settings_nothing_is_sent(settings: Settings) -> None:
    assert choose_senders(settings) == []


async def test_a_demo_prints_messages_and_logs_none_of_them(
    settings: Settings,
    furnished: tuple[Path, DemoVisit],
    opening: datetime,
    capsys: pytest.CaptureFixture[str],
) -> None:
    printing = settings.model_copy(update={"console_messages": True})
    async with open_house(printing, furnished[1], opening) as house:
        link, code = await convene(house)
        await wait_until_sent(house, Channel.PHONE)
    printed = capsys.readouterr()
    for secret in (link, code, "13912345678"):
        assert secret in printed.err
        assert secret not in printed.out


async def test_a_department_with_an_address_is_told_by_mail_without_names(
    settings: Settings, furnished: tuple[Path, DemoVisit], opening: datetime
) -> None:
    room = Mailroom()
    async with open_mailroom(room) as server:
        mailing = settings.model_copy(
            update={
                "smtp_host": server.host,
                "smtp_port": server.port,
                "smtp_security": "none",
                "smtp_from": server.sender,
            }
        )
        async with open_house(mailing, furnished[1], opening) as house:
            async with house.sessions.begin() as session:
                query = select(Department.id).where(Department.code == "fire")
                fire = (await session.scalars(query)).one()
                await set_roster(session, fire, USUAL_HOURS, (), "fire@example.org")
            await convene(house)
            await wait_until_sent(house, Channel.EMAIL)
    (mail,) = room.mails
    assert room.recipients == ["fire@example.org"]
    assert "14:30" in mail["Subject"]
    assert "/staff/visits/" in mail.get_content()
    assert "何小平" not in mail["Subject"] + mail.get_content()
