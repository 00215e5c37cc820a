"""The application that waits in the demo's inbox."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from cases.application_models import Application, TimeOfDay
from cases.applications import start_draft, submit_application

SENT_BEFORE = timedelta(hours=2)
ANSWERS = {
    "zh": {
        "story": "幸福小区 3 号楼去年三月起屋顶漏水，一下雨三楼四楼的墙都湿透。"
        "物业修过两次，过几天又漏。我们十二户去年十月申请用维修资金，一直没有批下来。",
        "demand": "请有关单位把屋面彻底修好，并说明维修资金为什么一直批不下来。",
        "place": "东湖街道幸福小区 3 号楼",
        "name": "李秀英",
        "address": "幸福小区 3 号楼 2 单元 402",
    },
    "en": {
        "story": "The roof of house 3 in Xingfu Court has leaked since March last year. When it "
        "rains the walls of the third and fourth floor are soaked. It was mended twice and leaked "
        "again. Twelve households asked for the maintenance fund in October and heard nothing.",
        "demand": "Mend the roof for good, and tell us why the maintenance fund is not paid out.",
        "place": "House 3, Xingfu Court, Donghu",
        "name": "Lily Evans",
        "address": "Flat 402, house 3, Xingfu Court",
    },
}
PHONE = "13900000001"


async def add_application(session: AsyncSession, lang: str, now: datetime) -> Application:
    """Send an application two hours ago, as a citizen with a phone would have."""
    token, sent_at = secrets.token_urlsafe(32), now - SENT_BEFORE
    draft = await start_draft(session, token=token, lang=lang, source="poster", now=sent_at)
    for name, answer in ANSWERS[lang].items():
        setattr(draft, name, answer)
    draft.phone, draft.phone_confirmed_at = PHONE, sent_at
    draft.times = [TimeOfDay.MORNING]
    return await submit_application(session, token, sent_at)
