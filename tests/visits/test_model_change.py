"""A visit goes on with the speech model it opened with."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from tests.office import Office
from tests.scripted_recognizer import ScriptedRecognizer
from tests.visits.reception import Clock, begin, is_final, open_reception
from visits import Visit
from visits.invitations import IssuedInvitation

Sessions = async_sessionmaker[AsyncSession]


async def test_a_model_installed_meanwhile_does_not_touch_a_visit_that_is_open(
    sessions: Sessions, visit: Visit, issued: IssuedInvitation, office: Office, now: datetime
) -> None:
    engine = ScriptedRecognizer(visit.lang, ["我 叫 张 伟"])
    async with open_reception(sessions, visit, issued, Clock(now), engine) as reception:
        citizen, officer = await begin(reception, office)
        newer = replace(engine.model, name="published", is_starter=False)
        reception.live_visits._house.recognizers.use_models({visit.lang: newer})
        assert reception.live.describe_state()["model"] == "scripted"
        citizen.speak()
        caption = await officer.wait_for("caption", is_final)
        assert caption["text"] == "我 叫 张 伟"
