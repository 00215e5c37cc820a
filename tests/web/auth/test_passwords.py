"""Passwords and the pauses after wrong ones."""

import asyncio

import pytest

from web.auth.passwords import MOST_WAITING, hash_password, open_password_checks
from web.auth.throttle import SignInThrottle
from web.errors import BusyError, SignInPausedError


async def test_only_the_right_password_of_a_known_login_passes() -> None:
    stored = hash_password("correct horse")
    with open_password_checks() as checks:
        assert await checks.check(stored, "correct horse")
        assert not await checks.check(stored, "wrong horse")
        assert not await checks.check(None, "correct horse")
        assert not await checks.check("no hash at all", "correct horse")


def test_hashes_are_argon2id_with_the_agreed_cost() -> None:
    assert hash_password("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_more_sign_ins_than_can_be_checked_are_refused_at_once() -> None:
    with open_password_checks() as checks:
        tries = [asyncio.ensure_future(checks.check("short", "x")) for _ in range(MOST_WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await checks.check("short", "x")
        await asyncio.gather(*tries)
        assert not await checks.check("short", "x")


def test_pauses_grow_after_the_third_wrong_password_and_end() -> None:
    throttle = SignInThrottle()
    for _ in range(3):
        throttle.count_try("li", "192.0.2.1", 100.0)
    with pytest.raises(SignInPausedError):
        throttle.count_try("LI ", "192.0.2.1", 100.5)
    throttle.count_try("li", "192.0.2.1", 101.1)
    with pytest.raises(SignInPausedError) as caught:
        throttle.count_try("li", "192.0.2.1", 101.2)
    assert caught.value.seconds == 2
    throttle.count_try("li", "192.0.2.1", 103.2)


def test_no_pause_is_longer_than_a_minute() -> None:
    throttle, now = SignInThrottle(), 0.0
    for _ in range(40):
        throttle.count_try("li", "192.0.2.1", now)
        now += 60.0
    assert now == 2400.0


def test_another_address_and_a_right_password_know_no_pause() -> None:
    throttle = SignInThrottle()
    for _ in range(3):
        throttle.count_try("li", "192.0.2.1", 0.0)
    throttle.count_try("li", "192.0.2.2", 0.0)
    throttle.forget("li", "192.0.2.1")
    throttle.count_try("li", "192.0.2.1", 0.0)


def test_the_table_of_wrong_passwords_stays_small() -> None:
    throttle = SignInThrottle(capacity=10)
    for number in range(100):
        throttle.count_try(f"login{number}", "192.0.2.1", 0.0)
    assert len(throttle) == 10
