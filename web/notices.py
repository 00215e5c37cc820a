"""What a visit's citizen and departments are told, in the language of the talk, by the outbox.

Every text is queued in the transaction of what it tells. Keys begin with "visit:<id>:", so that a
visit called off takes back what has not been sent. Link and code go as two messages; the notices to
departments name the case by its number and nobody by name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from cases.models import Case, Citizen, Department
from cases.outbox import Channel, queue_message, withdraw_messages
from scheduling.models import Booking
from scheduling.rosters import list_rosters
from visits.invitations import IssuedInvitation
from visits.models import Visit
from visits.visit import list_panel

from .i18n import Language, get_tongue
from .i18n import mark as _
from .keys import CLOCK, SETTINGS
from .links import base_url, ticket_link
from .names import name_department
from .wording import Wording


@dataclass(frozen=True, slots=True)
class VisitNotices:
    """Queues what is to be told about one visit."""

    session: AsyncSession
    visit: Visit
    case: Case
    citizen: Citizen
    booking: Booking
    panel: Sequence[Department]
    words: Wording
    base: str

    async def invite(self, issued: IssuedInvitation) -> None:
        """Send the citizen link and code apart, and a notice to each department."""
        link = ticket_link(self.base, issued.token)
        subject = self._say(_("Your video visit"))
        text = self._say(
            _(
                "{name}, you are invited to a video visit on {when}. {departments} will receive "
                "you. Your ticket: {link} The code for it comes in a message of its own. With the "
                "ticket you can also choose another time or call the visit off."
            ),
            link=link,
        )
        code = self._say(
            _("The code for your video visit: {code}. Nobody of the office will ask you for it."),
            code=issued.code,
        )
        await self._tell_citizen("invitation_link", subject, text)
        await self._tell_citizen("invitation_code", subject, code)
        await self._tell_panel("panel_invited", _("New video visit {number}: {when}"))

    async def moved(self, mark: str) -> None:
        """Tell all of another time; `mark` sets one move apart from the next."""
        text = _(
            "{name}, your video visit is now on {when}. Link and code stay the same. "
            "{departments} will receive you."
        )
        subject = self._say(_("Your video visit has another time"))
        await self._tell_citizen(f"visit_moved:{mark}", subject, self._say(text))
        await self._tell_panel(f"panel_moved:{mark}", _("Video visit {number} moved to {when}"))

    async def cancelled(self) -> None:
        """Tell all that there will be no visit, and nothing else any more."""
        await withdraw_messages(self.session, self._key(""))
        text = self._say(_("{name}, your video visit on {when} was called off."))
        subject = self._say(_("Your video visit was called off"))
        await self._tell_citizen("visit_cancelled", subject, text)
        await self._tell_panel("panel_cancelled", _("Video visit {number} on {when} called off"))

    async def _tell_citizen(self, what: str, subject: str, body: str) -> None:
        await queue_message(
            self.session,
            kind=what.partition(":")[0],
            channel=Channel.PHONE,
            recipient=self.citizen.phone,
            subject=subject,
            body=body,
            key=self._key(what),
            now=self.words.now,
        )

    async def _tell_panel(self, what: str, sentence: str) -> None:
        """Write to each department at its notice address, else to its desk in the house."""
        rosters = await list_rosters(self.session, [one.id for one in self.panel])
        subject = self._say(sentence)
        body = self._say(
            _("Receiving: {departments}. Room: {place}. {link}"),
            place=self.booking.place or "-",
            link=f"{self.base}/staff/visits/{self.visit.id}",
        )
        for one in self.panel:
            roster = rosters.get(one.id)
            address = roster.notice_email if roster is not None else ""
            await queue_message(
                self.session,
                kind=what.partition(":")[0],
                channel=Channel.EMAIL if address else Channel.OFFICE,
                recipient=address or one.code,
                subject=subject,
                body=f"{subject}\n{body}",
                key=f"{self._key(what)}:{one.code}",
                now=self.words.now,
            )

    def _key(self, what: str) -> str:
        return f"visit:{self.visit.id}:{what}"

    def _say(self, sentence: str, **values: str) -> str:
        language = self.words.tongue.language
        names = tuple(name_department(language, one) for one in self.panel)
        return self.words.say(
            sentence,
            name=self.citizen.name,
            number=self.case.number,
            when=say_when(self.words, self.visit.starts_at),
            departments=self.words.listing(names),
            **values,
        )


async def open_notices(request: web.Request, session: AsyncSession, visit: Visit) -> VisitNotices:
    """Read what the notices of a visit name."""
    case = await session.get_one(Case, visit.case_id)
    language: Language = "en" if visit.lang == "en" else "zh"
    words = Wording(get_tongue(language), request.app[SETTINGS].zone, request.app[CLOCK]())
    return VisitNotices(
        session,
        visit,
        case,
        await session.get_one(Citizen, case.citizen_id),
        await session.get_one(Booking, visit.booking_id),
        await list_panel(session, visit),
        words,
        base_url(request),
    )


def say_when(words: Wording, at: datetime) -> str:
    """Write day and time out: a message is read on another day than it was written."""
    return f"{words.day(words.local(at).date())} {words.clock(at)}"
