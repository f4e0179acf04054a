"""JSON, strictly as RFC 8259 has it: the standard parser, and what that does not say by itself."""

import json
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from dclint.base.pointer import Json, Pointer
from dclint.document.tree import (
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_PROBLEMS,
    TOO_DEEP,
    Broken,
    Problem,
    Refused,
    Span,
    Tree,
    may_be_no_text,
    not_text,
    repeats,
    too_large,
)

if TYPE_CHECKING:
    from dclint.document.json_places import JsonPlaces


# Values, roughly, that a text may hold; more would need more memory than a linter may take.
MAX_VALUES = 1_600_000

MAX_MEMBERS = 100_000  # members that one object may have
_LINE_COSTS = 8  # values that need as much memory as what is kept for a line of its own
_LINE = r"(?m)^[ \t\r]*+[^ \t\r\n][^\n]*"

# Finds every escape that is no text, and some that are.
_SUSPECT_ESCAPE = (
    r"\\u(?:[dD][89abAB]..(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB]..\\u)[dD][c-fC-F]"
    r"|[dD][89abAB][37bBfF][fF]\\u[dD][fF][fF][eEfF]|[fF](?:[dD][dDeE]|[fF][fF][eEfF]))"
    r"|\\\\u[dD]"
)


def json_lines(text: str) -> Sequence[Tree]:
    """Read a value from each line that is not blank; a broken one does not stop the others.

    Raises Refused if there are none, or too many.
    """
    _check_size(text, lines=text.count("\n"))
    lines = re.finditer(_LINE, text)
    return [_read_line(line[0], line.start()) for line in lines] or [JsonTree(text)]


def _read_line(line: str, base: int) -> Tree:
    try:
        return JsonTree(line, base)
    except Refused as refused:
        return Broken(refused.problem)


class JsonTree:
    """One JSON value; `base` is where its text begins in the document."""

    def __init__(self, text: str, base: int = 0) -> None:
        self._text = text
        self._base = base
        self._has_duplicates = False
        try:
            self.data = self._parse()
        except Refused as refused:
            span = self._moved(refused.problem.span)
            raise Refused(refused.problem._replace(span=span)) from None
        self.problems = (*self._duplicates(), *(not_text(self) if self._is_suspect() else ()))

    def span(self, at: Pointer, *, on_key: bool = False) -> Span:
        """Return where the value at `at` stands, or its member's name."""
        return self._moved(self._places.span(at, on_key=on_key))

    def offsets(self, at: Pointer, fragment: tuple[int, int]) -> Span:
        """Return where code points of the string at `at` stand in the text."""
        return self._moved(self._places.offsets(at, fragment))

    @cached_property
    def _places(self) -> "JsonPlaces":
        from dclint.document.json_places import JsonPlaces
        from dclint.document.json_scan import repeated

        doubled = {start for start, *_ in repeated(self._text)} if self._has_duplicates else ()
        return JsonPlaces(self._text, doubled)

    def _moved(self, span: Span) -> Span:
        return Span(span.start + self._base, span.end + self._base)

    def _parse(self) -> Json:
        text = self._text
        brackets = _check_size(text)
        decoder = json.JSONDecoder(
            object_pairs_hook=self._object, parse_int=_integer, parse_constant=self._constant
        )
        try:
            data = decoder.decode(text)
        except json.JSONDecodeError as error:
            from dclint.document.json_errors import explain

            raise Refused(explain(text, error)) from None
        except RecursionError:
            raise Refused(self._too_deep()) from None
        if brackets > MAX_DEPTH and _is_deep(data):
            raise Refused(self._too_deep())
        return data

    def _object(self, pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        if len(pairs) > MAX_MEMBERS:
            raise Refused(too_large(MAX_MEMBERS, Span(0, 0)))
        members = dict(pairs)
        if len(members) != len(pairs):
            self._has_duplicates = True
        return members

    def _constant(self, name: str) -> None:
        from dclint.document.json_scan import constant

        message = f"Not valid JSON: `{name}` is not a JSON number"
        raise Refused(Problem("syntax-error", message, constant(self._text)))

    def _too_deep(self) -> Problem:
        from dclint.document.json_scan import too_deep

        return Problem("syntax-error", TOO_DEEP, too_deep(self._text))

    def _duplicates(self) -> Iterator[Problem]:
        if not self._has_duplicates:
            return
        from dclint.document.json_scan import repeated

        for _, at, span in islice(repeated(self._text), MAX_PROBLEMS):
            yield Problem("duplicate-key", repeats(str(at[-1])), self._moved(span), at=at)

    def _is_suspect(self) -> bool:
        text = self._text
        has_escape = "\\u" in text and re.search(_SUSPECT_ESCAPE, text)
        return bool(has_escape) or may_be_no_text(text)


def _check_size(text: str, *, lines: int = 0) -> int:
    """Return the number of brackets.  Raises Refused if the text needs too much memory."""
    objects, arrays = text.count("{"), text.count("[")
    if text.count(",") + arrays + 2 * objects + _LINE_COSTS * lines > MAX_VALUES:
        raise Refused(too_large(MAX_VALUES, Span(0, 0)))
    return objects + arrays


def _is_deep(data: Json) -> bool:
    """Whether what the parser made is nested deeper than MAX_DEPTH; without recursion."""
    level: list[Any] = [[data]]
    for _ in range(MAX_DEPTH + 1):
        level = [
            child
            for value in level
            for child in (value.values() if type(value) is dict else value)
            if type(child) is dict or type(child) is list
        ]
        if not level:
            return False
    return True


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) < MAX_DIGITS else float(digits)
