"""A house of its own for every test."""

from collections.abc import AsyncIterator

import pytest

from tests.signaling.house import House, open_house


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with open_house() as house:
        yield house
