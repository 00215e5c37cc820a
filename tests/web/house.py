"""The whole application behind a real socket, with the demo's data and the test's own clock."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import BaseTestServer
from sqlalchemy import select

from cases.models import Department
from scheduling.rosters import USUAL_HOURS, set_roster
from web.database import Sessions
from web.demo import DemoVisit, StaffAccess
from web.keys import READING, SESSIONS

TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]*)">')
PAGE = {"Accept": "text/html"}


@dataclass(slots=True)
class Clock:
    """Tells the time the test has set."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, read to its end."""

    status: int
    text: str
    headers: Any
    body: Any = None

    @property
    def error(self) -> str:
        return str(self.body["error"]["code"])


@dataclass(slots=True)
class Browser:
    """One browser: cookies, and the token of the page it has open."""

    session: ClientSession
    csrf_token: str = ""

    async def open(self, path: str, **headers: str) -> Answer:
        """Load a page as a person does, without following redirects."""
        answer = await self.send("GET", path, headers={**PAGE, **headers})
        found = TOKEN.search(answer.text)
        self.csrf_token = found[1] if found else self.csrf_token
        return answer

    async def ask(self, path: str) -> Answer:
        """Fetch as a script does."""
        return await self.send("GET", path)

    async def tell(self, path: str, body: object = None, **headers: str) -> Answer:
        """Post JSON as a page's script does."""
        sent = {"X-CSRF-Token": self.csrf_token, **headers}
        return await self.send("POST", path, json={} if body is None else body, headers=sent)

    async def submit(self, path: str, **fields: str | list[str]) -> Answer:
        """Post a form as a page does."""
        form = {"csrf_token": self.csrf_token, **fields}
        pairs = [(k, v) for k, vs in form.items() for v in (vs if isinstance(vs, list) else [vs])]
        return await self.send("POST", path, data=pairs, headers=PAGE)

    async def send(self, method: str, path: str, **options: Any) -> Answer:  # noqa: ANN401 - aiohttp's own
        async with self.session.request(method, path, allow_redirects=False, **options) as got:
            is_json = got.content_type == "application/json"
            text = await got.text()
            return Answer(got.status, text, got.headers, await got.json() if is_json else None)


@dataclass(slots=True)
class House:
    """The running application and how to come to its doors."""

    app: web.Application
    server: BaseTestServer
    clock: Clock
    visit: DemoVisit
    browsers: list[Browser] = field(default_factory=list)

    @property
    def sessions(self) -> Sessions:
        return self.app[SESSIONS]

    @property
    def reading(self) -> Sessions:
        return self.app[READING]

    @property
    def console(self) -> str:
        return f"/staff/visits/{self.visit.visit_id}"

    def person(self, login: str) -> StaffAccess:
        return next(one for one in self.visit.staff if one.login == login)

    def new_browser(self) -> Browser:
        """Open a browser with an empty jar of cookies."""
        session = ClientSession(self.server.make_url("/"), cookie_jar=CookieJar(unsafe=True))
        self.browsers.append(Browser(session))
        return self.browsers[-1]

    async def staff(self, login: str) -> Browser:
        """Sign somebody in."""
        browser = self.new_browser()
        await browser.open("/staff/sign-in")
        answer = await browser.submit(
            "/staff/sign-in", login=login, password=self.person(login).password
        )
        assert answer.status == 303, answer.text
        await browser.open("/staff")
        return browser

    async def citizen(self) -> Browser:
        """Redeem the invitation."""
        browser = self.new_browser()
        await browser.open("/visit")
        answer = await browser.tell("/visit/redeem", self.key())
        assert answer.status == 200, answer.text
        return browser

    async def keep_usual_hours(self) -> None:
        """Let every department be on duty as offices are; those of the demo always are."""
        async with self.sessions.begin() as session:
            for department_id in (await session.scalars(select(Department.id))).all():
                await set_roster(session, department_id, USUAL_HOURS)

    def key(self, code: str | None = None) -> dict[str, str]:
        """Give token and code as the page sends them."""
        return {"token": self.visit.token, "code": self.visit.code if code is None else code}

    async def close(self) -> None:
        for browser in self.browsers:
            await browser.session.close()
