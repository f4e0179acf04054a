"""What the JSON and the YAML reader have in common: a value, what is wrong with it, where it is."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple, Protocol

from dclint.base.pointer import Json, Pointer

MAX_DEPTH = 200  # nesting beyond which a text is refused

# Digits of an integer that Python converts (CVE-2020-10735); longer ones become floats.
MAX_DIGITS = 4300

# Problems of one kind that are reported for one text; a hostile one could hold millions.
MAX_PROBLEMS = 100

TOO_DEEP = f"Nested more than {MAX_DEPTH} levels deep"
QUOTE_PLACEHOLDERS = "put the whole text that contains `{{` in quotes"
_MAX_QUOTED = 40  # characters of the text that a message quotes
_PLANE_NONCHARACTERS = "".join(
    chr(p + 0xFFFE) + chr(p + 0xFFFF) for p in range(0, 0x110000, 0x10000)
)

# Surrogates without their other half, and the code points that Unicode reserves for ever. Source:
# RFC 7493, 2.1; The Unicode Standard, 23.7.
INVALID_CHARACTERS = f"[\ud800-\udfff\ufdd0-\ufdef{_PLANE_NONCHARACTERS}]"

# What UTF-8 writes U+FDD0, U+…FFFE and U+…FFFF with, and some others.
_NONCHARACTER_BYTES = (b"\xef\xb7", b"\xbf\xbe", b"\xbf\xbf")


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


class ParseError(Exception):
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

    def locate_value(self, at: Pointer, *, on_key: bool = False) -> Span:
        """Return where the value at `at` stands, or its member's name.

        Raises LookupError or TypeError if there is no such value.
        """

    def locate_fragment(self, at: Pointer, fragment: tuple[int, int]) -> Span:
        """Return where code points of the string at `at` stand in the text."""


class BrokenTree:
    """What takes the place of a value that cannot be read."""

    data: Json = None

    def __init__(self, problem: Problem) -> None:
        self.problems: tuple[Problem, ...] = (problem,)

    def locate_value(self, at: Pointer, *, on_key: bool = False) -> Span:
        """Raise LookupError: there is no value."""
        raise LookupError(f"nothing at {at}")

    def locate_fragment(self, at: Pointer, fragment: tuple[int, int]) -> Span:
        """Raise LookupError: there is no value."""
        return self.locate_value(at)


def find_invalid_text(tree: Tree) -> Iterator[Problem]:
    """Yield the strings of a tree, names of members included, that are no Unicode text."""
    for at, on_key, bad in islice(_find_invalid_strings(tree.data), MAX_PROBLEMS):
        span = (
            tree.locate_value(at, on_key=True) if on_key else tree.locate_fragment(at, bad.span())
        )
        yield make_character_problem(bad[0], span, at)


def may_hold_noncharacter(text: str) -> bool:
    """Whether a text may hold a noncharacter; 20 times faster than to be sure."""
    if text.isascii():
        return False
    data = text.encode()
    return any(sign in data for sign in _NONCHARACTER_BYTES)


def make_character_problem(character: str, span: Span, at: Pointer = ()) -> Problem:
    """Say that a character is no Unicode text."""
    kind = "an unpaired surrogate" if "\ud800" <= character <= "\udfff" else "a noncharacter"
    message = f"U+{ord(character):04X} is {kind}, which is no text"
    return Problem("invalid-text-encoding", message, span, at=at)


def _find_invalid_strings(value: Json) -> Iterator[tuple[Pointer, bool, re.Match[str]]]:
    search = re.compile(INVALID_CHARACTERS).search
    path: list[str | int] = [0]
    levels: list[Iterator[tuple[str | int, Json]]] = [iter([(0, value)])]
    while levels:
        for path[-1], child in levels[-1]:
            for on_key, text in ((True, path[-1]), (False, child)):
                if isinstance(text, str) and (bad := search(text)):
                    yield tuple(path[1:]), on_key, bad
            if isinstance(child, (dict, list)):
                children = child.items() if isinstance(child, dict) else enumerate(child)
                levels.append(iter(children))
                path.append(0)
                break
        else:
            levels.pop()
            path.pop()


def describe_repeated_key(name: str) -> str:
    """Say that a member's name stands there for the second time."""
    return f"{quote_text(name)} stands twice in one object; readers disagree on which one counts"


def make_size_problem(limit: int, span: Span) -> Problem:
    """Say that a text has more to it than may be read; `limit` is in values."""
    message = f"The text stands for more than {limit:,} values, so it was not read"
    return Problem("unsafe-document", message, span)


def quote_text(name: str) -> str:
    """Quote something of the text in a message, on one line and not at any length."""
    line = re.sub(rf"[\r\n]|{INVALID_CHARACTERS}", " ", name[: _MAX_QUOTED + 1])
    return f"`{line}`" if len(line) <= _MAX_QUOTED else f"`{line[: _MAX_QUOTED - 1]}…`"
