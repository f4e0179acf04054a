"""Edits of YAML, in block and in flow style."""

import re
from collections.abc import Iterable, Iterator

from dclint.base.pointer import Json, Pointer
from dclint.document import Document
from dclint.edits.edit import Append, Put, Remove, Rename, Rewrite, Scalar, Structural
from dclint.edits.text.brackets import Brackets, Layout
from dclint.edits.text.change import Change, Respelling, Source, Unwritable, may_replace
from dclint.edits.text.yaml_blocks import Blocks
from dclint.edits.text.yaml_scalars import respelt, written

# An anchor or a tag, at the end of what stands before a value.
_PROPERTY = re.compile(r"(?:\A|[\s,\[{:-])[&!]\S*\s*\Z")

_NEAR = 300  # characters before a value in which it is looked for


class YamlText:
    """Writes edits into a YAML text."""

    def __init__(self, document: Document) -> None:
        self._source = Source(document)
        self._brackets = Brackets(self._source, _in_flow)
        self._blocks = Blocks(self._source)

    def write(self, edit: Structural) -> Iterator[Change]:
        """Yield the changes that an edit makes.  Raises Unwritable, LookupError or TypeError."""
        source = self._source
        at = edit.at if source.has(edit.at) else edit.at[:-1]
        self._check_home(at)
        match edit:
            case Put(_, value) if source.has(edit.at):
                yield self._put(at, value)
            case Put(_, value):
                yield self._add(at, value, str(edit.at[-1]))
            case Rename(_, name) if source.has((*at[:-1], name)):
                raise Unwritable
            case Rename(_, name):
                yield self._rename(at, name)
            case Remove() if self._is_flow(at[:-1]):
                yield self._brackets.remove(at)
            case Remove():
                yield from self._blocks.remove(at)
            case Append(_, item) if not source.has(edit.at):
                yield self._add(at, [item], str(edit.at[-1]))
            case Append(_, item):
                yield self._add(at, item)

    def rewrite(self, at: Pointer, edits: Iterable[Rewrite]) -> list[Change]:
        """Change parts of one string.  Raises what `write` does."""
        self._check_home(at)
        return respelt(Respelling.of(self._source, at, edits), in_flow=self._is_in_flow(at))

    def _check_home(self, at: Pointer) -> None:
        """Refuse what stands behind an alias or a merge key, or has an anchor: it is elsewhere too.

        What a tag makes of a scalar is not looked into.
        """
        source = self._source
        for depth in range(source.depth + 1, len(at) + 1):
            here = at[:depth]
            outer, inner, key = source.span(here[:-1]), source.span(here), source.key(here)
            before = outer.start
            if isinstance(here[-1], str):
                before = key.end
            elif here[-1]:
                before = source.span((*here[:-1], here[-1] - 1)).end
            if not outer.start <= before <= inner.start <= inner.end <= outer.end:
                raise Unwritable
            if _PROPERTY.search(source.text, max(before, inner.start - _NEAR), inner.start):
                raise Unwritable

    def _is_flow(self, at: Pointer) -> bool:
        """Whether the collection at `at` has brackets."""
        return self._source.text[self._source.span(at).start] in "{["

    def _is_in_flow(self, at: Pointer) -> bool:
        return any(self._is_flow(at[:depth]) for depth in range(self._source.depth, len(at)))

    def _add(self, at: Pointer, value: Json, name: str | None = None) -> Change:
        if self._source.value(at) and not self._is_flow(at):
            return self._blocks.insert(at, value, name)
        return self._brackets.insert(at, value, name)

    def _put(self, at: Pointer, value: Scalar) -> Change:
        source, span = self._source, self._source.span(at)
        old, raw = source.value(at), source.raw(span)
        if not may_replace(old, value, raw):
            raise Unwritable
        text = written(value, in_flow=self._is_in_flow(at))
        gap = " " * (not raw and source.text[span.start - 1] == ":")
        return Change(*span, gap + text)

    def _rename(self, at: Pointer, name: str) -> Change:
        span = self._source.key(at)
        raw = self._source.raw(span)
        quote = raw[:1] if raw[:1] in ("'", '"') else ""
        return Change(*span, written(name, in_flow=self._is_in_flow(at), quote=quote))


def _in_flow(value: Json, layout: Layout) -> str:
    match value:
        case dict():
            members = (f"{name}: {_in_flow(each, layout)}" for name, each in value.items())
            return f"{{{', '.join(members)}}}"
        case list():
            return f"[{', '.join(_in_flow(each, layout) for each in value)}]"
        case _:
            return written(value, in_flow=True)
