"""Run every benchmark in turn: `python -m benchmarks [NAME ...]`."""

import subprocess
import sys

ALL = (
    "benchmarks.fields",
    "benchmarks.fields_spoken",
    "benchmarks.booking",
    "benchmarks.scheduling",
    "benchmarks.review",
    "benchmarks.review_page",
    "benchmarks.booking",
    "benchmarks.transcription.live",
    "benchmarks.media.forwarding",
    "benchmarks.review",
    "benchmarks.review_page",
    "benchmarks.visit",
)


def main(names: list[str]) -> int:
    """Run the benchmarks whose module name contains one of `names`; all without."""
    chosen = [module for module in ALL if not names or any(name in module for name in names)]
    results = [run(module) for module in chosen]
    return max(results, default=0)


def run(module: str) -> int:
    print(f"\n== {module}", flush=True)
    return subprocess.run([sys.executable, "-m", module], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
