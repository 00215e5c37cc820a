"""What forwarding costs: CPU of the server for six people at 1 Mbit/s, beside MediaRelay.

Server and crowd are processes in a network namespace of their own (see exchanges.py, crowd.py).
MediaRelay is measured with two people, as six would need several cores; its figures for six follow
from the number of streams. Prints a table and one JSON line; asserts nothing.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

SET_UP = 'ip link set lo up && ip address add 192.0.2.2/32 dev lo && exec "$@"'
INSIDE = "--inside"
PEOPLE = 6
RELAYED_PEOPLE = 2
WARM_UP = 3.0
SECONDS = 10.0


@dataclass(frozen=True)
class Cost:
    """What one run took; `core_percent` is of one core, packets are those forwarded."""

    way: str
    people: int
    core_percent: float
    microseconds_per_packet: float
    forwarded_per_second: float
    lost_percent: float | None

    @property
    def percent_per_stream(self) -> float:
        """Return the cost of one participant shown to one other."""
        return self.core_percent / (self.people * (self.people - 1))


def main() -> None:
    """Measure both ways and print what came out."""
    if INSIDE in sys.argv:
        report(measure("forward", PEOPLE), measure("relay", RELAYED_PEOPLE))
        return
    rights = [] if os.geteuid() == 0 else ["--map-root-user"]
    enter = ["unshare", "--net", *rights, "sh", "-c", SET_UP, "sh"]
    subprocess.run(
        [*enter, sys.executable, "-m", "benchmarks.media.forwarding", INSIDE], check=True
    )


def measure(way: str, people: int) -> Cost:
    """Run one server with its crowd and read the server's CPU time before and after."""
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.media.exchanges", way], stdout=subprocess.PIPE, text=True
    )
    try:
        return _measure(way, people, server)
    finally:
        server.terminate()
        server.communicate()


def report(forwarding: Cost, relay: Cost) -> None:
    ratio = relay.percent_per_stream / forwarding.percent_per_stream
    relay_for_all = relay.percent_per_stream * PEOPLE * (PEOPLE - 1)
    print(f"{'way':24}{'people':>7}{'core %':>9}{'us/packet':>11}{'packets/s':>11}{'lost %':>8}")
    for cost in (forwarding, relay):
        print(
            f"{cost.way:24}{cost.people:7}{cost.core_percent:9.1f}"
            f"{cost.microseconds_per_packet:11.1f}{cost.forwarded_per_second:11.0f}"
            f"{'-' if cost.lost_percent is None else cost.lost_percent:>8}"
        )
    print(
        f"MediaRelay for {PEOPLE} people would take {relay_for_all:.0f} % of a core: {ratio:.0f} x"
    )
    figures = {"forwarding": asdict(forwarding), "relay": asdict(relay), "ratio": round(ratio, 1)}
    print(json.dumps(figures))


def _measure(way: str, people: int, server: "subprocess.Popen[str]") -> Cost:
    port = _read_line(server)
    crowd = subprocess.Popen(
        [
            sys.executable, "-m", "benchmarks.media.crowd", "--port", port, "--people", str(people),
            "--warm-up", str(WARM_UP), "--seconds", str(SECONDS),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    _read_line(crowd)
    cpu, start = _cpu_seconds(server.pid), time.monotonic()
    counted = json.loads(_read_line(crowd))
    cpu, seconds = _cpu_seconds(server.pid) - cpu, time.monotonic() - start
    crowd.communicate()
    expected = counted["sent"] * (people - 1)
    return Cost(
        way=way,
        people=people,
        core_percent=round(100 * cpu / seconds, 2),
        microseconds_per_packet=round(1e6 * cpu / max(1, counted["received"]), 2),
        forwarded_per_second=round(counted["received"] / seconds, 1),
        # What is encoded anew comes in other packets: none of them can be said to be missing.
        lost_percent=None
        if way == "relay"
        else round(100 - 100 * counted["received"] / expected, 3),
    )


def _read_line(process: "subprocess.Popen[str]") -> str:
    line = process.stdout.readline().strip() if process.stdout else ""
    if not line:
        raise RuntimeError("a process of the benchmark ended early")
    return line


def _cpu_seconds(pid: int) -> float:
    """Read user and system time of a process (proc(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
