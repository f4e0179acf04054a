"""What is left of a YAML document once it is read: nodes with values and places."""

import re
from typing import Any

from dclint.base.pointer import Json, Pointer
from dclint.document.tree import Problem, Span

# The anchor and the tag that may stand before a value.
_PROPERTIES = re.compile(r"(?:[&!]\S*+(?:\s++(?:#.*+)?)++)*+")


class Node:
    """A value and where it stands, with the anchor or the tag before it and blanks behind it."""

    __slots__ = ("children", "depth", "end", "keys", "size", "start", "text", "value")

    def __init__(self, start: int, end: int, value: Json, text: str | None = None) -> None:
        self.start = start
        self.end = end
        self.value = value
        self.text = text
        """What a scalar says before it is given a type; None for a collection."""
        self.children: Any = None
        """The nodes of the items, or of the members by their names."""
        self.keys: Any = None
        """The nodes of the members' names; None for what is no mapping."""
        self.size = 1
        """How many nodes it is, aliases written out."""
        self.depth = 0
        """How many collections it is deep."""


def get_event_span(event: Any) -> Span:
    """Return where an event's source stands; libyaml always says so, unlike its type stubs."""
    return Span(event.start_mark.index, event.end_mark.index)


class YamlTree:
    """One document of a YAML stream."""

    def __init__(self, text: str, root: Node) -> None:
        self._text = text
        self._root = root
        self.problems: tuple[Problem, ...] = ()

    @property
    def data(self) -> Json:
        """The value."""
        return self._root.value

    def locate_value(self, at: Pointer, *, on_key: bool = False) -> Span:
        """Return where the value at `at` stands, or its member's name."""
        parent = node = self._root
        for step in at:
            parent, node = node, node.children[step]
        if on_key and at and isinstance(parent.value, dict):
            node = parent.keys[at[-1]]
        start = self._skip_properties(node)
        return Span(start, start + len(self._text[start : node.end].rstrip(" \t\r\n")))

    def locate_fragment(self, at: Pointer, fragment: tuple[int, int]) -> Span:
        """Return where code points of the string at `at` stand in the text."""
        from dclint.document.string_source import map_yaml_fragment

        node = self._root
        for step in at:
            node = node.children[step]
        start = self._skip_properties(node)
        found = map_yaml_fragment(self._text[start : node.end], node.value, fragment)
        return Span(start + found.start, start + found.end)

    def _skip_properties(self, node: Node) -> int:
        found = _PROPERTIES.match(self._text, node.start, node.end)
        return found.end() if found else node.start
