"""Edits of JSON and NDJSON."""

import json
import re
from collections.abc import Iterable, Iterator

from dclint.base.pointer import Json, Pointer
from dclint.document import Document
from dclint.edits.edit import Append, Put, Remove, Rename, Rewrite, Scalar, Structural
from dclint.edits.text.brackets import Brackets, Layout
from dclint.edits.text.change import Change, Respelling, Source, Unwritable, may_replace


class JsonText:
    """Writes edits into a JSON text."""

    def __init__(self, document: Document) -> None:
        self._source = Source(document)
        self._is_ascii = document.text.isascii()
        self._brackets = Brackets(self._source, self._written)

    def write(self, edit: Structural) -> Iterator[Change]:
        """Yield the changes that an edit makes.  Raises Unwritable, LookupError or TypeError."""
        match edit:
            case Put(at, value) if self._source.has(at):
                yield self._replace(at, value)
            case Put(at, value):
                yield self._brackets.insert(at[:-1], value, str(at[-1]))
            case Rename(at, name) if self._source.has((*at[:-1], name)):
                raise Unwritable
            case Rename(at, name):
                yield Change(*self._source.key(at), self._string(name))
            case Remove(at):
                yield self._brackets.remove(at)
            case Append(at, item) if not self._source.has(at):
                yield self._brackets.insert(at[:-1], [item], str(at[-1]))
            case Append(at, item):
                yield self._brackets.insert(at, item)

    def rewrite(self, at: Pointer, edits: Iterable[Rewrite]) -> list[Change]:
        """Change parts of one string.  Raises what `write` does."""
        string = Respelling.of(self._source, at, edits)
        changes, raw = string.spelt(lambda text: self._string(text)[1:-1])
        if json.loads(raw) == string.wanted:
            return changes
        return [Change(*string.whole, self._string(string.wanted))]

    def _replace(self, at: Pointer, value: Scalar) -> Change:
        span = self._source.span(at)
        old = self._source.value(at)
        if not may_replace(old, value, self._source.raw(span)):
            raise Unwritable
        return Change(*span, self._string(value) if isinstance(value, str) else json.dumps(value))

    def _written(self, value: Json, layout: Layout) -> str:
        indent = layout.unit if layout.newline else None
        comma = "," if indent is not None or not layout.colon.endswith(" ") else ", "
        text = json.dumps(
            value,
            ensure_ascii=self._is_ascii,
            indent=indent,
            separators=(comma, layout.colon),
        )
        return text.replace("\n", layout.newline)

    def _string(self, text: str) -> str:
        written = json.dumps(text, ensure_ascii=self._is_ascii)
        return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", written)
