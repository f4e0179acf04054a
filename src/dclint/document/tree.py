"""What the JSON and the YAML reader have in common: a value, what is wrong with it, where it is."""

import re
from typing import NamedTuple, Protocol

from dclint.pointer import Json, Pointer

MAX_DEPTH = 200
"""Nesting beyond which a text is refused."""

MAX_DIGITS = 4300
"""Digits of an integer that Python converts (CVE-2020-10735); longer ones become floats."""

MAX_PROBLEMS = 100
"""Problems of one kind that are reported for one text; a hostile one could hold millions."""

_LAST_OF_PLANES = "".join(chr(p + 0xFFFE) + chr(p + 0xFFFF) for p in range(0, 0x110000, 0x10000))
NONCHARACTER = re.compile(f"[\ufdd0-\ufdef{_LAST_OF_PLANES}]")
"""Code points that Unicode reserves for ever (The Unicode Standard, 23.7; RFC 7493, 2.1)."""


class Span(NamedTuple):
    """Code points `start` to `end` of a document's text."""

    start: int
    end: int


class Problem(NamedTuple):
    """Something wrong with a text as such; `rule` is the document rule that reports it."""

    rule: str
    message: str
    span: Span
    remedy: str | None = None
    at: Pointer = ()


class Refused(Exception):  # noqa: N818 - control flow inside the readers, never seen outside
    """Raised inside a reader when the text has no value; carries the problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Tree(Protocol):
    """One value of a text, with the places of its parts computed on demand."""

    problems: tuple[Problem, ...]

    @property
    def data(self) -> Json:
        """The value."""

    def span(self, at: Pointer, *, on_key: bool = False) -> Span:
        """Return where the value at `at` stands, or its member's name.

        Raises LookupError or TypeError if there is no such value.
        """

    def offsets(self, at: Pointer, fragment: tuple[int, int]) -> Span:
        """Return where code points of the string at `at` stand in the text."""
