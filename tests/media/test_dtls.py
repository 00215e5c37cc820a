"""The adapter to aiortc's private names."""

import pytest

from media.dtls import (
    QUEUE_LENGTH,
    DtlsSession,
    check_dependencies,
    create_certificate,
    require_names,
)
from media.errors import DependencyError


async def test_the_installed_libraries_fit() -> None:
    check_dependencies()


def test_a_library_that_changed_is_named_at_the_start() -> None:
    with pytest.raises(DependencyError, match="_rx_srtp, _tx_srtp"):
        require_names(object())


async def test_datagrams_before_the_handshake_are_bounded() -> None:
    session = DtlsSession(create_certificate(), lambda _: None)
    accepted = [session.feed(b"\x16") for _ in range(QUEUE_LENGTH + 5)]
    assert accepted.count(True) == QUEUE_LENGTH
    await session.close()
