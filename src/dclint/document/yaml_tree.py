"""What is left of a YAML document once it is read: nodes with values and places."""

import re

from dclint.document.scalar import align
from dclint.document.tree import MAX_DIGITS, Problem, Span
from dclint.pointer import Json, Pointer, resolve

_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
"""The anchor and the tag that may stand before a value."""

_NULL = re.compile(r"(?:null|Null|NULL|~|)\Z")
_BOOL = re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z")
_INT = re.compile(r"[-+]?[0-9]+\Z|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z")


class Node:
    """A value with its place; `children` are the nodes of its items or members."""

    __slots__ = ("children", "end", "keys", "size", "start", "text", "value")

    def __init__(self, start: int, end: int, value: Json, text: str | None = None) -> None:
        self.start = start
        self.end = end
        self.value = value
        self.text = text
        """What a scalar says before it is resolved; None for a collection."""
        self.children: dict[str | int, Node] = {}
        self.keys: dict[str | int, Span] = {}
        self.size = 1


class YamlTree:
    """One document of a YAML stream."""

    def __init__(self, text: str, root: Node, problems: tuple[Problem, ...]) -> None:
        self._text = text
        self._root = root
        self.problems = problems

    @property
    def data(self) -> Json:
        """The value."""
        return self._root.value

    def span(self, at: Pointer, *, on_key: bool = False) -> Span:
        """Return where the value at `at` stands, or its member's name."""
        parent = node = self._root
        for step in at:
            parent, node = node, node.children[step]
        if on_key and at and at[-1] in parent.keys:
            return parent.keys[at[-1]]
        return Span(node.start, node.end)

    def offsets(self, at: Pointer, fragment: tuple[int, int]) -> Span:
        """Return where code points of the string at `at` stand in the text."""
        start, end = self.span(at)
        value = resolve(self._root.value, at)
        properties = _PROPERTIES.match(self._text, start, end)
        start = properties.end() if properties else start
        return Span(*align(self._text[start:end], value, fragment, start))


def resolve_plain(text: str) -> Json:
    """Give a plain scalar the type that the core schema says it has.

    Source: https://yaml.org/spec/1.2.2/#103-core-schema
    """
    if text and text[0] not in "0123456789+-.~nNtTfF":
        return text
    if _NULL.match(text):
        return None
    if _BOOL.match(text):
        return text[0] in "tT"
    if _INT.match(text):
        return _integer(text)
    if _FLOAT.match(text) or _INFINITE.match(text):
        return float(text if text[-1].isdigit() else text.replace(".", ""))
    return text


def _integer(text: str) -> int | float:
    if text.startswith(("0o", "0x")):
        return int(text[2:], 8 if text[1] == "o" else 16)
    return int(text) if len(text) < MAX_DIGITS else float(text)
