"""How messages quote what a file says: on one line, short, and with nothing invisible in it."""

import re
from collections.abc import Sequence

_LIMIT = 40
_INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
"""Controls, line breaks, bidirectional and zero-width marks, surrogates, tags."""


def quoted(text: str) -> str:
    """Put `text` in backticks: at most 40 characters, what cannot be seen as an escape."""
    shown = _INVISIBLE.sub(lambda found: ascii(found[0])[1:-1], text[: _LIMIT + 1])
    shown = shown.replace("`", "'")
    return f"`{shown[: _LIMIT - 1]}…`" if len(shown) > _LIMIT else f"`{shown}`"


def listed(names: Sequence[str], conjunction: str = "or") -> str:
    """List names in backticks: `a`, `b` or `c`."""
    *others, last = [f"`{name}`" for name in names]
    return f"{', '.join(others)} {conjunction} {last}" if others else last


def as_placeholder(name: str) -> str:
    """Put the placeholder of that name in backticks."""
    return quoted("{{" + name + "}}")
