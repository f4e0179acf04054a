"""How fast requests follow each other: never faster than agreed, not at all when asked to wait."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import ceil

# Seconds; Intercom's windows last ten (https://developers.intercom.com, rate limiting).
MAX_WAIT = 120.0

_MIN_SHOWN_WAIT = 0.5  # seconds; shorter waits are not worth a word

# Seconds; so much delay, while a connector is checked or the machine is busy, is caught up.
_MAX_CATCH_UP = 0.1


class RateLimiter:
    """Gives requests their turns, evenly, and in no second more than `rate` of them."""

    def __init__(self, rate: float, waiting: Callable[[float], None]) -> None:
        self._interval = 1 / rate
        self._on_wait = waiting
        self._held_until = 0.0
        self._next_due = 0.0
        """When the next turn is due; a short delay is caught up."""
        self._recent_turns: deque[float] = deque(maxlen=ceil(rate))
        self._lock = asyncio.Lock()

    async def wait_for_turn(self) -> None:
        """Wait until the next request may be sent; whoever came first goes first."""
        clock = asyncio.get_running_loop().time
        async with self._lock:
            while (pause := self._next_turn - clock()) > 0:
                if pause > _MIN_SHOWN_WAIT:
                    self._on_wait(pause)
                await asyncio.sleep(pause)
            now = clock()
            self._next_due = (
                self._next_due if now - self._next_due < _MAX_CATCH_UP else now
            ) + self._interval
            self._recent_turns.append(now)

    @property
    def _next_turn(self) -> float:
        is_full = len(self._recent_turns) == self._recent_turns.maxlen
        return max(self._held_until, self._next_due, self._recent_turns[0] + 1 if is_full else 0)

    def hold_all(self, seconds: float) -> None:
        """Let nobody have a turn for so long."""
        until = asyncio.get_running_loop().time() + min(seconds, MAX_WAIT)
        self._held_until = max(self._held_until, until)


def read_requested_wait(headers: Mapping[str, str]) -> float | None:
    """Return for how many seconds an answer asks to wait; None if it does not.

    `X-RateLimit-Reset` is a Unix timestamp and counts when nothing remains; `Retry-After` is a
    number of seconds or a date (RFC 9110, 10.2.3).
    """
    now = _parse_date(headers.get("date")) or datetime.now(UTC).timestamp()
    after = headers.get("retry-after", "").strip()
    pauses = [_parse_number(after)]
    if (at := _parse_date(after)) is not None:
        pauses.append(at - now)
    remaining = _parse_number(headers.get("x-ratelimit-remaining"))
    reset = _parse_number(headers.get("x-ratelimit-reset"))
    if remaining is not None and remaining <= 0 and reset is not None:
        pauses.append(reset - now)
    return max((pause for pause in pauses if pause is not None and pause > 0), default=None)


def _parse_number(text: str | None) -> float | None:
    """Read a whole number of a sensible length."""
    text = (text or "").strip()
    return float(text) if text.isascii() and text.isdigit() and len(text) < 13 else None  # noqa: PLR2004


def _parse_date(text: str | None) -> float | None:
    try:
        return parsedate_to_datetime(text or "").timestamp()
    except (ValueError, OverflowError, OSError):
        return None
