"""Where the values of a JSON text stand, found when asked for and no further than needed."""

import json
import re
from array import array
from collections.abc import Container, Iterator
from typing import Any

from dclint.base.pointer import Pointer
from dclint.document.string_source import map_json_fragment
from dclint.document.tree import Span

_WHITESPACE = re.compile(r"[ \t\n\r]*")
_decode_value = json.JSONDecoder(parse_int=float).raw_decode


class JsonPositions:
    """An index of a text that is known to be JSON; it grows by what is asked of it."""

    def __init__(self, text: str, doubled: Container[int]) -> None:
        self._text = text
        self._objects_with_duplicates = doubled
        """Where objects begin that have several members of one name: the last one counts."""
        self._children: dict[int, _Children] = {}
        self._ends: dict[int, int] = {}

    def locate_value(self, at: Pointer, *, on_key: bool = False) -> Span:
        """Return where the value at `at` stands, or its member's name."""
        name = start = skip_whitespace(self._text, 0)
        for step in at:
            if start not in self._children:
                self._children[start] = _Children(self._text, start)
            name, start = self._children[start].find_child(
                step, is_last=start in self._objects_with_duplicates
            )
        start = name if on_key else start
        if start not in self._ends:
            self._ends[start] = _decode_value(self._text, start)[1]
        return Span(start, self._ends[start])

    def locate_fragment(self, at: Pointer, fragment: tuple[int, int]) -> Span:
        """Return where code points of the string at `at` stand."""
        start, end = self.locate_value(at)
        found = map_json_fragment(self._text[start + 1 : end - 1], fragment)
        return Span(start + 1 + found.start, start + 1 + found.end)


class _Children:
    """The members of one object or the items of one array, as far as they have been looked at."""

    def __init__(self, text: str, start: int) -> None:
        self._numbers: dict[str | int, int] | None = {} if text[start] == "{" else None
        self._names = array("I")
        self._values = array("I")
        self._unread = self._read_children(text, start) if text[start] in "{[" else iter(())

    def find_child(self, step: Any, *, is_last: bool) -> tuple[int, int]:
        """Return where a child's name and its value begin; `is_last`: the last of that name."""
        is_known = step < len(self._values) if self._numbers is None else step in self._numbers
        if not is_known:
            for found in self._unread:
                if found == step and not is_last:
                    break
        number = step if self._numbers is None else self._numbers[step]
        return self._names[number], self._values[number]

    def _read_children(self, text: str, start: int) -> Iterator[str | int]:
        position = skip_whitespace(text, start + 1)
        while text[position] not in "]}":
            name: str | int = len(self._values)
            self._names.append(position)
            if self._numbers is not None:
                name, position = _decode_value(text, position)
                self._numbers[name] = len(self._values)
                position = skip_whitespace(text, skip_whitespace(text, position) + 1)
            self._values.append(position)
            yield name
            position = skip_whitespace(text, _decode_value(text, position)[1])
            if text[position] == ",":
                position = skip_whitespace(text, position + 1)


def skip_whitespace(text: str, position: int) -> int:
    """Return where the white space that begins at `position` ends."""
    found = _WHITESPACE.match(text, position)
    return found.end() if found else position
