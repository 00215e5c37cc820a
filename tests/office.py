"""A small office for tests: two departments, their staff, a citizen and a case."""

from dataclasses import dataclass
from datetime import datetime

from cases.models import Case, Citizen, Department, DepartmentLevel, User, UserRole


@dataclass(frozen=True, slots=True)
class Office:
    """Two departments with an officer each, a clerk, and a citizen with a case; all committed."""

    housing: Department
    fire: Department
    clerk: User
    housing_officer: User
    fire_officer: User
    citizen: Citizen
    case: Case


def make_office(now: datetime) -> Office:
    housing = make_department("housing", "住建局", "Housing")
    fire = make_department("fire", "消防救援大队", "Fire")
    citizen = Citizen(name="张伟", phone="13701234567")
    return Office(
        housing=housing,
        fire=fire,
        clerk=make_user("clerk", housing, UserRole.CLERK),
        housing_officer=make_user("housing-officer", housing, UserRole.OFFICER),
        fire_officer=make_user("fire-officer", fire, UserRole.OFFICER),
        citizen=citizen,
        case=Case(
            number="2026-000001",
            title="楼道充电",
            lang="zh",
            citizen=citizen,
            lead_department=housing,
            created_at=now,
        ),
    )


def make_department(code: str, name_zh: str, name_en: str) -> Department:
    return Department(code=code, name_zh=name_zh, name_en=name_en, level=DepartmentLevel.COUNTY)


def make_user(login: str, department: Department, role: UserRole) -> User:
    return User(
        login=login, name=login.title(), password_hash="-", department=department, roles=[role]
    )
