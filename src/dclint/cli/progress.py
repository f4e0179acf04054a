"""A line on a terminal's standard error that says how far the reading of a workspace is."""

import os
import time
from typing import TextIO

_WIDTH = 24
_EVERY = 0.1  # seconds between two drawings: a terminal over a slow line would hold up the reading


class Progress:
    """Draws, over and over, one line that is wiped out at the end."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self._drawn = float("-inf")
        self._known = self._done = 0

    def listed(self, connectors: int) -> None:
        """So many connectors are known to exist by now."""
        self._known = connectors
        self._draw("")

    def read(self, connectors: int) -> None:
        """So many of them have been read."""
        self._done = connectors
        self._draw("")

    def waiting(self, seconds: float) -> None:
        """Nobody may ask for so long."""
        self._drawn = float("-inf")
        self._draw(f", waiting {seconds:.0f} s for the rate limit")

    def clear(self) -> None:
        """Wipe the line out, so that something else can stand there."""
        if self._stream and self._drawn > float("-inf"):
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _draw(self, note: str) -> None:
        now = time.monotonic()
        if self._stream is None or now - self._drawn < _EVERY:
            return
        self._drawn = now
        filled = _WIDTH * self._done // max(1, self._known)
        bar = "#" * filled + "-" * (_WIDTH - filled)
        self._stream.write(f"\r\x1b[KConnectors [{bar}] {self._done:,} of {self._known:,}{note}")
        self._stream.flush()


def choose_progress(stream: TextIO | None) -> Progress:
    """Return somebody who draws on `stream` if it is a terminal that can, and nothing elsewhere."""
    can_draw = stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"
    return Progress(stream if can_draw else None)
