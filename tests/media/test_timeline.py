"""Where packets are put in time, and what fills the time between."""

from collections.abc import Iterable

from media import Gap, GapReason, OpusPacket
from media.opus import LONGEST, RATE, opus_duration, silence
from media.timeline import Timeline

OPENED = 1000.0
WORD = b"\xf8word"
FRAME = 960


def say(
    count: int, *, first: int = 0, at: float = 0.0, rtp: float | None = None, late: float = 0.0
) -> list[OpusPacket]:
    """Make packets of 20 ms that begin `at` s after the opening, on a clock of their own."""
    start = 777_000 + round((at if rtp is None else rtp) * RATE)
    return [
        OpusPacket(WORD, first + i, start + i * FRAME, 30, OPENED + at + i * 0.02 + late)
        for i in range(count)
    ]


def lay(timeline: Timeline, packets: Iterable[OpusPacket]) -> list[tuple[bytes, float]]:
    """Place packets that came together; return payloads, and where each begins in seconds."""
    placed, packets = [], list(packets)
    timeline.observe(packets)
    for packet in packets:
        before = timeline.seconds
        for payload in timeline.place(packet):
            placed.append((payload, before))
            before += opus_duration(payload) / RATE
    return placed


def words(placed: list[tuple[bytes, float]]) -> list[float]:
    return [round(at, 3) for payload, at in placed if payload == WORD]


def test_silence_of_any_length_lasts_what_it_should() -> None:
    for samples in (0, 120, 960, 1000, LONGEST, 48_000, 48_120 + 119):
        lasted = sum(opus_duration(packet) for packet in silence(samples))
        assert 0 <= samples - lasted < 120


def test_packets_that_follow_each_other_stay_together() -> None:
    timeline = Timeline(OPENED)
    assert words(lay(timeline, say(3, at=1.0))) == [1.0, 1.02, 1.04]
    assert words(lay(timeline, say(2, first=3, at=1.06))) == [1.06, 1.08]
    assert timeline.gaps == []


def test_jitter_moves_nothing() -> None:
    timeline = Timeline(OPENED)
    packets = say(50, at=1.0)
    shaken = [
        OpusPacket(p.payload, p.sequence, p.rtp_time, 30, p.arrived_at + 0.03 * (p.sequence % 3))
        for p in packets
    ]
    assert words(lay(timeline, shaken)) == [round(1 + i * 0.02, 3) for i in range(50)]


def test_time_muted_is_silence_and_no_gap() -> None:
    timeline = Timeline(OPENED)
    lay(timeline, say(2, at=0.0))
    assert words(lay(timeline, say(1, first=2, at=5.0))) == [5.0]
    assert timeline.gaps == []


def test_loss_is_bridged_and_noted() -> None:
    timeline = Timeline(OPENED)
    packets = say(20)
    placed = lay(timeline, packets[:5] + packets[15:])
    assert words(placed) == [round(i * 0.02, 3) for i in (*range(5), *range(15, 20))]
    assert placed[5][0] == b"\xf8"  # asks the player to go on as it was
    assert timeline.gaps == [Gap(0.1, 0.3, GapReason.LOST)]


def test_a_clock_that_runs_slow_is_brought_back_by_silence() -> None:
    timeline, placed = Timeline(OPENED), []
    for second in range(120):  # a thousandth slower, far more than any crystal
        chunk = say(50, first=50 * second, at=second * 1.001, rtp=float(second))
        placed += words(lay(timeline, chunk))
    assert abs(placed[-1] - (119 * 1.001 + 0.98)) < 0.1


def test_a_clock_that_runs_fast_is_brought_back_by_leaving_out_quiet_packets() -> None:
    timeline = Timeline(OPENED)
    for second in range(120):
        chunk = say(50, first=50 * second, at=second * 0.999, rtp=float(second))
        hushed = [OpusPacket(p.payload, p.sequence, p.rtp_time, 127, p.arrived_at) for p in chunk]
        lay(timeline, hushed)
    assert abs(timeline.seconds - (119 * 0.999 + 1)) < 0.1
    assert timeline.gaps == []


def test_a_jam_that_ends_in_a_burst_keeps_its_place() -> None:
    timeline = Timeline(OPENED)
    lay(timeline, say(50))
    jammed = say(100, first=50, at=1.0)
    burst = [
        OpusPacket(p.payload, p.sequence, p.rtp_time, 30, OPENED + 3.0 + i / 1000)
        for i, p in enumerate(jammed)
    ]
    assert words(lay(timeline, burst))[0] == 1.0
    assert timeline.gaps == []


def test_a_clock_that_stood_still_goes_on_where_time_has_come() -> None:
    timeline = Timeline(OPENED)
    lay(timeline, say(50))
    lay(timeline, [])
    list(timeline.pass_until(OPENED + 27))
    assert words(lay(timeline, say(50, first=50, at=30.0, rtp=1.0)))[0] == 30.0
    assert timeline.gaps == []


def test_what_comes_after_its_place_is_taken_is_noted() -> None:
    timeline = Timeline(OPENED)
    lay(timeline, say(50))
    list(timeline.pass_until(OPENED + 2.0))
    late = say(10, first=50, at=1.0, late=0.5)
    assert lay(timeline, late) == []
    assert timeline.gaps == [Gap(1.0, 1.2, GapReason.LATE)]


def test_doubles_and_garbage_are_left_out() -> None:
    timeline = Timeline(OPENED)
    packets = say(3)
    broken = OpusPacket(b"\xff", 3, packets[2].rtp_time + FRAME, 30, OPENED + 0.06)
    empty = OpusPacket(b"", 4, packets[2].rtp_time + 2 * FRAME, 30, OPENED + 0.08)
    assert len(lay(timeline, [*packets, packets[2], broken, empty])) == 3
