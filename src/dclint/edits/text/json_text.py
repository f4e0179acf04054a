"""Edits of JSON and NDJSON."""

import json
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


class JsonEditor:
    """Writes edits into a JSON text."""

    def __init__(self, document: Document) -> None:
        self._document = EditableDocument(document)
        self._is_ascii = document.text.isascii()
        self._brackets = BracketEditor(self._document, self._write_value)

    def write_edit(self, edit: Structural) -> Iterator[TextChange]:
        """Yield the changes that an edit makes.  Raises Unwritable, LookupError or TypeError."""
        match edit:
            case PutValue(at, value) if self._document.has_value(at):
                yield self._replace_value(at, value)
            case PutValue(at, value):
                yield self._brackets.insert_child(at[:-1], value, str(at[-1]))
            case Rename(at, name) if self._document.has_value((*at[:-1], name)):
                raise Unwritable
            case Rename(at, name):
                yield TextChange(*self._document.locate_key(at), self._write_string(name))
            case Remove(at):
                yield self._brackets.remove_child(at)
            case Append(at, item) if not self._document.has_value(at):
                yield self._brackets.insert_child(at[:-1], [item], str(at[-1]))
            case Append(at, item):
                yield self._brackets.insert_child(at, item)

    def rewrite_string(self, at: Pointer, edits: Iterable[Rewrite]) -> list[TextChange]:
        """Change parts of one string.  Raises what `write` does."""
        string = StringRewrite.from_edits(self._document, at, edits)
        changes, raw = string.write_parts(lambda text: self._write_string(text)[1:-1])
        if json.loads(raw) == string.wanted:
            return changes
        return [TextChange(*string.whole, self._write_string(string.wanted))]

    def _replace_value(self, at: Pointer, value: Scalar) -> TextChange:
        span = self._document.locate_value(at)
        old = self._document.get_value(at)
        if not may_replace(old, value, self._document.slice_text(span)):
            raise Unwritable
        return TextChange(
            *span, self._write_string(value) if isinstance(value, str) else json.dumps(value)
        )

    def _write_value(self, value: Json, layout: BracketLayout) -> str:
        indent = layout.unit if layout.newline else None
        comma = "," if indent is not None or not layout.colon.endswith(" ") else ", "
        text = json.dumps(
            value,
            ensure_ascii=self._is_ascii,
            indent=indent,
            separators=(comma, layout.colon),
        )
        return text.replace("\n", layout.newline)

    def _write_string(self, text: str) -> str:
        written = json.dumps(text, ensure_ascii=self._is_ascii)
        return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", written)
