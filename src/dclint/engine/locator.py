"""From pointers to places: line, column and an excerpt in which no secret can be read."""

from collections.abc import Sequence

from dclint.base.pointer import Pointer, format_pointer
from dclint.base.spans import Fragment
from dclint.document import Document, Span
from dclint.findings.finding import Excerpt, Location
from dclint.secrets.patterns import mask_span
from dclint.secrets.redaction import redact_known, redact_text

_WIDTH = 160  # characters that are shown of a long line

# Longer lines are not written by people; an excerpt of them shows one connector only.
_LINE_IS_SHORT = 400

# What is read before and behind an excerpt, so that a secret is known by its beginning.
_CONTEXT = 1000


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
        self._last = Span(0, 0), ""
        """What was read last, and how it may be shown: the next finding is often near it."""

    def locate_pointer(
        self, pointer: Pointer, fragment: Fragment | None = None, *, on_key: bool = False
    ) -> Location:
        """Return the place of a value, of a part of it, or of its member's name.

        Raises LookupError or TypeError if there is no such value.
        """
        return self.locate_span(
            self._document.locate_value(pointer, fragment, on_key=on_key), pointer
        )

    def locate_by_name(self, pointer: Pointer) -> Location:
        """Return the place by which people know a connector or an input: that of its name."""
        try:
            span = self._document.locate_value((*pointer, "name"))
        except (LookupError, TypeError):
            start = self._document.locate_value(pointer).start
            span = Span(start, start + 1)
        return self.locate_span(span, pointer)

    def locate_span(self, span: Span, pointer: Pointer = ()) -> Location:
        """Return the place of a span of the text."""
        line, column = self._document.line_column(span.start)
        end_line, end_column = self._document.line_column(span.end)
        return Location(
            file=self._document.name,
            pointer=redact_known(format_pointer(pointer)),
            line=line,
            column=column,
            end_line=end_line,
            end_column=end_column,
            excerpt=self._excerpt(self._document.line_span(line), span),
        )

    def _excerpt(self, line: Span, span: Span) -> Excerpt:
        own, low, high = line, line.start, line.end
        if high - low > _LINE_IS_SHORT:
            own = self._own(line, span.start)
            low = max(own.start, span.start - _WIDTH // 2)
            high = min(own.end, low + _WIDTH)
        before = own.start
        if own.start == line.start > 0:  # a literal may stand on the line below its name
            before = self._document.text.rfind("\n", 0, own.start - 1) + 1
        context = Span(max(before, low - _CONTEXT), min(own.end, high + _CONTEXT))
        shown = self._masked(context)[low - context.start : high - context.start]
        left, right = "…" * (low > line.start), "…" * (high < line.end)
        start = span.start - low + len(left)
        end = min(span.end, high) - low + len(left)
        return Excerpt(left + shown + right, start, max(start + 1, end))

    def _own(self, line: Span, place: int) -> Span:
        """Return what of a long line may be shown; a place outside the bounds is an anchor's."""
        if not self._bounds.start <= place <= self._bounds.end:
            return line
        return Span(max(line.start, self._bounds.start), min(line.end, self._bounds.end))

    def _masked(self, context: Span) -> str:
        if context != self._last[0]:
            text = self._document.text[context.start : context.end]
            for secret in self._secrets:
                if secret.start < context.end and context.start < secret.end:
                    start, end = secret.start - context.start, secret.end - context.start
                    text = mask_span(text, max(0, start), end)
            self._last = context, redact_text(text)
        return self._last[1]
