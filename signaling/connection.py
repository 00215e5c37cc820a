"""A joined socket: messages in, events out."""

import asyncio
import time
from collections.abc import AsyncIterator

from media import MediaError, NumberedEvent, Participant, Replaced, RoomClosed

from .errors import (
    OutOfOrderError,
    ProtocolError,
    ReplacedError,
    SeatEndedError,
    TooManyOffersError,
    VisitEndedError,
    find_verdict,
)
from .events import encode_event
from .limits import TokenBucket
from .messages import (
    PROTOCOL_VERSION,
    Answer,
    AnyClientMessage,
    Join,
    Leave,
    Mute,
    Offer,
    Ping,
    Pong,
    Share,
    Welcome,
)
from .sockets import Sitting
from .wire import Wire


class Connection:
    """Two tasks: one obeys the client's messages, the other writes the seat's events."""

    def __init__(self, wire: Wire, sitting: Sitting) -> None:
        limits = wire.limits
        self._wire = wire
        self._sitting = sitting
        self._participant: Participant = sitting.participant
        self._is_leaving = False
        self._offers = TokenBucket(
            limits.offers_per_second, limits.offers_at_once, time.monotonic()
        )

    async def run(self) -> None:
        """Serve until the client leaves; everything else ends with an exception (group)."""
        events = self._participant.events(after=self._sitting.after)
        await self._wire.send(self._welcome())
        async with asyncio.TaskGroup() as tasks:
            if self._sitting.earlier is not None:
                tasks.create_task(self._sitting.earlier.end(ReplacedError()))
            writer = tasks.create_task(self._write_events(events))
            await self._obey_messages()
            writer.cancel()

    def _welcome(self) -> Welcome:
        participant = self._participant
        return Welcome(
            PROTOCOL_VERSION,
            participant.id,
            self._sitting.session,
            participant.admitted,
            self._sitting.resumed,
        )

    async def _write_events(self, events: AsyncIterator[NumberedEvent]) -> None:
        async for numbered in events:
            await self._wire.send_frame(encode_event(numbered))
            if isinstance(numbered.event, Replaced):
                raise ReplacedError
            if isinstance(numbered.event, RoomClosed):
                raise VisitEndedError
        if not self._is_leaving:
            raise SeatEndedError

    async def _obey_messages(self) -> None:
        while not self._is_leaving:
            try:
                await self._obey(await self._wire.receive())
            except (ProtocolError, MediaError) as error:
                await self._complain(error)

    async def _obey(self, message: AnyClientMessage) -> None:
        participant = self._participant
        match message:
            case Offer():
                await self._negotiate(message)
            case Mute():
                participant.set_muted(message.kind, muted=message.muted)
            case Share(active=True):
                participant.start_sharing()
            case Share():
                participant.stop_sharing()
            case Ping():
                await self._wire.send(Pong())
            case Leave():
                self._is_leaving = True
                await participant.leave("left")
            case Join():
                raise OutOfOrderError

    async def _negotiate(self, offer: Offer) -> None:
        try:
            if not self._offers.take(time.monotonic()):
                raise TooManyOffersError
            answer = await self._participant.negotiate(offer.sdp)
        except (ProtocolError, MediaError) as error:
            await self._complain(error, offer.id)
        else:
            await self._wire.send(Answer(answer, offer.id))

    async def _complain(self, error: Exception, offer_id: int | None = None) -> None:
        """Report what the connection survives, raise what it does not."""
        if find_verdict(error).close_code is not None:
            raise error
        await self._wire.report(error, offer_id)
