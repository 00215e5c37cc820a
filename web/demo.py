"""Demo data: an office of a few departments, and a visit that starts now."""

import asyncio
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cases.audit import SYSTEM
from cases.models import Case, Citizen, Department, DepartmentLevel, User, UserRole
from cases.people import add_user
from cases.register import register_case
from scheduling.booking import book_panel
from scheduling.rosters import WeeklyHours, add_place, set_roster
from visits.invitations import invite_citizen
from visits.visit import open_visit

from .auth.passwords import hash_password
from .database import Sessions
from .demo_application import add_application
from .links import invitation_link

ALL_HOURS = tuple(WeeklyHours(weekday, 0, 24 * 60) for weekday in range(7))
DURATION = timedelta(minutes=60)
GRANULE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody of the demo office; the first on the panel leads."""

    department: str
    login: str
    names: Mapping[str, str]
    role: UserRole
    on_panel: bool = True


# Code, parent, name in Chinese and English, level.
DEPARTMENTS = (
    ("district", None, "云溪区人民政府", "Yunxi District", DepartmentLevel.COUNTY),
    ("petition_bureau", "district", "区信访局", "Petition Bureau", DepartmentLevel.COUNTY),
    ("housing", "district", "区住房和城乡建设委员会", "Housing Committee", DepartmentLevel.COUNTY),
    ("fire", "district", "区消防救援大队", "Fire and Rescue", DepartmentLevel.COUNTY),
    ("subdistrict", "district", "东湖街道办事处", "Donghu Subdistrict", DepartmentLevel.TOWNSHIP),
)
POSTS = (
    Post("housing", "wangmin", {"zh": "王敏", "en": "Wang Min"}, UserRole.OFFICER),
    Post("fire", "liqiang", {"zh": "李强", "en": "Li Qiang"}, UserRole.OFFICER),
    Post("subdistrict", "zhaojie", {"zh": "赵洁", "en": "Zhao Jie"}, UserRole.CLERK),
    Post(
        "petition_bureau",
        "sunhui",
        {"zh": "孙慧", "en": "Sun Hui"},
        UserRole.SUPERVISOR,
        on_panel=False,
    ),
    Post(
        "petition_bureau",
        "admin",
        {"zh": "周宁", "en": "Zhou Ning"},
        UserRole.ADMINISTRATOR,
        on_panel=False,
    ),
)
CITIZEN = {"zh": "陈桂兰", "en": "Mary Chen"}
TITLE = {"zh": "楼道堆物与电动车充电隐患", "en": "Blocked stairway and scooters charging indoors"}
PLACE = {"zh": "视频接访一室", "en": "Video room 1"}
SECOND_PLACE = {"zh": "视频接访二室", "en": "Video room 2"}


@dataclass(frozen=True, slots=True)
class StaffAccess:
    """How to sign in as one of the demo office; names in the demo's language."""

    name: str
    department: str
    login: str
    password: str
    role: UserRole
    on_panel: bool

    def describe(self, **more: str) -> dict[str, str]:
        return {
            "department": self.department,
            "login": self.login,
            "password": self.password,
            **more,
        }


@dataclass(frozen=True, slots=True)
class DemoVisit:
    """The visit that starts now and how people get in."""

    visit_id: UUID
    token: str
    code: str
    staff: Sequence[StaffAccess]

    def describe(self, base_url: str) -> dict[str, object]:
        """Give the first line of `netvisit demo --json`; `staff` sits on the panel."""
        visit_url = f"{base_url}/staff/visits/{self.visit_id}"
        return {
            "base_url": base_url,
            "citizen": {"link": invitation_link(base_url, self.token), "code": self.code},
            "staff": [one.describe(visit_url=visit_url) for one in self.staff if one.on_panel],
            "office": [one.describe(role=one.role) for one in self.staff if not one.on_panel],
        }


async def furnish(sessions: Sessions, lang: str, now: datetime) -> DemoVisit:
    """Fill an empty database; all of it or nothing."""
    passwords = {post.login: secrets.token_urlsafe(9) for post in POSTS}
    hashes = {
        login: await asyncio.to_thread(hash_password, password)
        for login, password in passwords.items()
    }
    async with sessions.begin() as session:
        departments = await add_departments(session)
        users = [await add_post(session, post, departments, hashes, lang) for post in POSTS]
        await add_duty(session, departments.values(), lang)
        case = await add_case(session, departments["housing"], lang, now)
        visit_id, token, code = await convene(session, case, departments, users[0], lang, now)
        await add_application(session, lang, now)
    staff = [
        describe_access(post, departments[post.department], passwords[post.login], lang)
        for post in POSTS
    ]
    return DemoVisit(visit_id, token, code, staff)


async def add_departments(session: AsyncSession) -> dict[str, Department]:
    departments: dict[str, Department] = {}
    for code, parent, name_zh, name_en, level in DEPARTMENTS:
        parent_id = departments[parent].id if parent is not None else None
        department = Department(
            code=code, parent_id=parent_id, name_zh=name_zh, name_en=name_en, level=level
        )
        session.add(department)
        await session.flush()
        departments[code] = department
    return departments


async def add_duty(session: AsyncSession, departments: Iterable[Department], lang: str) -> None:
    """Give everybody duty around the clock and two rooms: a demo is tried at any hour."""
    for department in departments:
        await set_roster(session, department.id, ALL_HOURS)
    for room in (PLACE, SECOND_PLACE):
        await add_place(session, room[lang])


async def add_post(
    session: AsyncSession,
    post: Post,
    departments: Mapping[str, Department],
    hashes: Mapping[str, str],
    lang: str,
) -> User:
    return await add_user(
        session,
        login=post.login,
        name=post.names[lang],
        password_hash=hashes[post.login],
        department=departments[post.department],
        roles=[post.role],
    )


async def add_case(session: AsyncSession, lead: Department, lang: str, now: datetime) -> Case:
    citizen = Citizen(name=CITIZEN[lang], phone="13900000000")
    session.add(citizen)
    await session.flush()
    return await register_case(
        session, title=TITLE[lang], lang=lang, citizen=citizen, lead=lead, actor=SYSTEM, now=now
    )


async def convene(
    session: AsyncSession,
    case: Case,
    departments: Mapping[str, Department],
    user: User,
    lang: str,
    now: datetime,
) -> tuple[UUID, str, str]:
    """Book the panel from the last full five minutes on; give visit, token and code."""
    panel = [departments[post.department] for post in POSTS if post.on_panel]
    booking = await book_panel(
        session,
        case=case,
        departments=panel,
        lead=panel[0],
        starts_at=now - (now - datetime.min.replace(tzinfo=now.tzinfo)) % GRANULE,
        duration=DURATION,
        place=PLACE[lang],
        user=user,
        now=now,
    )
    visit = await open_visit(session, booking)
    citizen = await session.get_one(Citizen, case.citizen_id)
    issued = await invite_citizen(session, visit, citizen, now)
    return visit.id, issued.token, issued.code


def describe_access(post: Post, department: Department, password: str, lang: str) -> StaffAccess:
    name = department.name_zh if lang == "zh" else department.name_en
    return StaffAccess(post.names[lang], name, post.login, password, post.role, post.on_panel)
