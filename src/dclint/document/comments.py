"""Comments of a YAML text that speak to dclint, and the lines of which they speak."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from dclint.document import Document
from dclint.document.tree import Span

_DCLINT_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[ \t]*dclint:[ \t]*([^\r\n]*)", re.MULTILINE)


class DclintComment(NamedTuple):
    """One comment `# dclint: …`."""

    span: Span
    text: str
    """What follows the colon."""
    line: int
    """Of which it speaks: its own, or the next one with content if nothing else stands on it."""
    is_first: bool
    """Whether nothing but comments stands before it."""


class DclintComments:
    """The comments of a YAML text that speak to dclint; one inside a scalar is none.

    A text that is no YAML has none that could be told from the rest.
    """

    def __init__(self, document: Document) -> None:
        self.comments: tuple[DclintComment, ...] = ()
        self._first_lines: dict[int, int] = {}
        try:
            scalars = list(_scan_scalars(document))
        except yaml.YAMLError:
            return
        for each in scalars:
            for line in range(each.line + 1, each.last_line + 1):
                self._first_lines.setdefault(line, each.line)
        self.comments = tuple(_find_comments(document, scalars))

    def find_first_line(self, line: int) -> int:
        """Return the line on which the scalar begins that `line` is part of, else `line`."""
        return self._first_lines.get(line, line)


class _Scalar(NamedTuple):
    start: int
    end: int
    line: int
    last_line: int
    is_block: bool


def _scan_scalars(document: Document) -> Iterator[_Scalar]:
    for token in yaml.scan(document.text, Loader=yaml.CSafeLoader):
        if isinstance(token, yaml.ScalarToken):
            start, end = token.start_mark.index, token.end_mark.index
            last = start + len(document.text[start:end].rstrip())
            lines = _find_line_number(document, start), _find_line_number(document, last)
            yield _Scalar(start, end, *lines, token.style in ("|", ">"))


def _find_comments(document: Document, scalars: list[_Scalar]) -> Iterator[DclintComment]:
    first = scalars[0].start if scalars else len(document.text)
    following = _find_following_lines(document)
    position = 0
    for match in _DCLINT_COMMENT.finditer(document.text):
        start = match.start()
        while position < len(scalars) and scalars[position].end <= start:
            position += 1
        if position == len(scalars) or not _contains_offset(scalars[position], start, document):
            line = _find_line_number(document, start)
            if not document.text[document.line_start(line) : start].strip():
                line = following[line]
            yield DclintComment(Span(*match.span()), match[1].strip(), line, start < first)


def _contains_offset(scalar: _Scalar, offset: int, document: Document) -> bool:
    """Whether what stands at `offset` is part of the scalar, and not on the header of a block."""
    if offset < scalar.start:
        return False
    return not (scalar.is_block and _find_line_number(document, offset) == scalar.line)


def _find_line_number(document: Document, offset: int) -> int:
    return document.line_column(offset)[0]


def _find_following_lines(document: Document) -> list[int]:
    """Return for each line number the next line that holds more than comments, else the last."""
    following = last = _find_line_number(document, len(document.text))
    found = [last] * (last + 1)
    for number in range(last, 0, -1):
        found[number] = following
        line = document.line_text(number).strip()
        if line and not line.startswith("#"):
            following = number
    return found
