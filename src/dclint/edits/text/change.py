"""What becomes of a text, and what all kinds of text have in common."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from dclint.base.pointer import Json, Pointer, resolve_pointer
from dclint.document import Document, Span
from dclint.edits.edit import Rewrite, Scalar

WHITESPACE = " \t\r\n"


class TextChange(NamedTuple):
    """Code points `start` to `end` of a text become `text`."""

    start: int
    end: int
    text: str


class Unwritable(Exception):  # noqa: N818 - control flow of this package, never seen outside
    """Raised where an edit cannot be written without a change of something else."""


class EditableDocument:
    """A document as its values and its text."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.data = document.data
        self.root_depth = int(document.is_stream)
        """How long the pointer of a document's root is."""

    def get_value(self, at: Pointer) -> Json:
        """Return the value at `at`.  Raises LookupError or TypeError where there is none."""
        return resolve_pointer(self.data, at)

    def has_value(self, at: Pointer) -> bool:
        """Whether there is something at `at`."""
        parent, last = self.get_value(at[:-1]), at[-1]
        return last in parent if isinstance(parent, dict) else int(last) < len(parent)

    def locate_value(self, at: Pointer) -> Span:
        """Return where the value at `at` stands."""
        return self.document.locate_value(at)

    def locate_key(self, at: Pointer) -> Span:
        """Return where the name of the member at `at` stands; of an item, the item itself."""
        return self.document.locate_value(at, on_key=True)

    def slice_text(self, span: Span) -> str:
        """Return a part of the text."""
        return self.text[span.start : span.end]

    def find_line_start(self, offset: int) -> int:
        """Return where the line begins on which `offset` is."""
        return self.text.rfind("\n", 0, offset) + 1

    def list_children(self, at: Pointer) -> list[Pointer]:
        """List the members or items of a collection, as they stand in the text."""
        value = self.get_value(at)
        if isinstance(value, list):
            return [(*at, index) for index in range(len(value))]
        return sorted(
            ((*at, name) for name in value), key=lambda child: self.locate_key(child).start
        )


# Characters of a string that is rewritten: as far as its parts are found in its source.
_MAX_STRING_LENGTH = 2**18


class StringRewrite(NamedTuple):
    """A string of which parts are to be others: where it stands, what it says and will say."""

    document: EditableDocument
    whole: Span
    parts: tuple[Rewrite, ...]
    spans: tuple[Span, ...]
    wanted: str

    @classmethod
    def from_edits(
        cls, source: EditableDocument, at: Pointer, edits: Iterable[Rewrite]
    ) -> "StringRewrite":
        """Find the parts in the text.  Raises Unwritable if the string is too long."""
        value = source.get_value(at)
        if len(value) > _MAX_STRING_LENGTH:
            raise Unwritable
        parts = tuple(sorted((narrow_rewrite(edit, value) for edit in edits), key=_get_fragment))
        spans = tuple(source.document.locate_value(at, part.fragment) for part in parts)
        inner = [TextChange(*_get_fragment(part), part.text) for part in parts]
        whole = source.locate_value(at)
        if not are_disjoint(inner) or any(span.end > whole.end for span in spans):
            raise Unwritable  # the blank lines behind a block are no part of the span
        return cls(source, whole, parts, spans, apply_changes(value, inner))

    @property
    def raw(self) -> str:
        """The source as it is."""
        return self.document.slice_text(self.whole)

    def write_parts(self, escape: Callable[[str], str]) -> tuple[list[TextChange], str]:
        """Write each part; return the changes, and the source of the string after them."""
        pairs = zip(self.parts, self.spans, strict=True)
        changes = [TextChange(*span, escape(part.text)) for part, span in pairs]
        base = self.whole.start
        moved = [TextChange(start - base, end - base, text) for start, end, text in changes]
        return changes, apply_changes(self.raw, moved)


def _get_fragment(part: Rewrite) -> tuple[int, int]:
    return part.fragment or (0, 0)


def narrow_rewrite(edit: Rewrite, value: str) -> Rewrite:
    """Leave out of a rewritten string what it has in common with the old one at both ends."""
    first, last = edit.fragment or (0, len(value))
    old, new = value[first:last], edit.text
    most = min(len(old), len(new))
    head = next((i for i in range(most) if old[i] != new[i]), most)
    tail = next((i for i in range(most - head) if old[-1 - i] != new[-1 - i]), most - head)
    return Rewrite(edit.at, new[head : len(new) - tail], (first + head, last - tail))


def may_replace(old: Json, new: Scalar, raw: str) -> bool:
    """Whether a value may be written in place of another, whose source is `raw`.

    A number becomes a text only if nothing is lost of the way in which it is written.
    """
    if isinstance(old, dict | list):
        return False
    return isinstance(old, str) or not isinstance(new, str) or new == raw


def apply_changes(text: str, ordered: Iterable[TextChange]) -> str:
    """Return the text with changes that are apart, in order."""
    pieces: list[str] = []
    position = 0
    for start, end, new in ordered:
        pieces += (text[position:start], new)
        position = end
    return "".join([*pieces, text[position:]])


def are_disjoint(ordered: Sequence[TextChange]) -> bool:
    """Whether no change touches what another one does, so that their order does not matter.

    Where something is inserted, nothing else may change: it might be what the new part follows.
    """
    return all(
        a.end < b.start or (a.end == b.start and a.start < a.end and b.start < b.end)
        for a, b in pairwise(ordered)
    )
