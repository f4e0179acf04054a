"""Documents: a text, the values it holds, and where each of them stands.

Values are plain dicts, lists and strings.  Positions are computed for findings only.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from pathlib import PurePath

from dclint.document.json import JsonTree
from dclint.document.tree import Problem, Refused, Span, Tree
from dclint.pointer import Json, Pointer

__all__ = ["MAX_BYTES", "SUFFIXES", "Document", "Problem", "Span", "Syntax"]

_MIB = 1024 * 1024
_YAML_LIMIT = 5 * _MIB
MAX_BYTES = 32 * _MIB
"""How much of a file is read; YAML, whose reader costs far more, has a lower limit."""
_LINE = re.compile(r"[^\n]+")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Syntax(StrEnum):
    """How a text is written."""

    JSON = "json"
    NDJSON = "ndjson"
    YAML = "yaml"

    @classmethod
    def of(cls, name: str, text: str) -> "Syntax":
        """Tell the syntax by the file's suffix, else by how the text begins."""
        by_suffix = _SUFFIXES.get(PurePath(name).suffix.lower())
        if by_suffix is not None:
            return by_suffix
        first, _, rest = text.lstrip().partition("\n")
        if not first.startswith(("{", "[")) or first.startswith("{{"):
            return cls.YAML
        is_lines = first.rstrip().endswith("}") and rest.lstrip().startswith("{")
        return cls.NDJSON if is_lines else cls.JSON


_SUFFIXES = {
    ".json": Syntax.JSON,
    ".ndjson": Syntax.NDJSON,
    ".jsonl": Syntax.NDJSON,
    ".yaml": Syntax.YAML,
    ".yml": Syntax.YAML,
}

SUFFIXES = frozenset(_SUFFIXES)
"""The suffixes of files that may hold connectors."""


class Document:
    """One text and what it says.  It can always be made; what is wrong with it are `problems`."""

    def __init__(self, name: str, content: bytes | str, *, is_named: bool = True) -> None:
        self.name = name
        self.is_named = is_named
        """Whether somebody asked for this very text; else it may be no connector at all."""
        problems: list[Problem] = []
        self.text = content if isinstance(content, str) else _decode(content, problems)
        self.syntax = Syntax.of(name, self.text)
        limit = _YAML_LIMIT if self.syntax is Syntax.YAML else MAX_BYTES
        if len(content) > limit:
            message = f"The file is larger than {limit // _MIB} MiB, so it was not read"
            problems = [Problem("unsafe-document", message, Span(0, 0))]
        self._trees: tuple[Tree | None, ...] = ()
        if not problems:
            self._trees = tuple(self._read(problems))
        self.problems = (*problems, *(p for tree in self._trees if tree for p in tree.problems))
        self.is_stream = self.syntax is Syntax.NDJSON or len(self._trees) > 1

    def roots(self) -> Iterator[tuple[Pointer, Json]]:
        """Yield each value of the text with its pointer: `()`, or its index in a stream."""
        for index, tree in enumerate(self._trees):
            if tree is not None:
                yield ((index,) if self.is_stream else ()), tree.data

    @property
    def data(self) -> Json:
        """The value; of a stream, the list of its values (None for a line that is no JSON)."""
        values = [tree and tree.data for tree in self._trees]
        return values if self.is_stream else (values or [None])[0]

    def locate(
        self, at: Pointer, fragment: tuple[int, int] | None = None, *, on_key: bool = False
    ) -> Span:
        """Return where the value at `at` stands, a part of it, or its member's name.

        `fragment` are code points of the string at `at`.  Raises LookupError or TypeError if
        there is no such value.
        """
        index, rest = (at[0], at[1:]) if self.is_stream and at else (0, at)
        tree = self._trees[index] if isinstance(index, int) else None
        if tree is None:
            raise LookupError(f"nothing at {at}")
        return tree.offsets(rest, fragment) if fragment else tree.span(rest, on_key=on_key)

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of a code point, both from 1."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def offset(self, number: int) -> int:
        """Return where a line, counted from 1, begins."""
        return self._line_starts[number - 1]

    def line(self, number: int) -> str:
        """Return a line, counted from 1, without its line break."""
        start = self.offset(number)
        end = self.text.find("\n", start)
        return self.text[start : len(self.text) if end < 0 else end].rstrip("\r")

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def _read(self, problems: list[Problem]) -> Iterator[Tree | None]:
        if self.syntax is Syntax.NDJSON:
            for found in _LINE.finditer(self.text):
                if not found[0].isspace():
                    yield _tolerant(found[0], found.start(), problems)
            return
        try:
            if self.syntax is Syntax.JSON:
                yield JsonTree(self.text)
                return
            from dclint.document.yaml import trees  # noqa: PLC0415 - JSON needs no YAML reader

            yield from list(trees(self.text))
        except Refused as refused:
            problems.append(refused.problem)


def _tolerant(line: str, base: int, problems: list[Problem]) -> Tree | None:
    try:
        return JsonTree(line, base)
    except Refused as refused:
        problems.append(refused.problem)
        return None


def _decode(content: bytes, problems: list[Problem]) -> str:
    try:
        return content.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        start = len(content[: error.start].removeprefix(b"\xef\xbb\xbf").decode())
        found = "looks like UTF-16" if content.startswith(_UTF16) else f"byte {error.start}"
        message = f"The file is not UTF-8 ({found})"
        problems.append(Problem("invalid-text-encoding", message, Span(start, start + 1)))
        return content.decode(errors="replace")
