"""How a report is written: colour or not, and nothing that a terminal would obey."""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from dclint.base.escape import INVISIBLE, escape_match
from dclint.engine.report import Report

# What cannot be seen, and how CI services are given commands: `::error` at the start of a line,
# even behind blanks, `##[error]` and `##vso[…]` within one.
_UNSAFE = re.compile(INVISIBLE + r"|(?:\A|(?<=\s)):(?=:)|#(?=#\w*\[)")

_ANSI_CODES = {
    "error": "31;1",
    "warning": "33;1",
    "info": "36;1",
    "bold": "1",
    "dim": "2",
    "path": "4",
}


class Style(NamedTuple):
    """What the terminal can do, and what of the run no report knows."""

    color: bool = False
    at: str = "1970-01-01T00:00:00"
    """When the run began, in UTC, for the formats that must say so."""

    def paint(self, text: str, kind: str) -> str:
        """Colour `text` as an error, a warning, an info, bold, dim or a path."""
        return f"\x1b[{_ANSI_CODES[kind]}m{text}\x1b[0m" if self.color else text


# A format: a pure function of what was found and how to write it.
Renderer = Callable[[Report, Style], str]


def escape_unsafe(text: str) -> str:
    """Write what a terminal would obey or hide as an escape, so that it can be seen."""
    return _UNSAFE.sub(escape_match, text)


def measure_width(text: str) -> int:
    """The columns that `text` takes in a terminal (Unicode Standard Annex #11)."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))


def format_count(count: int, noun: str) -> str:
    """Write a count with its noun: `1 error`, `2 errors`."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
