"""A line on a terminal's standard error that says how far the reading of a workspace is."""

import os
import time
from typing import TextIO

_BAR_WIDTH = 24
_MIN_INTERVAL = (
    0.1  # seconds between two drawings: a terminal over a slow line would hold up the reading
)


class ProgressBar:
    """Draws, over and over, one line that is wiped out at the end."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self._drawn_at = float("-inf")
        self._total = self._done = 0

    def set_total(self, connectors: int) -> None:
        """So many connectors are known to exist by now."""
        self._total = connectors
        self._draw_line("")

    def set_done(self, connectors: int) -> None:
        """So many of them have been read."""
        self._done = connectors
        self._draw_line("")

    def show_wait(self, seconds: float) -> None:
        """Nobody may ask for so long."""
        self._drawn_at = float("-inf")
        self._draw_line(f", waiting {seconds:.0f} s for the rate limit")

    def clear_line(self) -> None:
        """Wipe the line out, so that something else can stand there."""
        if self._stream and self._drawn_at > float("-inf"):
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _draw_line(self, note: str) -> None:
        now = time.monotonic()
        if self._stream is None or now - self._drawn_at < _MIN_INTERVAL:
            return
        self._drawn_at = now
        filled = _BAR_WIDTH * self._done // max(1, self._total)
        bar = "#" * filled + "-" * (_BAR_WIDTH - filled)
        self._stream.write(f"\r\x1b[KConnectors [{bar}] {self._done:,} of {self._total:,}{note}")
        self._stream.flush()


def choose_progress(stream: TextIO | None) -> ProgressBar:
    """Return somebody who draws on `stream` if it is a terminal that can, and nothing elsewhere."""
    can_draw = stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"
    return ProgressBar(stream if can_draw else None)
