"""Somebody who applies over HTTP as a browser without script does, in one house."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO

from aiohttp import FormData
from sqlalchemy import select

from cases.outbox import OutboxMessage

from .house import PAGE, Answer, Browser, House

PHONE = "13912345678"
ANSWERS = {
    "story": {"story": "屋顶漏水，\r\n一下雨就湿透。"},
    "demand": {"demand": "请修好屋面"},
    "place": {"place": "幸福小区 3 号楼"},
    "name": {"name": "李秀英", "address": ""},
}
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(60)


@dataclass(slots=True)
class Applicant:
    """A browser on the way through the questions."""

    house: House
    browser: Browser

    async def begin(self, source: str = "") -> Answer:
        await self.browser.open("/apply" + (f"?from={source}" if source else ""))
        return await self.browser.submit("/apply", source=source)

    async def answer(self, step: str, **fields: str | list[str]) -> Answer:
        """Open a question and answer it."""
        await self.browser.open(f"/apply/{step.partition('?')[0]}")
        return await self.browser.submit(f"/apply/{step}", **fields)

    async def tell(self) -> None:
        """Answer the questions before the phone."""
        for step, fields in ANSWERS.items():
            given = await self.answer(step, **fields)
            assert given.status == 303, given.text

    async def confirm(self, phone: str = PHONE) -> Answer:
        """Give the phone and the code that the outbox holds for it."""
        given = await self.answer("phone", phone=phone)
        assert given.headers["Location"].startswith("/apply/code"), given.text
        return await self.answer("code", code=await self.read_code(phone))

    async def read_code(self, phone: str = PHONE) -> str:
        message = (await self.read_messages("phone_code", phone))[-1]
        found = re.search(r"\d{6}", message.body)
        assert found is not None
        return found[0]

    async def read_messages(self, kind: str, phone: str = PHONE) -> list[OutboxMessage]:
        query = select(OutboxMessage).where(
            OutboxMessage.kind == kind, OutboxMessage.recipient == phone
        )
        async with self.house.reading() as session:
            return list(await session.scalars(query.order_by(OutboxMessage.queued_at)))

    async def add_file(self, content: bytes, name: str, *, token: str | None = None) -> Answer:
        """Send one file with the page's form."""
        await self.browser.open("/apply/files")
        form = FormData(quote_fields=False)  # names as browsers send them
        form.add_field("csrf_token", self.browser.csrf_token if token is None else token)
        form.add_field("files", BytesIO(content), filename=name, content_type="image/png")
        return await self.browser.send("POST", "/apply/files", data=form, headers=PAGE)

    async def send(self) -> tuple[str, str]:
        """Go all the way and give number and code."""
        await self.begin()
        await self.tell()
        await self.confirm()
        return await self.finish()

    async def finish(self) -> tuple[str, str]:
        await self.browser.open("/apply/check")
        sent = await self.browser.submit("/apply/check")
        assert sent.headers["Location"] == "/apply/done", sent.text
        return read_receipt((await self.browser.open("/apply/done")).text)


def read_receipt(text: str) -> tuple[str, str]:
    """Read number and code off the last page."""
    number = re.search(r'data-testid="application-number">\s*([\d-]+)', text)
    code = re.search(r'data-testid="application-code">(.*?)</p>', text, re.DOTALL)
    assert number is not None
    assert code is not None
    return number[1], "".join(re.findall(r"\d", re.sub(r"<[^>]+>", "", code[1])))


def new_applicant(house: House) -> Applicant:
    return Applicant(house, house.new_browser())
