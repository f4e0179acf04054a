"""How fast requests follow each other: never faster than agreed, not at all when asked to wait."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import ceil

# Seconds; Intercom's windows last ten (https://developers.intercom.com, rate limiting).
LONGEST_WAIT = 120.0

_TELLING = 0.5  # seconds; shorter waits are not worth a word

# Seconds; so much delay, while a connector is checked or the machine is busy, is caught up.
_LATE = 0.1


class RateLimiter:
    """Gives requests their turns, evenly, and in no second more than `rate` of them."""

    def __init__(self, rate: float, waiting: Callable[[float], None]) -> None:
        self._interval = 1 / rate
        self._waiting = waiting
        self._held = 0.0
        self._even = 0.0
        """When the next turn is due; a short delay is caught up."""
        self._recent: deque[float] = deque(maxlen=ceil(rate))
        self._order = asyncio.Lock()

    async def wait_for_turn(self) -> None:
        """Wait until the next request may be sent; whoever came first goes first."""
        clock = asyncio.get_running_loop().time
        async with self._order:
            while (pause := self._free - clock()) > 0:
                if pause > _TELLING:
                    self._waiting(pause)
                await asyncio.sleep(pause)
            now = clock()
            self._even = (self._even if now - self._even < _LATE else now) + self._interval
            self._recent.append(now)

    @property
    def _free(self) -> float:
        is_full = len(self._recent) == self._recent.maxlen
        return max(self._held, self._even, self._recent[0] + 1 if is_full else 0)

    def hold_all(self, seconds: float) -> None:
        """Let nobody have a turn for so long."""
        until = asyncio.get_running_loop().time() + min(seconds, LONGEST_WAIT)
        self._held = max(self._held, until)


def read_requested_wait(headers: Mapping[str, str]) -> float | None:
    """Return for how many seconds an answer asks to wait; None if it does not.

    `X-RateLimit-Reset` is a Unix timestamp and counts when nothing remains; `Retry-After` is a
    number of seconds or a date (RFC 9110, 10.2.3).
    """
    now = _date(headers.get("date")) or datetime.now(UTC).timestamp()
    after = headers.get("retry-after", "").strip()
    pauses = [_number(after)]
    if (at := _date(after)) is not None:
        pauses.append(at - now)
    remaining = _number(headers.get("x-ratelimit-remaining"))
    reset = _number(headers.get("x-ratelimit-reset"))
    if remaining is not None and remaining <= 0 and reset is not None:
        pauses.append(reset - now)
    return max((pause for pause in pauses if pause is not None and pause > 0), default=None)


def _number(text: str | None) -> float | None:
    """Read a whole number of a sensible length."""
    text = (text or "").strip()
    return float(text) if text.isascii() and text.isdigit() and len(text) < 13 else None  # noqa: PLR2004


def _date(text: str | None) -> float | None:
    try:
        return parsedate_to_datetime(text or "").timestamp()
    except (ValueError, OverflowError, OSError):
        return None
