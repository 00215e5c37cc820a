"""The tree of departments: finding one, listing all, and what lies below one."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .models import Department

# The office that citizens' applications come to, as the taxonomy of departments calls it.
RECEIVING_OFFICE = "petition_bureau"


def receives_applications(department: Department) -> bool:
    """Tell whether this office reads what citizens send in, and opens their cases."""
    return department.code == RECEIVING_OFFICE


async def list_departments(session: AsyncSession) -> Sequence[Department]:
    """List every department by code."""
    return (await session.scalars(select(Department).order_by(Department.code))).all()


async def find_department(session: AsyncSession, code: str) -> Department | None:
    return await session.scalar(select(Department).where(Department.code == code))


async def list_subtree(session: AsyncSession, root_id: UUID) -> Sequence[Department]:
    """List a department and all below it, by code."""
    below = select(Department.id).where(Department.id == root_id).cte("below", recursive=True)
    below = below.union_all(select(Department.id).where(Department.parent_id == below.c.id))
    query = select(Department).where(Department.id.in_(select(below.c.id)))
    return (await session.scalars(query.order_by(Department.code))).all()
