"""What a meeting occupies: departments, a place, a citizen."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID


class ResourceKind(StrEnum):
    DEPARTMENT = "department"
    PLACE = "place"
    CITIZEN = "citizen"


@dataclass(frozen=True, slots=True)
class Resource:
    """Something that can be in one meeting at a time; the key is an id or a place's name."""

    kind: ResourceKind
    key: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


def list_resources(
    department_ids: Iterable[UUID], place: str, citizen_id: UUID | None = None
) -> tuple[Resource, ...]:
    """List what a meeting occupies; a place without a name (everybody joins from afar) is none."""
    departments = [Resource(ResourceKind.DEPARTMENT, str(key)) for key in department_ids]
    named = normalize_place(place)
    places = [Resource(ResourceKind.PLACE, named)] if named else []
    citizens = [] if citizen_id is None else [Resource(ResourceKind.CITIZEN, str(citizen_id))]
    return (*departments, *places, *citizens)


def parse_resource(text: str) -> Resource:
    """Read what `str` of a resource wrote."""
    kind, _, key = text.partition(":")
    return Resource(ResourceKind(kind), key)


def normalize_place(place: str) -> str:
    """Return the one form of a place's name: "Room 1" and "ROOM　1" are one room."""
    return " ".join(unicodedata.normalize("NFKC", place).casefold().split())
