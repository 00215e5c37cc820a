"""Places, presence, the loudest speaker, the audio tap and addresses: rules without sockets."""

from media.addresses import find_addresses, is_usable
from media.audio import AudioTap, OpusPacket
from media.grants import Kind
from media.places import Places
from media.presence import SILENCE, Presence
from media.speaker import SpeakerDetector

LINES = {Kind.AUDIO: ("a0", "a1"), Kind.CAMERA: ("v0", "v1"), Kind.SCREEN: ("s",)}


def test_sound_and_camera_of_one_participant_share_a_place() -> None:
    places = Places()
    places.take("ann")
    places.take("ben")
    assert places.assign(LINES, sharer="ben") == {
        "a0": ("ann", Kind.AUDIO),
        "v0": ("ann", Kind.CAMERA),
        "a1": ("ben", Kind.AUDIO),
        "v1": ("ben", Kind.CAMERA),
        "s": ("ben", Kind.SCREEN),
    }


def test_a_place_is_kept_and_the_lowest_free_one_is_given() -> None:
    places = Places()
    for name in ("ann", "ben", "cem"):
        places.take(name)
    places.leave("ann")
    places.take("dee")
    places.take("ben")
    slots = places.assign(LINES, sharer=None)
    assert slots["a0"] == ("dee", Kind.AUDIO)
    assert slots["a1"] == ("ben", Kind.AUDIO)


def test_more_people_than_lines_stay_dark() -> None:
    places = Places()
    for name in ("ann", "ben", "cem"):
        places.take(name)
    slots = places.assign({Kind.AUDIO: ("a0", "a1", "a2"), Kind.CAMERA: ("v0",)}, sharer="ann")
    assert set(slots) == {"a0", "a1", "a2", "v0"}


def test_silent_media_is_away_even_with_a_socket() -> None:
    presence = Presence(0.0)
    assert not presence.is_due_away(100.0, media_heard_at=100.0 - SILENCE)
    assert presence.is_due_away(100.1, media_heard_at=100.0 - SILENCE)


def test_living_media_needs_no_socket() -> None:
    presence = Presence(0.0)
    presence.socket_lost(0.0)
    assert not presence.is_due_away(100.0, media_heard_at=99.0)
    assert presence.is_due_away(100.0, media_heard_at=None)


def test_the_first_to_speak_is_the_speaker_at_once() -> None:
    detector = SpeakerDetector()
    assert detector.choose({"ann": 30.0, "ben": 90.0}, 0.0) == "ann"


def test_a_short_noise_does_not_take_the_floor() -> None:
    detector = SpeakerDetector()
    detector.choose({"ann": 30.0, "ben": 90.0}, 0.0)
    assert detector.choose({"ann": 30.0, "ben": 20.0}, 0.2) == "ann"
    assert detector.choose({"ann": 30.0, "ben": 90.0}, 0.4) == "ann"
    assert detector.choose({"ann": 30.0, "ben": 20.0}, 0.7) == "ann"
    assert detector.choose({"ann": 30.0, "ben": 20.0}, 1.4) == "ben"


def test_nobody_speaks_after_a_pause() -> None:
    detector = SpeakerDetector()
    detector.choose({"ann": 30.0}, 0.0)
    assert detector.choose({"ann": 100.0}, 1.5) == "ann"
    assert detector.choose({"ann": 100.0}, 2.5) is None


def test_one_who_left_speaks_no_more() -> None:
    detector = SpeakerDetector()
    detector.choose({"ann": 30.0, "ben": 40.0}, 0.0)
    assert detector.choose({"ben": 100.0}, 0.1) is None


class Recorder:
    def __init__(self) -> None:
        self.packets: list[OpusPacket] = []

    def write(self, packet: OpusPacket) -> None:
        self.packets.append(packet)


def test_the_tap_counts_on_over_a_new_source_and_shows_no_loss() -> None:
    tap, sink = AudioTap(), Recorder()
    tap.attach(sink)
    tap.write(b"1", 70_000, 5_000_000, 30)
    tap.write(b"2", 70_001, 5_000_960, 30)
    tap.rebase()
    tap.write(b"3", 12, 99, None)
    assert [p.sequence for p in sink.packets] == [0, 1, 2]
    times = [p.rtp_time for p in sink.packets]
    assert times[1] - times[0] == 960
    assert 0 <= times[2] - times[1] < 48_000


def test_the_tap_passes_disorder_on_but_nothing_from_before_its_start() -> None:
    tap, sink = AudioTap(), Recorder()
    tap.attach(sink)
    for sequence in (10, 12, 11, 9):
        tap.write(b"x", sequence, sequence * 960, 30)
    assert [p.sequence for p in sink.packets] == [0, 2, 1]


def test_a_sink_that_detached_hears_no_more() -> None:
    tap, sink = AudioTap(), Recorder()
    tap.attach(sink)
    tap.detach(sink)
    tap.detach(sink)
    tap.write(b"x", 1, 1, 30)
    assert sink.packets == []


def test_the_announced_address_stands_alone() -> None:
    assert find_addresses("0.0.0.0", "203.0.113.5") == ["203.0.113.5"]  # noqa: S104  # not bound
    assert find_addresses("127.0.0.1", None) == ["127.0.0.1"]


def test_a_socket_on_all_interfaces_is_reached_from_this_machine_too() -> None:
    addresses = find_addresses("0.0.0.0", None)  # noqa: S104  # not bound
    assert addresses[-1] == "127.0.0.1"
    assert len(set(addresses)) == len(addresses)


def test_only_addresses_others_can_use_are_offered() -> None:
    assert is_usable("192.168.1.20")
    assert not is_usable("169.254.3.4")
    assert not is_usable("127.0.0.2")


class BrokenSink:
    def write(self, packet: OpusPacket) -> None:
        raise RuntimeError("out of order")


def test_a_sink_that_fails_is_detached_and_the_others_go_on() -> None:
    tap, sink = AudioTap(), Recorder()
    tap.attach(BrokenSink())
    tap.attach(sink)
    tap.write(b"x", 1, 1, 30)
    tap.write(b"x", 2, 2, 30)
    assert len(sink.packets) == 2
