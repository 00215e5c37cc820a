"""The desk at which tests of this package book."""

from datetime import datetime

import pytest

from tests.office import Office
from tests.scheduling.desk import Desk


@pytest.fixture
def desk(office: Office, now: datetime) -> Desk:
    return Desk(office.case, [office.housing, office.fire], office.clerk, now)
