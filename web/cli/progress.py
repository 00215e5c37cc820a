"""A progress bar on standard error, for people only."""

import sys
import time

WIDTH = 30
EVERY_SECONDS = 0.1


class ProgressBar:
    """Draws one line and draws it again; draws nothing where no terminal is."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._is_shown = sys.stderr.isatty()
        self._drawn_at = 0.0

    def show(self, fraction: float) -> None:
        """Draw what is done, from 0 to 1."""
        now = time.monotonic()
        if not self._is_shown or (fraction < 1 and now - self._drawn_at < EVERY_SECONDS):
            return
        self._drawn_at = now
        bar = "#" * round(fraction * WIDTH)
        end = "\n" if fraction >= 1 else ""
        print(
            f"\r{self._label} [{bar:<{WIDTH}}] {fraction:4.0%}",
            end=end,
            file=sys.stderr,
            flush=True,
        )
