"""Collections of YAML without brackets: members and items that stand on lines of their own."""

import re
from collections.abc import Iterator

from dclint.base.pointer import Json, Pointer
from dclint.edits.text.change import EditableDocument, TextChange, Unwritable
from dclint.edits.text.yaml_scalars import write_scalar

_INDENTATION = "  "
_EMPTY_LINE = re.compile(r"[ \t]*(?:\r?\n|\Z)")
_COMMENT = re.compile(r"^[ \t]*#", re.MULTILINE)
_KEEP_HEADER = re.compile(
    r"[|>][0-9]?\+"
)  # the head of a block that keeps the blank lines behind it


class BlockEditor:
    """Adds and removes lines."""

    def __init__(self, source: EditableDocument) -> None:
        self._document = source

    def insert_child(self, at: Pointer, value: Json, name: str | None) -> TextChange:
        """Add an item to the list at `at`, or a member of that name to the mapping."""
        source, text = self._document, self._document.text
        children = source.list_children(at)
        end = max(source.locate_value(child).end for child in children)
        if name is None:
            dash = self._find_dash(children[-1])
            is_flow = text[source.locate_value(children[-1]).start] in "{["
            lines = _write_item(value, is_flow=is_flow)
            column = dash - source.find_line_start(dash)
        else:
            start = source.locate_key(children[0]).start
            if text[source.find_line_start(start) : start].strip(" -"):
                raise Unwritable  # `? name`, or something else that is no plain indentation
            lines = _write_entry(name, value)
            column = start - source.find_line_start(start)
        newline, following = self._find_line_break(end)
        if _EMPTY_LINE.match(text, following or end) and _KEEP_HEADER.search(
            source.slice_text(source.locate_value(at))
        ):
            raise Unwritable  # the blank lines may belong to a block
        block = newline.join(" " * column + line for line in lines)
        if following is None:
            return TextChange(len(text), len(text), newline + block)
        return TextChange(following, following, block + newline)

    def remove_child(self, at: Pointer) -> Iterator[TextChange]:
        """Remove the lines of an item or a member; a list that is empty then is written as one."""
        source, parent = self._document, at[:-1]
        is_item = isinstance(at[-1], int)
        start = self._find_dash(at) if is_item else source.locate_key(at).start
        first = source.find_line_start(start)
        if source.text[first:start].strip(" "):
            raise Unwritable  # something else begins on the same line
        newline, following = self._find_line_break(source.locate_value(at).end)
        above = source.text[: max(first - 1, 0)].rpartition("\n")[2]
        own = source.text[start : source.locate_value(at).end]
        if above.strip().startswith("#") or _COMMENT.search(own):
            raise Unwritable  # a comment that speaks of it would speak of what follows
        if following is None and first:
            first -= len(newline)
        if len(source.list_children(parent)) == 1:
            yield self._write_empty(parent, "[]" if is_item else "{}")
        yield TextChange(first, len(source.text) if following is None else following, "")

    def _write_empty(self, at: Pointer, brackets: str) -> TextChange:
        """Write the brackets of what is empty behind its name, before any comment."""
        if not at or isinstance(at[-1], int):
            raise Unwritable
        colon = self._document.text.index(":", self._document.locate_key(at).end) + 1
        return TextChange(colon, colon, f" {brackets}")

    def _find_dash(self, at: Pointer) -> int:
        """Return where the `-` of an item stands; it is on the line on which the item begins."""
        dash = len(self._document.text[: self._document.locate_value(at).start].rstrip(" ")) - 1
        if dash < 0 or self._document.text[dash] != "-":
            raise Unwritable
        if self._document.text[self._document.find_line_start(dash) : dash].strip(" -"):
            raise Unwritable
        return dash

    def _find_line_break(self, offset: int) -> tuple[str, int | None]:
        """Return the next line break and where the line behind it begins; None if it is the end."""
        text = self._document.text
        end = text.find("\n", offset)
        if end < 0:
            first = text.find("\n")
            return ("\r\n" if first > 0 and text[first - 1] == "\r" else "\n"), None
        return ("\r\n" if text[end - 1] == "\r" else "\n"), end + 1


def _write_item(value: Json, *, is_flow: bool) -> list[str]:
    if isinstance(value, dict) and value and not is_flow:
        lines = [line for name, each in value.items() for line in _write_entry(name, each)]
        return [f"- {lines[0]}", *(_INDENTATION + line for line in lines[1:])]
    if isinstance(value, dict):
        members = (f"{name}: {write_scalar(each, in_flow=True)}" for name, each in value.items())
        return [f"- {{{', '.join(members)}}}"]
    return [f"- {write_scalar(value, in_flow=False)}"]


def _write_entry(name: str, value: Json) -> list[str]:
    if isinstance(value, list):
        items = [line for item in value for line in _write_item(item, is_flow=False)]
        return [f"{name}:", *(_INDENTATION + line for line in items)]
    return [f"{name}: {write_scalar(value, in_flow=False)}"]
