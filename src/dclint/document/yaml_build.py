"""YAML nodes from libyaml's events: anchors, merge keys, repeated names, and limits to all that."""

from collections import Counter

from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from dclint.base.pointer import Pointer
from dclint.document.tree import (
    MAX_DEPTH,
    MAX_PROBLEMS,
    TOO_DEEP,
    Problem,
    Refused,
    Span,
    quoted,
    repeats,
    too_large,
)
from dclint.document.yaml_tree import Node, span_of

MAX_ALIASES = 1_000
MAX_EXPANDED = 100_000  # nodes that a text with aliases may stand for (CWE-776)
MAX_NODES = 500_000  # nodes that a text without aliases may have
MAX_DOCUMENTS = 100_000
_QUOTE_STARS = "put a text that begins with `*` in quotes"
Start = SequenceStartEvent | MappingStartEvent
End = SequenceEndEvent | MappingEndEvent


class _Open:
    """A collection whose end has not come yet, and the member at hand."""

    __slots__ = ("anchor", "is_flow", "key", "merges", "node")

    def __init__(self, event: Start, start: int) -> None:
        self.node = Node(start, start, [])
        self.node.children = []
        self.node.depth = 1
        if isinstance(event, MappingStartEvent):
            self.node.value, self.node.children, self.node.keys = {}, {}, {}
        self.anchor = event.anchor
        self.is_flow = event.flow_style
        self.key: Node | None = None
        self.merges: list[Node] = []


class Builder:
    """Makes nodes of events, without recursion; it counts for all the documents of a stream."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._root = Node(0, 0, None)
        self._end = 0
        """Where the last scalar, alias or bracket ends."""
        self._stack: list[_Open] = []
        self._anchors: dict[str, Node] = {}
        self._aliases = self._size = self._copied = self._documents = 0
        self._problems: list[Problem] = []
        self._reported: Counter[str] = Counter()

    def finish(self) -> tuple[Node, list[Problem]]:
        """Return a document, and forget it."""
        self._documents += 1
        if self._documents > MAX_DOCUMENTS:
            raise Refused(too_large(MAX_DOCUMENTS, Span(self._root.start, self._root.start)))
        done = self._root, self._problems
        self._problems = []
        self._anchors.clear()
        return done

    def scalar(self, node: Node, anchor: str | None) -> None:
        """Add a scalar."""
        self._count(1, node.start)
        self._end = node.end
        self._add(node, anchor)

    def alias(self, event: AliasEvent) -> None:
        """Add what an alias refers to."""
        span = span_of(event)
        name, self._end = quoted(f"*{event.anchor}"), span.end
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            message = f"More than {MAX_ALIASES:,} aliases are used, so the text was not read"
            raise Refused(Problem("unsafe-document", message, span))
        if any(is_open.anchor == event.anchor for is_open in self._stack):
            message = f"The alias {name} stands inside what it refers to"
            raise Refused(Problem("unsafe-document", message, span))
        node = self._anchors.get(event.anchor or "")
        if node is None:
            message = f"Not valid YAML: the alias {name} refers to nothing before it"
            raise Refused(Problem("syntax-error", message, span, _QUOTE_STARS))
        if len(self._stack) + node.depth > MAX_DEPTH:
            raise Refused(Problem("syntax-error", TOO_DEEP, span))
        self._count(node.size, span.start)
        self._add(node, None)

    def open(self, event: Start) -> None:
        """Begin a collection."""
        start = span_of(event).start
        if len(self._stack) == MAX_DEPTH:
            raise Refused(Problem("syntax-error", TOO_DEEP, Span(start, start + 1)))
        self._count(1, start)
        self._stack.append(_Open(event, start))

    def close(self, event: End) -> None:
        """End a collection."""
        closed = self._stack.pop()
        node = closed.node
        if closed.is_flow:
            self._end = span_of(event).end
        node.end = self._end
        for merged in closed.merges:
            self._merge(node, merged)
        self._add(node, closed.anchor)

    def _merge(self, node: Node, merged: Node) -> None:
        self._copied += len(merged.children)
        if self._copied > MAX_EXPANDED:
            raise Refused(too_large(MAX_EXPANDED, Span(node.start, node.start)))
        for name, child in merged.children.items():
            if name not in node.children:
                node.children[name], node.value[name] = child, child.value
                node.keys[name] = merged.keys[name]

    def _add(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = node
        if not self._stack:
            self._root = node
            return
        parent = self._stack[-1]
        parent.node.size += node.size
        parent.node.depth = max(parent.node.depth, node.depth + 1)
        if parent.node.keys is None:
            parent.node.children.append(node)
            parent.node.value.append(node.value)
        elif parent.key is None:
            if node.text is None:
                from dclint.document.yaml_errors import complex_name

                raise Refused(complex_name(self._text, node.start))
            parent.key = node
        else:
            self._put(parent, parent.key, node)
            parent.key = None

    def _put(self, parent: _Open, key: Node, node: Node) -> None:
        name = key.text or ""
        if _is_merge(self._text, key) and (merged := _merged(node)):
            parent.merges += merged
            return
        if name in parent.node.value:
            self.report("duplicate-key", repeats(name), Span(key.start, key.end))
        parent.node.value[name] = node.value
        parent.node.children[name] = node
        parent.node.keys[name] = key

    def _count(self, nodes: int, at: int) -> None:
        self._size += nodes
        limit = MAX_EXPANDED if self._aliases else MAX_NODES
        if self._size > limit:
            raise Refused(too_large(limit, Span(at, at)))

    def report(self, rule: str, message: str, span: Span) -> None:
        """Note a problem at the member or item at hand."""
        self._reported[rule] += 1
        if self._reported[rule] <= MAX_PROBLEMS:
            self._problems.append(Problem(rule, message, span, at=self._at()))

    def _at(self) -> Pointer:
        """The member or item at hand; inside what is merged, what it is merged into."""
        at: list[str | int] = []
        for is_open in self._stack:
            if is_open.node.keys is None:
                at.append(len(is_open.node.value))
            elif is_open.key is None or _is_merge(self._text, is_open.key):
                break
            else:
                at.append(is_open.key.text or "")
        return tuple(at)


def _is_merge(text: str, key: Node) -> bool:
    return key.text == "<<" and text.startswith("<<", key.start)


def _merged(node: Node) -> list[Node]:
    nodes = [node] if node.keys is not None else node.children or []
    return nodes if all(n.keys is not None for n in nodes) else []
