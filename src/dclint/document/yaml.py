"""YAML 1.2 with the core schema: libyaml's events, made into values and positions in one pass.

PyYAML's own constructors follow YAML 1.1 (`no` is False, `0123` is 83), and its composer recurses
without a limit; events do neither.
"""

import re
from collections.abc import Iterator

import yaml
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from dclint.document.tree import (
    INVALID_CHARACTERS,
    ParseError,
    Problem,
    Span,
    find_invalid_text,
    quote_text,
)
from dclint.document.unresolved import UnresolvedText
from dclint.document.yaml_build import CollectionStart, NodeBuilder
from dclint.document.yaml_core_schema import resolve_plain
from dclint.document.yaml_tree import Node, YamlTree, get_event_span

MAX_DIRECTIVES = 100  # libyaml compares each `%TAG` with all before it

# Said by libyaml since 0.2.6 when it looks ahead over 1,000 open brackets; the text before them is
# too deep as well, and read alone it shows where.
_LIBYAML_TOO_DEEP = "exceeded maximum nesting depth"

_CORE = "tag:yaml.org,2002:"

_CORE_TAGS = frozenset(
    _CORE + name for name in ("str", "int", "float", "bool", "null", "seq", "map")
)

_TEXT_TAGS = ("!", _CORE + "str")
# Tags of programming languages, by which a reader builds objects: `!!python/…`, `!ruby/…`.
_BUILDS_OBJECTS = re.compile(r"!!?(?:python|ruby|javax?|js|perl|php|net|clr)\b", re.IGNORECASE)

_TAG = re.compile(r"(?:&\S*+\s++)?(!\S*+)")


def read_yaml_stream(text: str) -> list[YamlTree]:
    """Read the documents of a stream; a stream without any is one that says null.

    Raises Refused if it is not YAML or not safe to read.
    """
    if text.count("\n%TAG") + text.count("\r%TAG") > MAX_DIRECTIVES:
        message = f"More than {MAX_DIRECTIVES} `%TAG` lines, so the text was not read"
        raise ParseError(Problem("unsafe-document", message, Span(0, 0)))
    try:
        return list(_StreamReader(text).read_trees()) or [YamlTree(text, Node(0, 0, None))]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        if mark and getattr(error, "problem", "") == _LIBYAML_TOO_DEEP:
            return read_yaml_stream(text[: mark.index])
        from dclint.document.yaml_errors import explain_yaml_error

        raise ParseError(explain_yaml_error(text, error)) from None


class _StreamReader:
    """Reads one stream."""

    def __init__(self, text: str) -> None:
        self._text = text
        stand_ins = _choose_replacements(text)
        self._parser = CParser(_replace_line_breaks(text, stand_ins))
        self._originals = {ord(new): chr(old) for old, new in stand_ins.items()}
        self._builder = NodeBuilder(text)
        self._needs_text_check = False

    def read_trees(self) -> Iterator[YamlTree]:
        """Yield the documents."""
        builder = self._builder
        while (event := self._parser.get_event()) is not None:
            match event:
                case ScalarEvent():
                    self._check_tag(event)
                    builder.add_scalar(self._build_scalar(event), event.anchor)
                case AliasEvent():
                    builder.add_alias(event)
                case SequenceStartEvent() | MappingStartEvent():
                    self._check_tag(event)
                    builder.open_collection(event)
                case SequenceEndEvent() | MappingEndEvent():
                    builder.close_collection(event)
                case DocumentEndEvent():
                    yield self._finish_tree()
                case _:
                    continue

    def _finish_tree(self) -> YamlTree:
        root, problems = self._builder.finish_document()
        tree = YamlTree(self._text, root)
        tree.problems = (*problems, *(find_invalid_text(tree) if self._needs_text_check else ()))
        self._needs_text_check = False
        return tree

    def _build_scalar(self, event: ScalarEvent) -> Node:
        tag, text = event.tag, event.value
        if not text.isascii():
            text = text.translate(self._originals) if self._originals else text
            self._needs_text_check = (
                self._needs_text_check or re.search(INVALID_CHARACTERS, text) is not None
            )
        if _is_reference(tag):
            return Node(*get_event_span(event), UnresolvedText(text), text)
        is_plain = event.implicit[0] if tag is None else tag not in _TEXT_TAGS
        value = resolve_plain(text) if is_plain else text
        return Node(*get_event_span(event), value, text)

    def _check_tag(self, event: ScalarEvent | CollectionStart) -> None:
        tag = event.tag
        if tag is None or tag == "!" or tag in _CORE_TAGS or _is_reference(tag):
            return
        start = get_event_span(event).start
        found = _TAG.match(self._text, start)
        span = Span(*found.span(1)) if found else Span(start, start + 1)
        name = quote_text(tag.replace(_CORE, "!!"))
        message = f"The tag {name} asks for something other than plain data"
        self._builder.report_problem("unsafe-document", message, span)


def _is_reference(tag: str | None) -> bool:
    """Whether a local tag names a value that another tool fills in: `!vault`, `!env`, `!Ref`."""
    return (
        tag is not None
        and tag.startswith("!")
        and tag not in ("!", "!!")
        and not _BUILDS_OBJECTS.match(tag)
    )


def _choose_replacements(text: str) -> dict[int, str]:
    """Choose characters for the line breaks of YAML 1.1 that libyaml sees and YAML 1.2 has not.

    Source: https://yaml.org/spec/1.2.2/#54-line-break-characters
    """
    breaks = [ord(c) for c in "\x85\u2028\u2029" if c in text]
    unused = (c for c in map(chr, range(0xE000, 0xF900)) if c not in text)
    return dict(zip(breaks, unused, strict=False)) if breaks else {}


def _replace_line_breaks(text: str, stand_ins: dict[int, str]) -> str:
    """Write the text so that libyaml counts right: of a byte order mark it knows nothing."""
    source = text.translate(stand_ins) if stand_ins else text
    return f"\ufeff{source}" if text.startswith("\ufeff") else source
