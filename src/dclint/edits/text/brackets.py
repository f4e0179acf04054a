"""Collections in brackets: objects and arrays of JSON, flow mappings and sequences of YAML."""

from collections.abc import Callable
from typing import NamedTuple

from dclint.base.pointer import Json, Pointer
from dclint.edits.text.change import WHITESPACE, EditableDocument, TextChange, Unwritable


class BracketLayout(NamedTuple):
    """How members are written where a new one is to stand."""

    colon: str
    """What stands between a name and its value."""
    newline: str
    """A line break with the indentation of a member; empty where all is on one line."""
    unit: str
    """By how much what is inside of something is indented further."""


ValueWriter = Callable[[Json, BracketLayout], str]


class BracketEditor:
    """Adds and removes members and items."""

    def __init__(self, source: EditableDocument, write: ValueWriter) -> None:
        self._document = source
        self._write_value = write

    def insert_child(self, at: Pointer, value: Json, name: str | None = None) -> TextChange:
        """Add an item to the list at `at`, or a member of that name to the object."""
        source = self._document
        children = source.list_children(at)
        layout = self._detect_layout(at, children)
        prefix = "" if name is None else f"{self._write_value(name, layout)}{layout.colon}"
        if not children:
            start, end = source.locate_value(at)
            whole = TextChange(start + 1, end - 1, prefix + self._write_value(value, layout))
            return self._refuse_lost_text(start + 1, end - 1, "", whole)
        last = source.locate_value(children[-1])
        gap = self._read_gap(children[-1])
        if not gap and len(children) == 1 and layout.colon.endswith(" "):
            gap = " "
        sibling = source.slice_text(last)
        if isinstance(value, dict | list) and "\n" not in sibling and sibling[:1] in ("{", "["):
            layout = layout._replace(newline="")
        return TextChange(last.end, last.end, f",{gap}{prefix}{self._write_value(value, layout)}")

    def remove_child(self, at: Pointer) -> TextChange:
        """Remove an item or a member with one of the commas around it."""
        source, parent = self._document, at[:-1]
        children = source.list_children(parent)
        if at not in children:
            raise Unwritable
        number = children.index(at)
        start, end = source.locate_key(at).start, source.locate_value(at).end
        if source.text[:start].rstrip(WHITESPACE)[-1:] not in ("{", "[", ","):
            raise Unwritable  # its own anchor
        if number + 1 < len(children):
            following = source.locate_key(children[number + 1]).start
            return self._refuse_lost_text(end, following, ",", TextChange(start, following, ""))
        if number:
            before = source.locate_value(children[number - 1]).end
            return self._refuse_lost_text(before, start, ",", TextChange(before, end, ""))
        first, last = source.locate_value(parent)
        return self._refuse_lost_text(end, last - 1, "", TextChange(first + 1, last - 1, ""))

    def _refuse_lost_text(self, start: int, end: int, mark: str, change: TextChange) -> TextChange:
        """Refuse to remove what is more than a comma: a comment, or the anchor of a neighbour."""
        if self._document.text[start:end].strip(WHITESPACE) != mark:
            raise Unwritable
        return change

    def _read_gap(self, child: Pointer) -> str:
        """Return the white space before a child."""
        start = self._document.locate_key(child).start
        before = self._document.text[:start].rstrip(WHITESPACE)
        return self._document.text[len(before) : start]

    def _detect_layout(self, at: Pointer, children: list[Pointer]) -> BracketLayout:
        gap = self._read_gap(children[-1]) if children else ""
        head, newline, indentation = gap.rpartition("\n")
        if not newline:
            return BracketLayout(self._detect_colon(at), "", "")
        source = self._document
        end = source.locate_value(at).end - 1
        outer = source.text[source.find_line_start(end) : end]
        unit = indentation[len(outer) :] if not outer.strip(WHITESPACE) else ""
        carriage = "\r" * head.endswith("\r")
        return BracketLayout(self._detect_colon(at), f"{carriage}\n{indentation}", unit or "  ")

    def _detect_colon(self, at: Pointer) -> str:
        """Find out how the nearest object around a place separates names and values."""
        source = self._document
        for depth in range(len(at), -1, -1):
            if isinstance(source.get_value(at[:depth]), dict) and (
                found := source.list_children(at[:depth])
            ):
                gap = source.text[
                    source.locate_key(found[0]).end : source.locate_value(found[0]).start
                ]
                return gap if gap.strip(WHITESPACE) == ":" and "\n" not in gap else ": "
        return ": "
