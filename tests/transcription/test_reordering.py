"""The reorder window: order, loss, doubles, restarts."""

from dataclasses import replace
from random import Random

from tests.scripted_recognizer import SpokenPacket, talk
from transcription.reordering import DEPTH, ReorderWindow

PACKETS = list(talk(seconds=1.0, silence=0.0, since=0.0))


def sent(window: ReorderWindow, packets: list[SpokenPacket]) -> list[tuple[int, bool]]:
    released = [one for packet in packets for one in window.push(packet)]
    return [(one.packet.sequence, one.is_after_loss) for one in released]


def test_packets_in_order_pass_at_once() -> None:
    window = ReorderWindow()
    assert all(len(window.push(packet)) == 1 for packet in PACKETS)


def test_packets_that_overtook_each_other_come_out_in_order() -> None:
    packets = [PACKETS[0], PACKETS[2], PACKETS[3], PACKETS[1], PACKETS[4]]
    assert sent(ReorderWindow(), packets) == [(i, False) for i in range(5)]


def test_a_missing_packet_is_given_up_after_five_more() -> None:
    window = ReorderWindow()
    assert len(sent(window, [PACKETS[0], *PACKETS[2 : 1 + DEPTH]])) == 1
    assert sent(window, PACKETS[1 + DEPTH : 2 + DEPTH])[0] == (2, True)


def test_late_and_double_packets_are_left_out() -> None:
    window = ReorderWindow()
    sent(window, PACKETS[:10])
    assert sent(window, PACKETS[5:10]) == []


def test_what_is_held_comes_out_at_the_end() -> None:
    window = ReorderWindow()
    sent(window, [PACKETS[0], PACKETS[2]])
    assert [one.packet.sequence for one in window.flush()] == [2]


def test_sequence_numbers_wrap() -> None:
    packets = [replace(p, sequence=(65_530 + i) & 0xFFFF) for i, p in enumerate(PACKETS[:20])]
    assert [loss for _, loss in sent(ReorderWindow(), packets)] == [False] * 20


def test_a_source_that_starts_again_is_followed_at_once() -> None:
    window = ReorderWindow()
    sent(window, PACKETS)
    again = [replace(p, sequence=p.sequence + 9000, rtp_time=p.rtp_time + 10**9) for p in PACKETS]
    assert sent(window, again) == [(p.sequence, False) for p in again]


def test_a_restart_with_close_sequence_numbers_is_seen_by_its_clock() -> None:
    window = ReorderWindow()
    sent(window, PACKETS[20:40])
    again = [replace(p, rtp_time=p.rtp_time + 10**9) for p in PACKETS[:10]]
    assert sent(window, again) == [(p.sequence, False) for p in again]


def test_random_shuffles_and_losses_never_disorder_or_double() -> None:
    random = Random(7)  # noqa: S311  a reproducible network, not a secret
    for _ in range(50):
        packets = [packet for packet in PACKETS if random.random() > 0.1]
        packets.sort(key=lambda packet: packet.sequence + random.uniform(0, 4))
        window = ReorderWindow()
        order = [number for number, _ in sent(window, packets)]
        order += [one.packet.sequence for one in window.flush()]
        assert order == sorted(set(order))
        assert len(order) >= len(packets) - 3
