"""How messages quote what a file says: on one line, short, and with nothing invisible in it."""

import re
from collections.abc import Sequence

from dclint.base.escape import INVISIBLE, escaped

_LIMIT = 40


def quoted(text: str) -> str:
    """Put `text` in backticks: at most 40 characters, what cannot be seen as an escape."""
    shown = re.sub(INVISIBLE, escaped, text[: _LIMIT + 1])
    shown = shown.replace("`", "'")
    return f"`{shown[: _LIMIT - 1]}…`" if len(shown) > _LIMIT else f"`{shown}`"


def listed(names: Sequence[str], conjunction: str = "or") -> str:
    """List names in backticks: `a`, `b` or `c`."""
    *others, last = [f"`{name}`" for name in names]
    return f"{', '.join(others)} {conjunction} {last}" if others else last


def as_placeholder(name: str) -> str:
    """Put the placeholder of that name in backticks."""
    return quoted("{{" + name + "}}")
