"""Whether somebody is there: by the socket, by the media, and away after a while without either."""

SILENCE = 10.0
"""Seconds without a sign of life after which the others are told."""


class Presence:
    """Signs of life of one participant, on the monotonic clock in seconds."""

    def __init__(self, now: float) -> None:
        self.has_socket = True
        self.is_away = False
        self.socket_lost_at = now

    def socket_opened(self) -> None:
        self.has_socket = True

    def socket_lost(self, now: float) -> None:
        self.has_socket = False
        self.socket_lost_at = now

    def media_lost(self, now: float) -> None:
        """Give somebody without a socket the full time again, from the end of the media."""
        self.socket_lost_at = now

    def is_due_away(self, now: float, media_heard_at: float | None) -> bool:
        """Decide by the media where there was any, else by the socket."""
        if media_heard_at is not None:
            return now - media_heard_at > SILENCE
        return not self.has_socket and now - self.socket_lost_at > SILENCE
