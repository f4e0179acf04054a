"""Edits of YAML, in block and in flow style."""

import re
from collections.abc import Iterable, Iterator

from dclint.base.pointer import Json, Pointer
from dclint.document import Document
from dclint.edits.edit import Append, PutValue, Remove, Rename, Rewrite, Scalar, Structural
from dclint.edits.text.brackets import BracketEditor, BracketLayout
from dclint.edits.text.change import (
    EditableDocument,
    StringRewrite,
    TextChange,
    Unwritable,
    may_replace,
)
from dclint.edits.text.yaml_blocks import BlockEditor
from dclint.edits.text.yaml_scalars import rewrite_scalar, write_scalar

# An anchor or a tag, at the end of what stands before a value.
_PROPERTY = re.compile(r"(?:\A|[\s,\[{:-])[&!]\S*\s*\Z")

_MAX_LOOKBEHIND = 300  # characters before a value in which it is looked for


class YamlEditor:
    """Writes edits into a YAML text."""

    def __init__(self, document: Document) -> None:
        self._document = EditableDocument(document)
        self._brackets = BracketEditor(self._document, _write_flow_value)
        self._blocks = BlockEditor(self._document)

    def write_edit(self, edit: Structural) -> Iterator[TextChange]:
        """Yield the changes that an edit makes.  Raises Unwritable, LookupError or TypeError."""
        source = self._document
        at = edit.at if source.has_value(edit.at) else edit.at[:-1]
        self._refuse_shared_value(at)
        match edit:
            case PutValue(_, value) if source.has_value(edit.at):
                yield self._put_value(at, value)
            case PutValue(_, value):
                yield self._add_child(at, value, str(edit.at[-1]))
            case Rename(_, name) if source.has_value((*at[:-1], name)):
                raise Unwritable
            case Rename(_, name):
                yield self._rename_key(at, name)
            case Remove() if self._is_flow_collection(at[:-1]):
                yield self._brackets.remove_child(at)
            case Remove():
                yield from self._blocks.remove_child(at)
            case Append(_, item) if not source.has_value(edit.at):
                yield self._add_child(at, [item], str(edit.at[-1]))
            case Append(_, item):
                yield self._add_child(at, item)

    def rewrite_string(self, at: Pointer, edits: Iterable[Rewrite]) -> list[TextChange]:
        """Change parts of one string.  Raises what `write` does."""
        self._refuse_shared_value(at)
        return rewrite_scalar(
            StringRewrite.from_edits(self._document, at, edits), in_flow=self._is_in_flow(at)
        )

    def _refuse_shared_value(self, at: Pointer) -> None:
        """Refuse what stands behind an alias or a merge key, or has an anchor: it is elsewhere too.

        What a tag makes of a scalar is not looked into.
        """
        source = self._document
        for depth in range(source.root_depth + 1, len(at) + 1):
            here = at[:depth]
            outer, inner, key = (
                source.locate_value(here[:-1]),
                source.locate_value(here),
                source.locate_key(here),
            )
            before = outer.start
            if isinstance(here[-1], str):
                before = key.end
            elif here[-1]:
                before = source.locate_value((*here[:-1], here[-1] - 1)).end
            if not outer.start <= before <= inner.start <= inner.end <= outer.end:
                raise Unwritable
            if _PROPERTY.search(
                source.text, max(before, inner.start - _MAX_LOOKBEHIND), inner.start
            ):
                raise Unwritable

    def _is_flow_collection(self, at: Pointer) -> bool:
        """Whether the collection at `at` has brackets."""
        return self._document.text[self._document.locate_value(at).start] in "{["

    def _is_in_flow(self, at: Pointer) -> bool:
        return any(
            self._is_flow_collection(at[:depth])
            for depth in range(self._document.root_depth, len(at))
        )

    def _add_child(self, at: Pointer, value: Json, name: str | None = None) -> TextChange:
        if self._document.get_value(at) and not self._is_flow_collection(at):
            return self._blocks.insert_child(at, value, name)
        return self._brackets.insert_child(at, value, name)

    def _put_value(self, at: Pointer, value: Scalar) -> TextChange:
        source, span = self._document, self._document.locate_value(at)
        old, raw = source.get_value(at), source.slice_text(span)
        if not may_replace(old, value, raw):
            raise Unwritable
        text = write_scalar(value, in_flow=self._is_in_flow(at))
        gap = " " * (not raw and source.text[span.start - 1] == ":")
        return TextChange(*span, gap + text)

    def _rename_key(self, at: Pointer, name: str) -> TextChange:
        span = self._document.locate_key(at)
        raw = self._document.slice_text(span)
        quote = raw[:1] if raw[:1] in ("'", '"') else ""
        return TextChange(*span, write_scalar(name, in_flow=self._is_in_flow(at), quote=quote))


def _write_flow_value(value: Json, layout: BracketLayout) -> str:
    match value:
        case dict():
            members = (f"{name}: {_write_flow_value(each, layout)}" for name, each in value.items())
            return f"{{{', '.join(members)}}}"
        case list():
            return f"[{', '.join(_write_flow_value(each, layout) for each in value)}]"
        case _:
            return write_scalar(value, in_flow=True)
