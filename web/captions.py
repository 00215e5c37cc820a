"""What was said in a visit, for pages that come late or again."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from visits.captions import describe_final
from visits.live import LiveVisit
from visits.models import Visit
from visits.transcript import list_spoken

Body = Mapping[str, Any]


async def list_captions(
    session: AsyncSession, visit: Visit, live: LiveVisit | None, *, since: float = 0.0
) -> Sequence[Body]:
    """List bodies of `caption` in order of start, with the last words on their way to the store.

    Args:
        session: reads the utterances that are committed.
        visit: what was said in it.
        live: the running visit, if it runs here.
        since: seconds of the visit; what ended before is left out.
    """
    said: list[Body] = [describe_final(one) for one in await list_spoken(session, visit)]
    known = {caption["id"] for caption in said}
    recent = live.recent_captions() if live is not None else ()
    said += [caption for caption in recent if caption["id"] not in known]
    return [caption for caption in said if caption["end"] >= since]
