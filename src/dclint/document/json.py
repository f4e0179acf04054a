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
    BrokenTree,
    ParseError,
    Problem,
    Span,
    Tree,
    describe_repeated_key,
    find_invalid_text,
    make_size_problem,
    may_hold_noncharacter,
)

if TYPE_CHECKING:
    from dclint.document.json_places import JsonPositions


# Values, roughly, that a text may hold; more would need more memory than a linter may take.
MAX_VALUES = 1_600_000

MAX_OBJECT_KEYS = 100_000  # members that one object may have
_LINE_COSTS = 8  # values that need as much memory as what is kept for a line of its own
_LINE = r"(?m)^[ \t\r]*+[^ \t\r\n][^\n]*"

# Finds every escape that is no text, and some that are.
_SUSPECT_ESCAPE = (
    r"\\u(?:[dD][89abAB]..(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB]..\\u)[dD][c-fC-F]"
    r"|[dD][89abAB][37bBfF][fF]\\u[dD][fF][fF][eEfF]|[fF](?:[dD][dDeE]|[fF][fF][eEfF]))"
    r"|\\\\u[dD]"
)


def read_json_lines(text: str) -> Sequence[Tree]:
    """Read a value from each line that is not blank; a broken one does not stop the others.

    Raises Refused if there are none, or too many.
    """
    _check_size(text, lines=text.count("\n"))
    lines = re.finditer(_LINE, text)
    return [_read_line(line[0], line.start()) for line in lines] or [JsonTree(text)]


def _read_line(line: str, base: int) -> Tree:
    try:
        return JsonTree(line, base)
    except ParseError as refused:
        return BrokenTree(refused.problem)


class JsonTree:
    """One JSON value; `base` is where its text begins in the document."""

    def __init__(self, text: str, base: int = 0) -> None:
        self._text = text
        self._base = base
        self._has_duplicates = False
        try:
            self.data = self._parse_text()
        except ParseError as refused:
            span = self._shift_span(refused.problem.span)
            raise ParseError(refused.problem._replace(span=span)) from None
        self.problems = (
            *self._find_duplicate_keys(),
            *(find_invalid_text(self) if self._needs_text_check() else ()),
        )

    def locate_value(self, at: Pointer, *, on_key: bool = False) -> Span:
        """Return where the value at `at` stands, or its member's name."""
        return self._shift_span(self._positions.locate_value(at, on_key=on_key))

    def locate_fragment(self, at: Pointer, fragment: tuple[int, int]) -> Span:
        """Return where code points of the string at `at` stand in the text."""
        return self._shift_span(self._positions.locate_fragment(at, fragment))

    @cached_property
    def _positions(self) -> "JsonPositions":
        from dclint.document.json_places import JsonPositions
        from dclint.document.json_scan import find_repeated_keys

        doubled = (
            {start for start, *_ in find_repeated_keys(self._text)} if self._has_duplicates else ()
        )
        return JsonPositions(self._text, doubled)

    def _shift_span(self, span: Span) -> Span:
        return Span(span.start + self._base, span.end + self._base)

    def _parse_text(self) -> Json:
        text = self._text
        brackets = _check_size(text)
        decoder = json.JSONDecoder(
            object_pairs_hook=self._build_object,
            parse_int=_parse_integer,
            parse_constant=self._reject_constant,
        )
        try:
            data = decoder.decode(text)
        except json.JSONDecodeError as error:
            from dclint.document.json_errors import explain_json_error

            raise ParseError(explain_json_error(text, error)) from None
        except RecursionError:
            raise ParseError(self._make_depth_problem()) from None
        if brackets > MAX_DEPTH and _is_too_deep(data):
            raise ParseError(self._make_depth_problem())
        return data

    def _build_object(self, pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        if len(pairs) > MAX_OBJECT_KEYS:
            raise ParseError(make_size_problem(MAX_OBJECT_KEYS, Span(0, 0)))
        members = dict(pairs)
        if len(members) != len(pairs):
            self._has_duplicates = True
        return members

    def _reject_constant(self, name: str) -> None:
        from dclint.document.json_scan import find_invalid_constant

        message = f"Not valid JSON: `{name}` is not a JSON number"
        raise ParseError(Problem("syntax-error", message, find_invalid_constant(self._text)))

    def _make_depth_problem(self) -> Problem:
        from dclint.document.json_scan import find_too_deep_bracket

        return Problem("syntax-error", TOO_DEEP, find_too_deep_bracket(self._text))

    def _find_duplicate_keys(self) -> Iterator[Problem]:
        if not self._has_duplicates:
            return
        from dclint.document.json_scan import find_repeated_keys

        for _, at, span in islice(find_repeated_keys(self._text), MAX_PROBLEMS):
            yield Problem(
                "duplicate-key", describe_repeated_key(str(at[-1])), self._shift_span(span), at=at
            )

    def _needs_text_check(self) -> bool:
        text = self._text
        has_escape = "\\u" in text and re.search(_SUSPECT_ESCAPE, text)
        return bool(has_escape) or may_hold_noncharacter(text)


def _check_size(text: str, *, lines: int = 0) -> int:
    """Return the number of brackets.  Raises Refused if the text needs too much memory."""
    objects, arrays = text.count("{"), text.count("[")
    if text.count(",") + arrays + 2 * objects + _LINE_COSTS * lines > MAX_VALUES:
        raise ParseError(make_size_problem(MAX_VALUES, Span(0, 0)))
    return objects + arrays


def _is_too_deep(data: Json) -> bool:
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


def _parse_integer(digits: str) -> int | float:
    return int(digits) if len(digits) < MAX_DIGITS else float(digits)
