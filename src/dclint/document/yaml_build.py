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
    ParseError,
    Problem,
    Span,
    describe_repeated_key,
    make_size_problem,
    quote_text,
)
from dclint.document.yaml_tree import Node, get_event_span

MAX_ALIASES = 1_000
MAX_EXPANDED = 100_000  # nodes that a text with aliases may stand for (CWE-776)
MAX_NODES = 500_000  # nodes that a text without aliases may have
MAX_DOCUMENTS = 100_000
_QUOTE_STARS = "put a text that begins with `*` in quotes"
CollectionStart = SequenceStartEvent | MappingStartEvent
CollectionEnd = SequenceEndEvent | MappingEndEvent


class _OpenCollection:
    """A collection whose end has not come yet, and the member at hand."""

    __slots__ = ("anchor", "is_flow", "key", "merges", "node")

    def __init__(self, event: CollectionStart, start: int) -> None:
        self.node = Node(start, start, [])
        self.node.children = []
        self.node.depth = 1
        if isinstance(event, MappingStartEvent):
            self.node.value, self.node.children, self.node.keys = {}, {}, {}
        self.anchor = event.anchor
        self.is_flow = event.flow_style
        self.key: Node | None = None
        self.merges: list[Node] = []


class NodeBuilder:
    """Makes nodes of events, without recursion; it counts for all the documents of a stream."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._root = Node(0, 0, None)
        self._end = 0
        """Where the last scalar, alias or bracket ends."""
        self._stack: list[_OpenCollection] = []
        self._anchors: dict[str, Node] = {}
        self._aliases = self._size = self._copied = self._documents = 0
        self._problems: list[Problem] = []
        self._reported: Counter[str] = Counter()

    def finish_document(self) -> tuple[Node, list[Problem]]:
        """Return a document, and forget it."""
        self._documents += 1
        if self._documents > MAX_DOCUMENTS:
            raise ParseError(
                make_size_problem(MAX_DOCUMENTS, Span(self._root.start, self._root.start))
            )
        done = self._root, self._problems
        self._problems = []
        self._anchors.clear()
        return done

    def add_scalar(self, node: Node, anchor: str | None) -> None:
        """Add a scalar."""
        self._count_nodes(1, node.start)
        self._end = node.end
        self._attach_node(node, anchor)

    def add_alias(self, event: AliasEvent) -> None:
        """Add what an alias refers to."""
        span = get_event_span(event)
        name, self._end = quote_text(f"*{event.anchor}"), span.end
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            message = f"More than {MAX_ALIASES:,} aliases are used, so the text was not read"
            raise ParseError(Problem("unsafe-document", message, span))
        if any(is_open.anchor == event.anchor for is_open in self._stack):
            message = f"The alias {name} stands inside what it refers to"
            raise ParseError(Problem("unsafe-document", message, span))
        node = self._anchors.get(event.anchor or "")
        if node is None:
            message = f"Not valid YAML: the alias {name} refers to nothing before it"
            raise ParseError(Problem("syntax-error", message, span, _QUOTE_STARS))
        if len(self._stack) + node.depth > MAX_DEPTH:
            raise ParseError(Problem("syntax-error", TOO_DEEP, span))
        self._count_nodes(node.size, span.start)
        self._attach_node(node, None)

    def open_collection(self, event: CollectionStart) -> None:
        """Begin a collection."""
        start = get_event_span(event).start
        if len(self._stack) == MAX_DEPTH:
            raise ParseError(Problem("syntax-error", TOO_DEEP, Span(start, start + 1)))
        self._count_nodes(1, start)
        self._stack.append(_OpenCollection(event, start))

    def close_collection(self, event: CollectionEnd) -> None:
        """End a collection."""
        closed = self._stack.pop()
        node = closed.node
        if closed.is_flow:
            self._end = get_event_span(event).end
        node.end = self._end
        for merged in closed.merges:
            self._merge_mapping(node, merged)
        self._attach_node(node, closed.anchor)

    def _merge_mapping(self, node: Node, merged: Node) -> None:
        self._copied += len(merged.children)
        if self._copied > MAX_EXPANDED:
            raise ParseError(make_size_problem(MAX_EXPANDED, Span(node.start, node.start)))
        for name, child in merged.children.items():
            if name not in node.children:
                node.children[name], node.value[name] = child, child.value
                node.keys[name] = merged.keys[name]

    def _attach_node(self, node: Node, anchor: str | None) -> None:
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
                from dclint.document.yaml_errors import make_complex_key_problem

                raise ParseError(make_complex_key_problem(self._text, node.start))
            parent.key = node
        else:
            self._add_entry(parent, parent.key, node)
            parent.key = None

    def _add_entry(self, parent: _OpenCollection, key: Node, node: Node) -> None:
        name = key.text or ""
        if _is_merge_key(self._text, key) and (merged := _list_merged_nodes(node)):
            parent.merges += merged
            return
        if name in parent.node.value:
            self.report_problem(
                "duplicate-key", describe_repeated_key(name), Span(key.start, key.end)
            )
        parent.node.value[name] = node.value
        parent.node.children[name] = node
        parent.node.keys[name] = key

    def _count_nodes(self, nodes: int, at: int) -> None:
        self._size += nodes
        limit = MAX_EXPANDED if self._aliases else MAX_NODES
        if self._size > limit:
            raise ParseError(make_size_problem(limit, Span(at, at)))

    def report_problem(self, rule: str, message: str, span: Span) -> None:
        """Note a problem at the member or item at hand."""
        self._reported[rule] += 1
        if self._reported[rule] <= MAX_PROBLEMS:
            self._problems.append(Problem(rule, message, span, at=self._current_pointer()))

    def _current_pointer(self) -> Pointer:
        """The member or item at hand; inside what is merged, what it is merged into."""
        at: list[str | int] = []
        for is_open in self._stack:
            if is_open.node.keys is None:
                at.append(len(is_open.node.value))
            elif is_open.key is None or _is_merge_key(self._text, is_open.key):
                break
            else:
                at.append(is_open.key.text or "")
        return tuple(at)


def _is_merge_key(text: str, key: Node) -> bool:
    return key.text == "<<" and text.startswith("<<", key.start)


def _list_merged_nodes(node: Node) -> list[Node]:
    nodes = [node] if node.keys is not None else node.children or []
    return nodes if all(n.keys is not None for n in nodes) else []
