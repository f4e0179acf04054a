"""From pointers to places: line, column and an excerpt in which no secret can be read."""

from collections.abc import Sequence

from dclint.credentials import mask, redact
from dclint.document import Document, Span
from dclint.finding import Excerpt, Fragment, Location
from dclint.pointer import Pointer, to_text

_WIDTH = 160
"""Characters of a line that an excerpt shows."""

_LINE_IS_SHORT = 400
"""Longer lines are not written by people; an excerpt of them shows one connector only."""


class Locator:
    """Finds places in one document, or in the part of it that is one connector.

    No excerpt shows one of `secrets`, a literal that looks like one, or, where a long line holds
    several connectors, anything outside `bounds`.
    """

    def __init__(
        self, document: Document, secrets: Sequence[Span] = (), bounds: Span | None = None
    ) -> None:
        self._document = document
        self._secrets = secrets
        self._bounds = bounds or Span(0, len(document.text))

    def at(
        self, pointer: Pointer, fragment: Fragment | None = None, *, on_key: bool = False
    ) -> Location:
        """Return the place of a value, of a part of it, or of its member's name.

        Raises LookupError or TypeError if there is no such value.
        """
        return self.span(self._document.locate(pointer, fragment, on_key=on_key), pointer)

    def handle(self, pointer: Pointer) -> Location:
        """Return the place by which people know a connector or an input: that of its name."""
        try:
            span = self._document.locate((*pointer, "name"))
        except (LookupError, TypeError):
            start = self._document.locate(pointer).start
            span = Span(start, start + 1)
        return self.span(span, pointer)

    def span(self, span: Span, pointer: Pointer) -> Location:
        """Return the place of a span of the text."""
        line, column = self._document.position(span.start)
        end_line, end_column = self._document.position(max(span))
        return Location(
            file=self._document.name,
            pointer=to_text(pointer),
            line=line,
            column=column,
            end_line=end_line,
            end_column=end_column,
            excerpt=self._excerpt(line, span),
        )

    def _excerpt(self, number: int, span: Span) -> Excerpt:
        first = self._document.offset(number)
        text = self._document.line(number)
        for secret in self._secrets:
            text = mask(text, max(0, secret.start - first), max(0, secret.end - first))
        start, end = span.start - first, min(span.end - first, len(text))
        low, high = 0, len(text)
        if len(text) > _LINE_IS_SHORT:
            low = max(self._bounds.start - first, start - _WIDTH // 2, 0)
            high = min(self._bounds.end - first, low + _WIDTH, high)
        shown = redact(text[low:high])
        left, right = "…" * (low > 0), "…" * (high < len(text))
        start += len(left) - low
        return Excerpt(
            left + shown + right, start, max(start + 1, min(end, high) + len(left) - low)
        )
