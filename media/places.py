"""Which receiving line of a viewer shows whom."""

from collections.abc import Mapping

from .grants import Kind


class Places:
    """A viewer's places: one number per other participant, the same for sound and camera.

    The numbers belong to the seat and outlive its connections; the lines ("slots", named by their
    mid) belong to the connection. Place n is heard in the n-th audio line and seen in the n-th
    camera line, which share a stream id, so that browsers keep lips and voice together.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def take(self, participant_id: str) -> None:
        """Give the lowest free number; whoever has one keeps it."""
        if participant_id in self._numbers:
            return
        taken = set(self._numbers.values())
        self._numbers[participant_id] = next(n for n in range(len(taken) + 1) if n not in taken)

    def leave(self, participant_id: str) -> None:
        self._numbers.pop(participant_id, None)

    def clear(self) -> None:
        self._numbers.clear()

    def assign(
        self, lines: Mapping[Kind, tuple[str, ...]], *, sharer: str | None
    ) -> dict[str, tuple[str, Kind]]:
        """Map mids of `lines` to who is in them; places beyond the offered lines stay dark."""
        slots: dict[str, tuple[str, Kind]] = {}
        for kind in (Kind.AUDIO, Kind.CAMERA):
            mids = lines.get(kind, ())
            for participant_id, number in self._numbers.items():
                if number < len(mids):
                    slots[mids[number]] = (participant_id, kind)
        screens = lines.get(Kind.SCREEN, ())
        if sharer in self._numbers and screens:
            slots[screens[0]] = (sharer, Kind.SCREEN)
        return slots
