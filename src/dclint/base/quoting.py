"""How messages quote what a file says: on one line, short, and with nothing invisible in it."""

import re
from collections.abc import Sequence

from dclint.base.escape import INVISIBLE, escape_match

_MAX_QUOTED = 40


def quote_text(text: str) -> str:
    """Put `text` in backticks: at most 40 characters, what cannot be seen as an escape."""
    shown = re.sub(INVISIBLE, escape_match, text[: _MAX_QUOTED + 1])
    shown = shown.replace("`", "'")
    return f"`{shown[: _MAX_QUOTED - 1]}…`" if len(shown) > _MAX_QUOTED else f"`{shown}`"


def join_names(names: Sequence[str], conjunction: str = "or") -> str:
    """List names in backticks: `a`, `b` or `c`."""
    *others, last = [f"`{name}`" for name in names]
    return f"{', '.join(others)} {conjunction} {last}" if others else last


def quote_placeholder(name: str) -> str:
    """Put the placeholder of that name in backticks."""
    return quote_text("{{" + name + "}}")
