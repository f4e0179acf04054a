"""Where a part of a string stands in its source: escapes, folding and indentation undone."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from dclint.document.tree import Span

MAX_RAW_LENGTH = (
    2**18
)  # source that is looked into; a longer one with escapes is pointed at as a whole

_JSON = re.compile(
    r"(?P<escape>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|\\u[0-9a-fA-F]{4}|\\.)"
)

_BREAK = re.compile(r"\r\n?|\n")
_BREAKS = r"(?:(?:\r\n?|\n)[ \t]*+)++"
_FOLD = rf"(?P<fold>[ \t]*+{_BREAKS})|[ \t]++"
_PLAIN = re.compile(_FOLD)
_SINGLE = re.compile(rf"(?P<escape>'')|{_FOLD}")

_DOUBLE = re.compile(
    rf"(?P<join>\\{_BREAKS})|{_FOLD}"
    r"|(?P<escape>\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\.)"
)

_LINE = re.compile(r"[^\r\n]+")


class _Piece(NamedTuple):
    """A part of a value and its source; if equally long, they match character by character."""

    value: int
    """Where the part begins in the value."""
    length: int
    start: int
    end: int


def map_json_fragment(raw: str, fragment: tuple[int, int]) -> Span:
    """Map a part of a JSON string to its source `raw`, which is without its quotes."""
    return (
        Span(*fragment)
        if "\\" not in raw
        else _map_fragment(_split_flow_scalar(raw, _JSON), fragment, raw)
    )


def map_yaml_fragment(raw: str, value: str, fragment: tuple[int, int]) -> Span:
    """Map a part of a YAML scalar's value to its source `raw`, whatever its style."""
    match raw[:1]:
        case '"' | "'" as quote:
            inner = raw[1:-1]
            pieces = _split_flow_scalar(inner, _DOUBLE if quote == '"' else _SINGLE)
            found = fragment if inner == value else _map_fragment(pieces, fragment, inner)
            return Span(found[0] + 1, found[1] + 1)
        case "|" | ">":
            return _map_fragment(_pair_block_lines(raw, value), fragment, raw)
        case _:
            return (
                Span(*fragment)
                if raw == value
                else _map_fragment(_split_flow_scalar(raw, _PLAIN), fragment, raw)
            )


def _map_fragment(pieces: tuple[_Piece, ...], fragment: tuple[int, int], raw: str) -> Span:
    if not pieces:
        return Span(0, len(raw))
    start = _map_character(pieces, fragment[0])[0]
    return Span(
        start, _map_character(pieces, fragment[1] - 1)[1] if fragment[1] > fragment[0] else start
    )


def _map_character(pieces: tuple[_Piece, ...], index: int) -> tuple[int, int]:
    """Return where the source of one character of the value begins and ends."""
    piece = pieces[max(0, bisect_right(pieces, index, key=lambda piece: piece.value) - 1)]
    within = index - piece.value
    if within >= piece.length:
        return piece.end, piece.end
    if piece.length == piece.end - piece.start:
        return piece.start + within, piece.start + within + 1
    return piece.start, piece.end


@lru_cache(maxsize=8)
def _split_flow_scalar(raw: str, special: re.Pattern[str]) -> tuple[_Piece, ...]:
    """Cut the source of a scalar, without its quotes, where its value differs from it."""
    return () if len(raw) > MAX_RAW_LENGTH else tuple(_iter_pieces(raw, special))


def _iter_pieces(raw: str, special: re.Pattern[str]) -> Iterator[_Piece]:
    value = position = 0
    for found in special.finditer(raw):
        if found.lastgroup is None:  # blanks that stand for themselves
            continue
        start, end = found.span()
        yield _Piece(value, start - position, position, start)
        value += start - position
        length = _count_value_characters(found)
        yield _Piece(value, length, start, end)
        value += length
        position = end
    yield _Piece(value, len(raw) - position, position, len(raw))


def _count_value_characters(found: re.Match[str]) -> int:
    """Tell how many characters an escape or line breaks stand for: a lone break is a blank."""
    if found.lastgroup == "escape":
        return 1
    further = len(_BREAK.findall(found[0])) - 1
    return further if found.lastgroup == "join" else max(1, further)


@lru_cache(maxsize=8)
def _pair_block_lines(raw: str, value: str) -> tuple[_Piece, ...]:
    """Pair the lines of a block scalar, folded or not, with the same lines of its value."""
    if len(raw) > MAX_RAW_LENGTH:
        return ()
    pieces: list[_Piece] = []
    position, source = 0, len(_BREAK.split(raw, 1)[0])
    for start, end in _find_indented_lines(raw, value):
        gap = _count_line_breaks(value, position) or min(1, position)
        pieces.append(_Piece(position, gap, source, start))
        position += gap
        if not value.startswith(raw[start:end], position):
            return ()
        pieces.append(_Piece(position, end - start, start, end))
        position, source = position + end - start, end
    return (*pieces, _Piece(position, len(value) - position, source, len(raw)))


def _find_indented_lines(raw: str, value: str) -> Iterator[tuple[int, int]]:
    """Yield where each line that is not empty begins and ends, its indentation left out."""
    indentation = None
    for line in islice(_LINE.finditer(raw), 1, None):
        if indentation is None and not line[0].isspace():
            indentation = _count_indentation(line[0]) - _count_indentation(value.lstrip("\n"))
        if indentation is not None and line.start() + indentation < line.end():
            yield line.start() + indentation, line.end()


def _count_line_breaks(value: str, position: int) -> int:
    end = position
    while value.startswith("\n", end):
        end += 1
    return end - position


def _count_indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
