"""A process that records utterances until it is killed: `writing_process.py URL VISIT_ID`.

Prints the id of each as soon as its transaction is committed: from then on it is acknowledged.
"""

import asyncio
import sys
from uuid import UUID

from tests.cases.talk import say
from web.database import open_database


async def write_forever(url: str, visit_id: UUID) -> None:
    async with open_database(url) as database:
        start = 100.0
        while True:
            async with database.sessions.begin() as session:
                record = await say(session, visit_id, "我 叫 张伟", start=start)
            sys.stdout.write(f"{record.id}\n")
            sys.stdout.flush()
            start += 10


asyncio.run(write_forever(sys.argv[1], UUID(sys.argv[2])))
