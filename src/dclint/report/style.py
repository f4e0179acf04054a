"""How a report is written: colour or not, and nothing that a terminal would obey."""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from dclint.base.escape import INVISIBLE, escape_match
from dclint.engine.report import Report

# What cannot be seen, and how CI services are given commands: `::error` at the start of a line,
# even after spaces, `##[error]` and `##vso[…]` within one.
_UNSAFE = re.compile(INVISIBLE + r"|(?:\A|(?<=\s)):(?=:)|#(?=#\w*\[)")

LIST_ITEM = re.compile(r"(?:[*-]|[0-9]{1,2}\.) +")  # how an item of a list begins

_ANSI_CODES = {
    "error": "31;1",
    "warning": "33;1",
    "info": "36;1",
    "bold": "1",
    "dim": "2",
    "path": "4",
}


class Style(NamedTuple):
    """What the terminal can do, and what of the run no report contains."""

    color: bool = False
    at: str = "1970-01-01T00:00:00"
    """When the run began, in UTC, for the formats that must say so."""

    def paint(self, text: str, kind: str) -> str:
        """Return `text` in the colour of an error, a warning, an info, bold, dim or a path."""
        return f"\x1b[{_ANSI_CODES[kind]}m{text}\x1b[0m" if self.color else text


# A format: a pure function of what was found and how to write it.
Renderer = Callable[[Report, Style], str]


def escape_unsafe(text: str) -> str:
    """Return `text` with what a terminal would obey or hide as visible escapes."""
    return _UNSAFE.sub(escape_match, text)


def measure_width(text: str) -> int:
    """Return the columns that `text` takes in a terminal (Unicode Standard Annex #11)."""
    if text.isascii():
        return len(text)
    width = 0
    for character in text:
        if unicodedata.east_asian_width(character) in "WF":
            width += 1
        if not unicodedata.combining(character):
            width += 1
    return width


def format_count(count: int, noun: str) -> str:
    """Return a count with its noun: `1 error`, `2 errors`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def join_lines(paragraph: str) -> list[str]:
    """Return the lines of a paragraph, those of running text joined, items of a list apart."""
    lines: list[str] = []
    for line in map(str.strip, paragraph.splitlines()):
        if lines and not LIST_ITEM.match(line):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return lines
