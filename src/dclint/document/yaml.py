"""YAML 1.2 with the core schema: libyaml's events, made into values and positions in one pass.

PyYAML's own constructors follow YAML 1.1 (`no` is False, `0123` is 83), and its composer recurses
without a limit; events do neither.  Source: https://yaml.org/spec/1.2.2/#103-core-schema
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from dclint.document.tree import (
    MAX_DEPTH,
    MAX_PROBLEMS,
    NONCHARACTER,
    Problem,
    Refused,
    Span,
)
from dclint.document.yaml_tree import Node, YamlTree, resolve_plain

MAX_ALIASES = 1_000
MAX_EXPANDED = 100_000
"""Nodes that a text with aliases may stand for (CWE-776)."""
MAX_NODES = 500_000
"""Nodes that a text without aliases may have."""

_CORE = "tag:yaml.org,2002:"
_CORE_TAGS = frozenset(
    _CORE + name for name in ("str", "int", "float", "bool", "null", "seq", "map")
)
_UNQUOTED = re.compile(r"(?::\s+|-\s+)\{\{")
_QUOTE = "put the whole text that contains `{{` in quotes"


def trees(text: str) -> Iterator[YamlTree]:
    """Yield the documents of a stream.  Raises Refused if it is not YAML or not safe to read."""
    try:
        parser = CParser(text)
        while event := parser.get_event():
            if isinstance(event, DocumentStartEvent):
                yield _Builder(text, parser, _span(event).start).tree()
    except yaml.YAMLError as error:
        raise Refused(_syntax_error(text, error)) from None


class _Open:
    """A collection whose end has not come yet."""

    __slots__ = ("anchor", "is_flow", "key", "merges", "node")

    def __init__(self, event: SequenceStartEvent | MappingStartEvent) -> None:
        start = _span(event).start
        self.node = Node(start, start, [] if isinstance(event, SequenceStartEvent) else {})
        self.anchor = event.anchor
        self.is_flow = event.flow_style
        self.key: Node | None = None
        self.merges: list[Node] = []


class _Builder:
    """Makes one tree of the events of one document, without recursion."""

    def __init__(self, text: str, parser: Any, start: int) -> None:
        self._text = text
        self._parser = parser
        self._root = Node(start, start, None)
        self._stack: list[_Open] = []
        self._anchors: dict[str, Node] = {}
        self._aliases = 0
        self._size = 0
        self._problems: list[Problem] = []

    def tree(self) -> YamlTree:
        while not isinstance(event := self._parser.get_event(), DocumentEndEvent):
            match event:
                case ScalarEvent():
                    self._add(self._scalar(event), event.anchor)
                case AliasEvent():
                    self._add(self._alias(event), None)
                case SequenceStartEvent() | MappingStartEvent():
                    self._open(event)
                case SequenceEndEvent() | MappingEndEvent():
                    self._close(event)
                case _:
                    continue
        return YamlTree(self._text, self._root, tuple(self._problems[:MAX_PROBLEMS]))

    def _scalar(self, event: ScalarEvent) -> Node:
        self._check_tag(event)
        start, end = _span(event)
        if event.style in ("|", ">"):
            while end > start and self._text[end - 1].isspace():
                end -= 1
        plain = event.implicit[0] if event.tag is None else event.tag not in ("!", f"{_CORE}str")
        value = resolve_plain(event.value) if plain else event.value
        if isinstance(value, str) and not value.isascii() and (found := NONCHARACTER.search(value)):
            message = f"U+{ord(found[0]):04X} is a noncharacter, which is no text"
            self._problems.append(Problem("invalid-text-encoding", message, Span(start, end)))
        return Node(start, end, value, event.value)

    def _alias(self, event: AliasEvent) -> Node:
        span = _span(event)
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            message = f"More than {MAX_ALIASES:,} aliases are used"
            raise Refused(Problem("unsafe-document", message, span))
        if any(is_open.anchor == event.anchor for is_open in self._stack):
            message = f"The alias `*{event.anchor}` stands inside what it refers to"
            raise Refused(Problem("unsafe-document", message, span))
        if event.anchor not in self._anchors:
            message = f"Not valid YAML: nothing is called `&{event.anchor}`"
            raise Refused(Problem("syntax-error", message, span))
        return self._anchors[event.anchor]

    def _open(self, event: SequenceStartEvent | MappingStartEvent) -> None:
        self._check_tag(event)
        self._stack.append(_Open(event))
        if len(self._stack) > MAX_DEPTH:
            message = f"Nested more than {MAX_DEPTH} levels deep"
            raise Refused(Problem("syntax-error", message, _span(event)))

    def _close(self, event: SequenceEndEvent | MappingEndEvent) -> None:
        closed = self._stack.pop()
        node = closed.node
        for merged in closed.merges:
            for key, child in merged.children.items():
                if key not in node.children:
                    node.children[key], node.value[key] = child, child.value
                    node.keys[key] = merged.keys[key]
        is_flow = closed.is_flow or not node.children
        node.end = _span(event).end if is_flow else self._last_end(node)
        self._add(node, closed.anchor)

    def _last_end(self, node: Node) -> int:
        return max(node.start, *(child.end for child in node.children.values()))

    def _add(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = node
        self._count(node)
        if not self._stack:
            self._root = node
            return
        parent = self._stack[-1]
        parent.node.size += node.size
        if isinstance(parent.node.value, list):
            parent.node.children[len(parent.node.value)] = node
            parent.node.value.append(node.value)
        elif parent.key is None:
            parent.key = self._key(node)
        else:
            self._put(parent, parent.key, node)
            parent.key = None

    def _count(self, node: Node) -> None:
        self._size += 1 if self._aliases == 0 else node.size
        if self._size > (MAX_EXPANDED if self._aliases else MAX_NODES):
            message = f"The text stands for more than {MAX_EXPANDED:,} values"
            raise Refused(Problem("unsafe-document", message, Span(node.start, node.end)))

    def _key(self, node: Node) -> Node:
        if node.text is None:
            message = "A member's name is itself a mapping or a list"
            remedy = _QUOTE if self._text.startswith("{{", node.start - 1) else None
            raise Refused(Problem("syntax-error", message, Span(node.start, node.end), remedy))
        return node

    def _put(self, parent: _Open, key: Node, node: Node) -> None:
        name = key.text or ""
        span = Span(key.start, key.end)
        if name == "<<" and self._text[key.start] == "<":
            parent.merges += [n for n in _merged(node) if isinstance(n.value, dict)]
            return
        if name in parent.node.value:
            message = f"`{name}` stands twice in one mapping; readers disagree which one counts"
            self._problems.append(Problem("duplicate-key", message, span))
        parent.node.value[name] = node.value
        parent.node.children[name] = node
        parent.node.keys[name] = span

    def _check_tag(self, event: ScalarEvent | SequenceStartEvent | MappingStartEvent) -> None:
        tag = event.tag
        if tag is None or tag == "!" or tag in _CORE_TAGS:
            return
        name = tag.replace(_CORE, "!!")
        message = f"The tag `{name}` asks the reader to build something other than plain data"
        start = _span(event).start
        span = Span(start, start + len(name))
        self._problems.append(Problem("unsafe-document", message, span))


def _span(event: Any) -> Span:
    return Span(event.start_mark.index, event.end_mark.index)


def _merged(node: Node) -> list[Node]:
    return list(node.children.values()) if isinstance(node.value, list) else [node]


def _syntax_error(text: str, error: yaml.YAMLError) -> Problem:
    if isinstance(error, yaml.reader.ReaderError):
        at = len(text.encode()[: error.position].decode(errors="ignore"))
        explanation = f"the character U+{ord(text[at]) if at < len(text) else 0:04X} is not allowed"
    else:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        at = min(mark.index, len(text)) if mark else 0
        explanation = getattr(error, "problem", None) or "it cannot be read"
    rule = "syntax-error"
    if "invalid Unicode character escape" in explanation:
        rule = "invalid-text-encoding"
    line = text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0]
    remedy = _QUOTE if _UNQUOTED.search(line) else None
    return Problem(rule, f"Not valid YAML: {explanation}", Span(at, min(at + 1, len(text))), remedy)
