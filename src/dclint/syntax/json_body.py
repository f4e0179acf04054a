"""JSON bodies with placeholders: where a placeholder stands, and what the body is without them.

Source: RFC 8259.  Strings are found in any text, so that a region is known even where the body is
no JSON.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple, NoReturn

from dclint.base.pointer import Json
from dclint.syntax.template import Placeholder, fill_placeholders

Span = tuple[int, int]
MAX_DEPTH = 200  # the nesting that dclint accepts in files; Python's own limit depends on who calls
_MAX_INTEGER_DIGITS = (
    640  # digits that every Python converts to an integer, however it is configured
)

# A string literal; one that is never closed reaches to the end.
STRING_PATTERN = r'"[^"\\]*(?:\\.[^"\\]*)*"?'


class BodyRegion(StrEnum):
    """The part of a JSON text in which a placeholder stands."""

    KEY = "key"
    """Inside a string that names a member."""
    STRING = "string"
    """Inside a string that is a value."""
    BARE_KEY = "bare key"
    """Outside strings, where a member is named."""
    BARE = "bare"
    """Outside strings: what is inserted becomes part of the structure."""

    @property
    def is_quoted(self) -> bool:
        """Whether it is inside a string."""
        return self in (BodyRegion.KEY, BodyRegion.STRING)


class NotJson(NamedTuple):
    """That a body is no JSON, and the first code point of it at which that shows."""

    at: int


def find_string_literals(text: str) -> Iterator[Span]:
    """Yield the spans of the string literals, quotes included."""
    if '"' in text:
        for found in re.finditer(STRING_PATTERN, text, re.DOTALL):
            yield found.span()


def find_body_regions(body: str, placeholders: tuple[Placeholder, ...]) -> tuple[BodyRegion, ...]:
    """Return the region of each placeholder, in order."""
    if not placeholders:
        return ()
    filled = fill_placeholders(body, placeholders)
    is_name = re.compile(r"[ \t\r\n]*:").match
    literals = [(end, start, is_name(filled, end)) for start, end in find_string_literals(filled)]
    found = []
    for placeholder in placeholders:
        after = bisect_right(literals, placeholder.start, key=itemgetter(0))
        if after < len(literals) and literals[after][1] < placeholder.start:
            found.append(BodyRegion.KEY if literals[after][2] else BodyRegion.STRING)
        else:
            named = is_name(filled, placeholder.end)
            found.append(BodyRegion.BARE_KEY if named else BodyRegion.BARE)
    return tuple(found)


def substitute_placeholders(
    body: str, placeholders: tuple[Placeholder, ...], where: tuple[BodyRegion, ...] | None = None
) -> str:
    """Replace each placeholder inside a string by `x` and each outside by `0`.

    `where` are the regions of the placeholders, if they are known already.
    """
    pieces: list[str] = []
    position = 0
    where = find_body_regions(body, placeholders) if where is None else where
    for placeholder, region in zip(placeholders, where, strict=True):
        pieces += (body[position : placeholder.start], "x" if region.is_quoted else "0")
        position = placeholder.end
    return "".join((*pieces, body[position:]))


def parse_json_template(
    body: str, placeholders: tuple[Placeholder, ...], where: tuple[BodyRegion, ...] | None = None
) -> Json | NotJson:
    """Parse strictly what `substitute` makes of `body`; an instance of NotJson if it is no JSON."""
    text = substitute_placeholders(body, placeholders, where)
    at = _find_excess_depth(text)
    if at is None:
        try:
            return _DECODER.decode(text)
        except json.JSONDecodeError as error:
            at = _move_to_comma(text, error.pos)
        except ValueError:
            at = next(found.start() for found in _search_outside_strings(text, "NaN|-?Infinity"))
    return NotJson(_map_offset(at, placeholders))


def _reject_constant(constant: str) -> NoReturn:
    raise ValueError(f"JSON has no {constant}")


def _parse_integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _MAX_INTEGER_DIGITS else float(digits)


_DECODER = json.JSONDecoder(parse_constant=_reject_constant, parse_int=_parse_integer)


def _search_outside_strings(text: str, pattern: str) -> Iterator[re.Match[str]]:
    for found in re.finditer(f"{STRING_PATTERN}|({pattern})", text, re.DOTALL):
        if found[1]:
            yield found


def _find_excess_depth(text: str) -> int | None:
    """Return where `text` exceeds the nesting that is accepted."""
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return None
    depth = 0
    for bracket in _search_outside_strings(text, r"[\[\]{}]"):
        depth += 1 if bracket[1] in "[{" else -1
        if depth > MAX_DEPTH:
            return bracket.start()
    return None


def _move_to_comma(text: str, at: int) -> int:
    """Move an error at a closing bracket to the comma before it, as Python does since 3.13."""
    before = text[:at].rstrip(" \t\r\n")
    if text[at : at + 1] in ("}", "]") and before.endswith(","):
        return len(before) - 1
    return at


def _map_offset(at: int, placeholders: tuple[Placeholder, ...]) -> int:
    """Translate an offset into the substituted text, where placeholders take one code point."""
    for start, end, _ in placeholders:
        if at <= start:
            break
        at += end - start - 1
    return at
