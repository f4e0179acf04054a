"""Where the values of a JSON text stand, found when asked for and no further than needed."""

import json
import re
from collections.abc import Container, Iterator
from typing import NamedTuple

from dclint.document.scalar import json_source
from dclint.document.tree import Span
from dclint.pointer import Pointer

BLANK = re.compile(r"[ \t\n\r]*")

_skip = json.JSONDecoder(parse_int=float).raw_decode


class _Place(NamedTuple):
    name: int
    """Where the member's name begins, or the item."""
    value: int


class JsonPlaces:
    """An index of a text that is known to be JSON; it grows by what is asked of it."""

    def __init__(self, text: str, doubled: Container[int]) -> None:
        self._text = text
        self._doubled = doubled
        """Where objects begin that have several members of one name: the last one counts."""
        self._found: dict[int, dict[str | int, _Place]] = {}
        self._rest: dict[int, Iterator[tuple[str | int, _Place]]] = {}
        self._ends: dict[int, int] = {}

    def span(self, at: Pointer, *, on_key: bool = False) -> Span:
        """Return where the value at `at` stands, or its member's name."""
        place = _Place(0, blank(self._text, 0))
        for step in at:
            place = self._place(place.value, step)
        start = place.name if on_key and at and isinstance(at[-1], str) else place.value
        if start not in self._ends:
            self._ends[start] = _skip(self._text, start)[1]
        return Span(start, self._ends[start])

    def offsets(self, at: Pointer, fragment: tuple[int, int]) -> Span:
        """Return where code points of the string at `at` stand."""
        start, end = self.span(at)
        found = json_source(self._text[start + 1 : end - 1], fragment)
        return Span(start + 1 + found.start, start + 1 + found.end)

    def _place(self, container: int, step: str | int) -> _Place:
        found = self._found.setdefault(container, {})
        if step in found:
            return found[step]
        if container not in self._rest:
            self._rest[container] = self._members(container)
        for name, place in self._rest[container]:
            found[name] = place
            if name == step and container not in self._doubled:
                break
        return found[step]

    def _members(self, container: int) -> Iterator[tuple[str | int, _Place]]:
        text = self._text
        if text[container] not in "[{":
            return
        position, index = blank(text, container + 1), 0
        while text[position] not in "]}":
            name: str | int = index
            start = position
            if text[container] == "{":
                name, position = _skip(text, position)
                position = blank(text, blank(text, position) + 1)
            yield name, _Place(start, position)
            position = blank(text, _skip(text, position)[1])
            if text[position] == ",":
                position = blank(text, position + 1)
            index += 1


def blank(text: str, position: int) -> int:
    """Return where the white space that begins at `position` ends."""
    found = BLANK.match(text, position)
    return found.end() if found else position
