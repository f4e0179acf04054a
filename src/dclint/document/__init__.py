"""Documents: a text, the values it holds, and where each of them stands.

Values are plain dicts, lists and strings.  Positions are computed for findings only.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cached_property
from json import detect_encoding
from pathlib import PurePath
from sys import getsizeof

from dclint.base.pointer import Json, Pointer
from dclint.document.json import JsonTree, read_json_lines
from dclint.document.lines import LineIndex
from dclint.document.tree import MAX_PROBLEMS, BrokenTree, ParseError, Problem, Span, Tree

__all__ = ["MAX_BYTES", "SUFFIXES", "Document", "Problem", "Span", "Syntax"]
_MIB = 1024 * 1024
_YAML_LIMIT = 5 * _MIB

# How much of a file is read. YAML, whose reader costs far more, has a lower limit.
MAX_BYTES = 32 * _MIB

# What a text may take in memory: one emoji makes it four times as large, and a value is a copy.
_MAX_MEMORY = 96 * _MIB

_LOOKS_LIKE_JSON = r"\s*(?:\[|\{(?!\{))"
_LOOKS_LIKE_LINES = r"\s*\{[^\n]*\}[ \t\r]*\n\s*\{"


class Syntax(StrEnum):
    """How a text is written."""

    JSON = "json"
    NDJSON = "ndjson"
    YAML = "yaml"

    @classmethod
    def detect(cls, name: str, text: str) -> "Syntax":
        """Tell the syntax by the file's suffix, else by how the text begins."""
        by_suffix = _SUFFIXES.get(PurePath(name).suffix.lower())
        if by_suffix is not None:
            return by_suffix
        if not re.match(_LOOKS_LIKE_JSON, text):
            return cls.YAML
        return cls.NDJSON if re.match(_LOOKS_LIKE_LINES, text) else cls.JSON


_SUFFIXES = {
    ".json": Syntax.JSON,
    ".ndjson": Syntax.NDJSON,
    ".jsonl": Syntax.NDJSON,
    ".yaml": Syntax.YAML,
    ".yml": Syntax.YAML,
}

SUFFIXES = frozenset(_SUFFIXES)  # the suffixes of files that may hold connectors


class Document:
    """One text and what it says.  It can always be made; what is wrong with it are `problems`."""

    def __init__(self, name: str, content: bytes | str) -> None:
        self.name = name
        if isinstance(content, str):
            content = content.encode("utf-8", "surrogatepass")
        self.text, problem = _decode_text(content)
        self.syntax = Syntax.detect(name, self.text)
        limit = _YAML_LIMIT if self.syntax is Syntax.YAML else MAX_BYTES
        if len(content) > limit or getsizeof(self.text) > _MAX_MEMORY:
            message = f"The file is larger than {limit // _MIB} MiB, so it was not read"
            problem = Problem("unsafe-document", message, Span(0, 0))
        self._trees: Sequence[Tree] = ()
        self.is_stream = False
        try:
            self._trees = [BrokenTree(problem)] if problem else _parse_text(self.text, self.syntax)
            is_lines = self.syntax is Syntax.NDJSON and not problem
            self.is_stream = is_lines or len(self._trees) > 1
        except ParseError as refused:
            self._trees = [BrokenTree(refused.problem)]
        self.problems = tuple(_limit_problems(self._iter_problems()))

    def iter_roots(self) -> Iterator[tuple[Pointer, Json]]:
        """Yield each value of the text with its pointer: `()`, or its index in a stream."""
        for index, tree in enumerate(self._trees):
            if not isinstance(tree, BrokenTree):
                yield self._stream_prefix(index), tree.data

    @property
    def data(self) -> Json:
        """The value; of a stream, the list of its values.  None stands for what cannot be read."""
        values = [tree.data for tree in self._trees]
        return values if self.is_stream else values[0]

    def locate_value(
        self, at: Pointer, fragment: tuple[int, int] | None = None, *, on_key: bool = False
    ) -> Span:
        """Return where the value at `at` stands, a part of it, or its member's name.

        `fragment` are code points of the string at `at`.  Raises LookupError or TypeError if
        there is no such value.
        """
        index, rest = (at[0], at[1:]) if self.is_stream and at else (0, at)
        if not isinstance(index, int):
            raise TypeError(f"a stream has no members: {at}")
        tree = self._trees[index]
        return (
            tree.locate_fragment(rest, fragment)
            if fragment
            else tree.locate_value(rest, on_key=on_key)
        )

    def line_column(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of a code point, both from 1."""
        return self._line_index.line_column(offset)

    def line_start(self, number: int) -> int:
        """Return where a line, counted from 1, begins."""
        return self._line_index.line_start(number)

    def line_span(self, number: int) -> Span:
        """Return where a line, counted from 1, begins and ends, without its line break."""
        return Span(self._line_index.line_start(number), self._line_index.line_end(number))

    def line_text(self, number: int) -> str:
        """Return a line, counted from 1, without its line break."""
        start, end = self.line_span(number)
        return self.text[start:end]

    @cached_property
    def _line_index(self) -> LineIndex:
        return LineIndex(self.text)

    def _stream_prefix(self, index: int) -> Pointer:
        return (index,) if self.is_stream else ()

    def _iter_problems(self) -> Iterator[Problem]:
        for index, tree in enumerate(self._trees):
            for problem in tree.problems:
                yield problem._replace(at=(*self._stream_prefix(index), *problem.at))


def _parse_text(text: str, syntax: Syntax) -> Sequence[Tree]:
    if syntax is Syntax.YAML:
        from dclint.document.yaml import read_yaml_stream

        return read_yaml_stream(text)
    return read_json_lines(text) if syntax is Syntax.NDJSON else [JsonTree(text)]


def _limit_problems(problems: Iterable[Problem]) -> Iterator[Problem]:
    counts: Counter[str] = Counter()
    for problem in problems:
        counts[problem.rule] += 1
        if counts[problem.rule] <= MAX_PROBLEMS:
            yield problem


def _decode_text(content: bytes) -> tuple[str, Problem | None]:
    encoding = detect_encoding(content)
    if not encoding.startswith("utf-8"):
        text = content.decode(encoding, "replace")
        message = f"The file is not UTF-8; it looks like {encoding[:6].upper()}"
        return text, Problem("invalid-text-encoding", message, Span(0, min(1, len(text))))
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return content.decode(), None
    except UnicodeDecodeError as error:
        start = len(content[: error.start].decode())
        byte = content[error.start]
        message = f"The file is not UTF-8; the byte 0x{byte:02X} stands for no character"
        text = content.decode(errors="replace")
        return text, Problem("invalid-text-encoding", message, Span(start, start + 1))
