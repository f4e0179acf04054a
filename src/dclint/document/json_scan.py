"""What the standard JSON parser does not say: names that repeat, the depth, where `NaN` stands.

All of it reads a text that the parser has accepted, at least as far as it is read here, and is
imported when it is needed, which is rarely.
"""

import json
import re
from collections.abc import Iterator

from dclint.base.pointer import Pointer
from dclint.document.tree import MAX_DEPTH, Span

_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_TOKEN = re.compile(_STRING + r"|[\[\]{},]")
_CONSTANT = re.compile(_STRING + r"|(-?Infinity|NaN)")


class _OpenBracket:
    """An object or an array whose end has not come yet, and the member or item at hand."""

    __slots__ = ("index", "name", "names", "start")

    def __init__(self, start: int, names: set[str] | None) -> None:
        self.start = start
        self.names = names
        self.name: str | None = None
        self.index = 0


def find_repeated_keys(text: str) -> Iterator[tuple[int, Pointer, Span]]:
    """Yield each name that its object has already had: the object's start, the place, the name."""
    stack: list[_OpenBracket] = []
    previous = ""
    for found in _TOKEN.finditer(text):
        mark = found[0][0]
        if mark in "{[":
            stack.append(_OpenBracket(found.start(), set() if mark == "{" else None))
        elif mark in "}]":
            stack.pop()
        elif mark == ",":
            stack[-1].index += 1
        elif previous in ("{", ",") and (names := stack[-1].names) is not None:
            stack[-1].name = name = json.loads(found[0])
            if name in names:
                at = tuple(o.index if o.name is None else o.name for o in stack)
                yield stack[-1].start, at, Span(*found.span())
            names.add(name)
        previous = mark


def find_invalid_constant(text: str) -> Span:
    """Return where the first number stands that JSON does not have."""
    return next(Span(*found.span(1)) for found in _CONSTANT.finditer(text) if found[1])


def find_too_deep_bracket(text: str) -> Span:
    """Return the first bracket that is nested too deep."""
    tokens = _TOKEN.finditer(text)
    depth = 0
    while depth <= MAX_DEPTH:
        found = next(tokens)
        depth += (found[0] in "[{") - (found[0] in "]}")
    return Span(*found.span())
