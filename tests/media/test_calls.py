"""Runs the calls between real peers in a network namespace, where nothing else is to be reached.

aioice gathers no loopback address, so the namespace has one of the documentation range (RFC 5737).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCENARIOS = Path(__file__).parent / "calls" / "scenarios.py"
SET_UP = 'ip link set lo up && ip address add 192.0.2.2/32 dev lo && exec "$@"'
PYTEST = ("-m", "pytest", "-p", "no:cacheprovider", "-q", "--timeout", "60")


def unshare() -> list[str]:
    """Return the command that begins a network namespace, with or without root."""
    return ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]


def can_unshare() -> bool:
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        return False
    return subprocess.run([*unshare(), "true"], check=False, capture_output=True).returncode == 0


@pytest.mark.media
@pytest.mark.skipif(not can_unshare(), reason="no network namespace can be made here")
def test_calls_between_real_peers() -> None:
    command = [*unshare(), "sh", "-c", SET_UP, "sh", sys.executable, *PYTEST, str(SCENARIOS)]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    print(run.stdout)  # noqa: T201  # pytest shows it when the calls fail
    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-2000:]
