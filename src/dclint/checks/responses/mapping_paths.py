"""Do mappings read what the response has?"""

import functools
from collections.abc import Iterator
from typing import Any

from dclint.analysis.mapping_targets import list_mappings
from dclint.analysis.placeholders import is_unseen
from dclint.analysis.response_paths import parse_field_path
from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_text
from dclint.base.suggestions import find_nearest_name, find_same_letters
from dclint.findings.hit import Hit, NotObservable
from dclint.model.connector import Connector
from dclint.model.values import AttributeMapping, ObjectMapping, ResponseField, Unset
from dclint.ruleset.rule import Outcome

_FieldTree = dict[str, Any]  # the names of a response's members, and below each of them the same
_UNKNOWN_CONTENT = (
    ""  # no member's name: it marks a field whose content the test response has not shown
)
_UNKNOWN_SUBTREE: _FieldTree = {}  # where a path leads that goes on below such a field
_MAX_COMPARED = 200

# Beyond these nobody has mistyped a path, and to compare them all would take too long.
_MAX_COMPARED_LENGTH = 100


def mapping_unknown_path(connector: Connector) -> Iterator[Outcome]:
    """Report mappings that read a path at which the response has nothing."""
    if not list_mappings(connector):
        return
    fields = connector.response_fields
    known = fields if isinstance(fields, list) else []
    tree = _build_field_tree(connector, known)
    unseen = _find_unseen_fact(connector, known)
    for index, mapping in enumerate(list_mappings(connector)):
        if isinstance(mapping.attribute_mappings, list):
            base = _follow_path(tree, mapping.response_object_path)
            for number, each in enumerate(mapping.attribute_mappings):
                at = ("object_mappings", index, "attribute_mappings", number)
                yield from _check_mapping(connector, at, (mapping, each), (tree, base), unseen)
        elif is_unseen(connector, mapping.attribute_mappings):
            yield NotObservable("object_mappings[].attribute_mappings")


def _build_field_tree(connector: Connector, fields: list[ResponseField]) -> _FieldTree:
    tree: _FieldTree = {}
    for field in fields:
        if not isinstance(field.path, str):
            continue
        node = tree
        for name in parse_field_path(field.path):
            node = node.setdefault(name, {})
        if field.type == "unknown" or is_unseen(connector, field.type):
            node[_UNKNOWN_CONTENT] = {}
    return tree


def _find_unseen_fact(connector: Connector, fields: list[ResponseField]) -> NotObservable | None:
    """Name the fact for want of which nobody can tell that the response lacks a field."""
    if not fields:
        return NotObservable("response_fields")
    if any(is_unseen(connector, field.path) for field in fields):
        return NotObservable("response_fields[].path")
    return None


def _follow_path(node: _FieldTree | None, path: str | Unset) -> _FieldTree | None:
    """Follow `path` from `node`; None if the response has no such field."""
    for name in parse_field_path(path) if isinstance(path, str) else ():
        if node is None or node is _UNKNOWN_SUBTREE:
            break
        deeper = node.get(name)
        node = _UNKNOWN_SUBTREE if deeper is None and _UNKNOWN_CONTENT in node else deeper
    return node


def _check_mapping(
    connector: Connector,
    at: Pointer,
    mapping: tuple[ObjectMapping, AttributeMapping],
    roots: tuple[_FieldTree, _FieldTree | None],
    unseen: NotObservable | None,
) -> Iterator[Outcome]:
    whole, part = mapping
    path, base = part.response_attribute_path, whole.response_object_path
    if isinstance(path, Unset):
        if is_unseen(connector, path):
            yield NotObservable("attribute_mappings[].response_attribute_path")
        return
    ends = [_follow_path(root, path) for root in roots]
    if any(end is not None and end is not _UNKNOWN_SUBTREE for end in ends):
        return
    if any(end is _UNKNOWN_SUBTREE for end in ends):
        yield NotObservable("response_fields[].type")
    elif unseen:
        yield unseen
    elif is_unseen(connector, base):
        yield NotObservable("object_mappings[].response_object_path")
    else:
        yield _build_unknown_path_hit(connector, at, path, base if isinstance(base, str) else "")


def _build_unknown_path_hit(connector: Connector, at: Pointer, path: str, base: str) -> Hit:
    where = f", neither by itself nor in {quote_text(base)}" if parse_field_path(base) else ""
    meant = _suggest_path(connector, path, base)
    return Hit(
        at=(*at, "response_attribute_path"),
        message=f"The response has no field {quote_text(path)}{where}",
        remedy=f"write {quote_text(meant)}" if meant else None,
    )


def _suggest_path(connector: Connector, path: str, base: str) -> str | None:
    if len(path) > _MAX_COMPARED_LENGTH:
        return None
    known = [field.removeprefix(f"{base}.") for field in _list_comparable_paths(connector)]
    return find_same_letters(path, known) or find_nearest_name(path, known)


@functools.lru_cache(maxsize=1)
def _list_comparable_paths(connector: Connector) -> list[str]:
    """List the fields that may be suggested; none if there are too many of them or of mappings."""
    fields = connector.response_fields
    lists = [mapping.attribute_mappings for mapping in list_mappings(connector)]
    count = sum(len(each) for each in lists if isinstance(each, list))
    if not isinstance(fields, list) or max(len(fields), count) > _MAX_COMPARED:
        return []
    paths = [field.path for field in fields if isinstance(field.path, str)]
    return [path for path in paths if len(path) <= _MAX_COMPARED_LENGTH and path.isprintable()]
