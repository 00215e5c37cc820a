"""Passwords as argon2id hashes (RFC 9106), checked in two threads so that the loop goes on."""

import asyncio
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from web.errors import BusyError

MINIMUM_LENGTH = 10
THREADS = 2
# At about 40 ms a check the last in line waits a second and a half.
MOST_WAITING = 64

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    """Give the argon2id hash to store; takes about 40 ms of a core."""
    return _hasher.hash(password)


def is_correct(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


class PasswordChecks:
    """Checks at most two passwords at a time; raises BusyError when too many wait."""

    def __init__(self, executor: ThreadPoolExecutor) -> None:
        self._executor = executor
        self._waiting = 0
        # Compared for logins that do not exist, so that both answers take equally long.
        self._nobody = hash_password(secrets.token_urlsafe())

    async def check(self, stored: str | None, password: str) -> bool:
        """Tell whether the password fits the stored hash; None stands for an unknown login."""
        if self._waiting >= MOST_WAITING:
            raise BusyError
        self._waiting += 1
        try:
            fits = await asyncio.get_running_loop().run_in_executor(
                self._executor, is_correct, stored or self._nobody, password
            )
        finally:
            self._waiting -= 1
        return fits and stored is not None


@contextmanager
def open_password_checks() -> Iterator[PasswordChecks]:
    with ThreadPoolExecutor(THREADS, thread_name_prefix="password") as executor:
        yield PasswordChecks(executor)
