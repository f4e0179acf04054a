"""Collections of YAML without brackets: members and items that stand on lines of their own."""

import re
from collections.abc import Iterator

from dclint.base.pointer import Json, Pointer
from dclint.edits.text.change import Change, Source, Unwritable
from dclint.edits.text.yaml_scalars import written

_UNIT = "  "
_BLANK_LINE = re.compile(r"[ \t]*(?:\r?\n|\Z)")
_COMMENT = re.compile(r"^[ \t]*#", re.MULTILINE)
_KEEP = re.compile(r"[|>][0-9]?\+")  # the head of a block that keeps the blank lines behind it


class Blocks:
    """Adds and removes lines."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def insert(self, at: Pointer, value: Json, name: str | None) -> Change:
        """Add an item to the list at `at`, or a member of that name to the mapping."""
        source, text = self._source, self._source.text
        children = source.children(at)
        end = max(source.span(child).end for child in children)
        if name is None:
            dash = self._dash(children[-1])
            is_flow = text[source.span(children[-1]).start] in "{["
            lines = _item(value, is_flow=is_flow)
            column = dash - source.line_start(dash)
        else:
            start = source.key(children[0]).start
            if text[source.line_start(start) : start].strip(" -"):
                raise Unwritable  # `? name`, or something else that is no plain indentation
            lines = _member(name, value)
            column = start - source.line_start(start)
        newline, following = self._line_break(end)
        if _BLANK_LINE.match(text, following or end) and _KEEP.search(source.raw(source.span(at))):
            raise Unwritable  # the blank lines may belong to a block
        block = newline.join(" " * column + line for line in lines)
        if following is None:
            return Change(len(text), len(text), newline + block)
        return Change(following, following, block + newline)

    def remove(self, at: Pointer) -> Iterator[Change]:
        """Remove the lines of an item or a member; a list that is empty then is written as one."""
        source, parent = self._source, at[:-1]
        is_item = isinstance(at[-1], int)
        start = self._dash(at) if is_item else source.key(at).start
        first = source.line_start(start)
        if source.text[first:start].strip(" "):
            raise Unwritable  # something else begins on the same line
        newline, following = self._line_break(source.span(at).end)
        above = source.text[: max(first - 1, 0)].rpartition("\n")[2]
        own = source.text[start : source.span(at).end]
        if above.strip().startswith("#") or _COMMENT.search(own):
            raise Unwritable  # a comment that speaks of it would speak of what follows
        if following is None and first:
            first -= len(newline)
        if len(source.children(parent)) == 1:
            yield self._emptied(parent, "[]" if is_item else "{}")
        yield Change(first, len(source.text) if following is None else following, "")

    def _emptied(self, at: Pointer, brackets: str) -> Change:
        """Write the brackets of what is empty behind its name, before any comment."""
        if not at or isinstance(at[-1], int):
            raise Unwritable
        colon = self._source.text.index(":", self._source.key(at).end) + 1
        return Change(colon, colon, f" {brackets}")

    def _dash(self, at: Pointer) -> int:
        """Return where the `-` of an item stands; it is on the line on which the item begins."""
        dash = len(self._source.text[: self._source.span(at).start].rstrip(" ")) - 1
        if dash < 0 or self._source.text[dash] != "-":
            raise Unwritable
        if self._source.text[self._source.line_start(dash) : dash].strip(" -"):
            raise Unwritable
        return dash

    def _line_break(self, offset: int) -> tuple[str, int | None]:
        """Return the next line break and where the line behind it begins; None if it is the end."""
        text = self._source.text
        end = text.find("\n", offset)
        if end < 0:
            first = text.find("\n")
            return ("\r\n" if first > 0 and text[first - 1] == "\r" else "\n"), None
        return ("\r\n" if text[end - 1] == "\r" else "\n"), end + 1


def _item(value: Json, *, is_flow: bool) -> list[str]:
    if isinstance(value, dict) and value and not is_flow:
        lines = [line for name, each in value.items() for line in _member(name, each)]
        return [f"- {lines[0]}", *(_UNIT + line for line in lines[1:])]
    if isinstance(value, dict):
        members = (f"{name}: {written(each, in_flow=True)}" for name, each in value.items())
        return [f"- {{{', '.join(members)}}}"]
    return [f"- {written(value, in_flow=False)}"]


def _member(name: str, value: Json) -> list[str]:
    if isinstance(value, list):
        items = [line for item in value for line in _item(item, is_flow=False)]
        return [f"{name}:", *(_UNIT + line for line in items)]
    return [f"{name}: {written(value, in_flow=False)}"]
