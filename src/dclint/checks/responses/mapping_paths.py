"""Do mappings read what the response has?"""

import functools
from collections.abc import Iterator
from typing import Any

from dclint.analysis.mapping_targets import mappings
from dclint.analysis.placeholders import is_unseen
from dclint.analysis.response_paths import names
from dclint.base.pointer import Pointer
from dclint.base.quoting import quoted
from dclint.base.suggestions import nearest, same_letters
from dclint.findings.hit import Hit, Unobserved
from dclint.model.connector import Connector
from dclint.model.values import AttributeMapping, ObjectMapping, ResponseField, Unset
from dclint.ruleset.rule import Outcome

_Tree = dict[str, Any]  # the names of a response's members, and below each of them the same
_OPEN = ""  # no member's name: it marks a field whose content the test response has not shown
_ANYTHING: _Tree = {}  # where a path leads that goes on below such a field
_MOST_COMPARED = 200

# Beyond these nobody has mistyped a path, and to compare them all would take too long.
_LONGEST_COMPARED = 100


def mapping_unknown_path(connector: Connector) -> Iterator[Outcome]:
    """Report mappings that read a path at which the response has nothing."""
    if not mappings(connector):
        return
    fields = connector.response_fields
    known = fields if isinstance(fields, list) else []
    tree = _tree(connector, known)
    unseen = _unseen(connector, known)
    for index, mapping in enumerate(mappings(connector)):
        if isinstance(mapping.attribute_mappings, list):
            base = _walk(tree, mapping.response_object_path)
            for number, each in enumerate(mapping.attribute_mappings):
                at = ("object_mappings", index, "attribute_mappings", number)
                yield from _mapping(connector, at, (mapping, each), (tree, base), unseen)
        elif is_unseen(connector, mapping.attribute_mappings):
            yield Unobserved("object_mappings[].attribute_mappings")


def _tree(connector: Connector, fields: list[ResponseField]) -> _Tree:
    tree: _Tree = {}
    for field in fields:
        if not isinstance(field.path, str):
            continue
        node = tree
        for name in names(field.path):
            node = node.setdefault(name, {})
        if field.type == "unknown" or is_unseen(connector, field.type):
            node[_OPEN] = {}
    return tree


def _unseen(connector: Connector, fields: list[ResponseField]) -> Unobserved | None:
    """Name the fact for want of which nobody can tell that the response lacks a field."""
    if not fields:
        return Unobserved("response_fields")
    if any(is_unseen(connector, field.path) for field in fields):
        return Unobserved("response_fields[].path")
    return None


def _walk(node: _Tree | None, path: str | Unset) -> _Tree | None:
    """Follow `path` from `node`; None if the response has no such field."""
    for name in names(path) if isinstance(path, str) else ():
        if node is None or node is _ANYTHING:
            break
        deeper = node.get(name)
        node = _ANYTHING if deeper is None and _OPEN in node else deeper
    return node


def _mapping(
    connector: Connector,
    at: Pointer,
    mapping: tuple[ObjectMapping, AttributeMapping],
    roots: tuple[_Tree, _Tree | None],
    unseen: Unobserved | None,
) -> Iterator[Outcome]:
    whole, part = mapping
    path, base = part.response_attribute_path, whole.response_object_path
    if isinstance(path, Unset):
        if is_unseen(connector, path):
            yield Unobserved("attribute_mappings[].response_attribute_path")
        return
    ends = [_walk(root, path) for root in roots]
    if any(end is not None and end is not _ANYTHING for end in ends):
        return
    if any(end is _ANYTHING for end in ends):
        yield Unobserved("response_fields[].type")
    elif unseen:
        yield unseen
    elif is_unseen(connector, base):
        yield Unobserved("object_mappings[].response_object_path")
    else:
        yield _missing(connector, at, path, base if isinstance(base, str) else "")


def _missing(connector: Connector, at: Pointer, path: str, base: str) -> Hit:
    where = f", neither by itself nor in {quoted(base)}" if names(base) else ""
    meant = _similar(connector, path, base)
    return Hit(
        at=(*at, "response_attribute_path"),
        message=f"The response has no field {quoted(path)}{where}",
        remedy=f"write {quoted(meant)}" if meant else None,
    )


def _similar(connector: Connector, path: str, base: str) -> str | None:
    if len(path) > _LONGEST_COMPARED:
        return None
    known = [field.removeprefix(f"{base}.") for field in _compared(connector)]
    return same_letters(path, known) or nearest(path, known)


@functools.lru_cache(maxsize=1)
def _compared(connector: Connector) -> list[str]:
    """List the fields that may be suggested; none if there are too many of them or of mappings."""
    fields = connector.response_fields
    lists = [mapping.attribute_mappings for mapping in mappings(connector)]
    count = sum(len(each) for each in lists if isinstance(each, list))
    if not isinstance(fields, list) or max(len(fields), count) > _MOST_COMPARED:
        return []
    paths = [field.path for field in fields if isinstance(field.path, str)]
    return [path for path in paths if len(path) <= _LONGEST_COMPARED and path.isprintable()]
