"""Counting what arrives: sequence, loss, jitter, and time that never wraps."""

from hypothesis import given
from hypothesis import strategies as st

from media.in_stream import InStream
from media.losses import MAX_MISSING, Losses
from tests.media.wire import PlainSender


def stream() -> InStream:
    return PlainSender().stream


def test_sequence_numbers_do_not_wrap() -> None:
    arriving = stream()
    numbers = [arriving.track(n & 0xFFFF, 0, 0.0) for n in range(65530, 65545)]
    assert numbers == list(range(numbers[0], numbers[0] + 15))


def test_a_late_packet_gets_the_number_it_would_have_had() -> None:
    arriving = stream()
    first = arriving.track(2, 0, 0.0)
    assert arriving.track(65535, 0, 0.0) == first - 3
    assert arriving.highest == first


@given(st.integers(0, 0xFFFF), st.lists(st.integers(-100, 100), max_size=60))
def test_any_order_of_packets_keeps_distances(start: int, steps: list[int]) -> None:
    arriving = stream()
    base = arriving.track(start, 0, 0.0)
    for step in steps:
        assert arriving.track((start + step) & 0xFFFF, 0, 0.0) == base + step


def test_a_report_tells_the_loss_since_the_last_one() -> None:
    arriving = stream()
    for sequence in range(100):
        if sequence % 10 != 5:
            arriving.track(sequence, 0, 0.0)
    first = arriving.report()
    for sequence in range(100, 200):
        arriving.track(sequence, 0, 0.0)
    second = arriving.report()
    assert first is not None
    assert second is not None
    assert (first.fraction_lost, first.packets_lost, first.newly_lost) == (25, 10, 10)
    assert (second.fraction_lost, second.packets_lost, second.newly_lost) == (0, 10, 0)


def test_duplicates_never_make_the_loss_negative_in_the_fraction() -> None:
    arriving = stream()
    for sequence in (1, 2, 2, 2, 3):
        arriving.track(sequence, 0, 0.0)
    report = arriving.report()
    assert report is not None
    assert (report.fraction_lost, report.packets_lost) == (0, -2)


def test_nothing_is_reported_before_the_first_packet() -> None:
    assert stream().report() is None


def test_jitter_is_measured_in_the_clock_of_the_stream() -> None:
    arriving = stream()
    for n in range(200):
        delay = 0.01 if n % 2 else 0.0
        arriving.track(n, n * 3000, n / 30 + delay)
    report = arriving.report()
    assert report is not None
    assert 800 < report.jitter < 1000  # 10 ms at 90 kHz


def test_rtp_time_does_not_wrap_and_knows_late_packets() -> None:
    arriving = stream()
    before = arriving.extend_timestamp(0xFFFFFF00)
    after = arriving.extend_timestamp(0x00000100)
    assert after - before == 0x200
    assert arriving.extend_timestamp(0xFFFFFF80) == before + 0x80


def test_a_packet_is_asked_for_a_few_times_and_then_given_up() -> None:
    losses = Losses()
    losses.note_gap(5, 7, now=0.0)
    asked = [losses.take_due(tenth / 20) for tenth in range(60)]
    assert [due for due in asked if due] == [[5, 6]] * 4
    assert not losses


def test_a_packet_that_came_is_not_asked_for() -> None:
    losses = Losses()
    losses.note_gap(5, 8, now=0.0)
    losses.arrived(6)
    assert losses.take_due(0.0) == [5, 7]


def test_too_many_losses_are_left_to_a_key_frame() -> None:
    losses = Losses()
    assert losses.note_gap(0, 10, now=0.0)
    assert not losses.note_gap(100, 100 + MAX_MISSING, now=0.0)
    assert not losses
