"""Collections in brackets: objects and arrays of JSON, flow mappings and sequences of YAML."""

from collections.abc import Callable
from typing import NamedTuple

from dclint.base.pointer import Json, Pointer
from dclint.edits.text.change import BLANK, Change, Source, Unwritable


class Layout(NamedTuple):
    """How members are written where a new one is to stand."""

    colon: str
    """What stands between a name and its value."""
    newline: str
    """A line break with the indentation of a member; empty where all is on one line."""
    unit: str
    """By how much what is inside of something is indented further."""


Writer = Callable[[Json, Layout], str]


class Brackets:
    """Adds and removes members and items."""

    def __init__(self, source: Source, write: Writer) -> None:
        self._source = source
        self._write = write

    def insert(self, at: Pointer, value: Json, name: str | None = None) -> Change:
        """Add an item to the list at `at`, or a member of that name to the object."""
        source = self._source
        children = source.children(at)
        layout = self._layout(at, children)
        prefix = "" if name is None else f"{self._write(name, layout)}{layout.colon}"
        if not children:
            start, end = source.span(at)
            whole = Change(start + 1, end - 1, prefix + self._write(value, layout))
            return self._without(start + 1, end - 1, "", whole)
        last = source.span(children[-1])
        gap = self._gap(children[-1])
        if not gap and len(children) == 1 and layout.colon.endswith(" "):
            gap = " "
        sibling = source.raw(last)
        if isinstance(value, dict | list) and "\n" not in sibling and sibling[:1] in ("{", "["):
            layout = layout._replace(newline="")
        return Change(last.end, last.end, f",{gap}{prefix}{self._write(value, layout)}")

    def remove(self, at: Pointer) -> Change:
        """Remove an item or a member with one of the commas around it."""
        source, parent = self._source, at[:-1]
        children = source.children(parent)
        if at not in children:
            raise Unwritable
        number = children.index(at)
        start, end = source.key(at).start, source.span(at).end
        if source.text[:start].rstrip(BLANK)[-1:] not in ("{", "[", ","):
            raise Unwritable  # its own anchor
        if number + 1 < len(children):
            following = source.key(children[number + 1]).start
            return self._without(end, following, ",", Change(start, following, ""))
        if number:
            before = source.span(children[number - 1]).end
            return self._without(before, start, ",", Change(before, end, ""))
        first, last = source.span(parent)
        return self._without(end, last - 1, "", Change(first + 1, last - 1, ""))

    def _without(self, start: int, end: int, mark: str, change: Change) -> Change:
        """Refuse to remove what is more than a comma: a comment, or the anchor of a neighbour."""
        if self._source.text[start:end].strip(BLANK) != mark:
            raise Unwritable
        return change

    def _gap(self, child: Pointer) -> str:
        """Return the white space before a child."""
        start = self._source.key(child).start
        before = self._source.text[:start].rstrip(BLANK)
        return self._source.text[len(before) : start]

    def _layout(self, at: Pointer, children: list[Pointer]) -> Layout:
        gap = self._gap(children[-1]) if children else ""
        head, newline, indentation = gap.rpartition("\n")
        if not newline:
            return Layout(self._colon(at), "", "")
        source = self._source
        end = source.span(at).end - 1
        outer = source.text[source.line_start(end) : end]
        unit = indentation[len(outer) :] if not outer.strip(BLANK) else ""
        carriage = "\r" * head.endswith("\r")
        return Layout(self._colon(at), f"{carriage}\n{indentation}", unit or "  ")

    def _colon(self, at: Pointer) -> str:
        """Find out how the nearest object around a place separates names and values."""
        source = self._source
        for depth in range(len(at), -1, -1):
            if isinstance(source.value(at[:depth]), dict) and (
                found := source.children(at[:depth])
            ):
                gap = source.text[source.key(found[0]).end : source.span(found[0]).start]
                return gap if gap.strip(BLANK) == ":" and "\n" not in gap else ": "
        return ": "
