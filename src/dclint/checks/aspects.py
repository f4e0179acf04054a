"""What of a connector can be compared with another version of it, whatever the order and case."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from dclint.connector import Connector
from dclint.parts import HIDDEN, DataInput, Header, ObjectMapping, ResponseField, Unset
from dclint.pointer import Json, Pointer

Key = tuple[str, ...]
"""The name of an aspect: a member, or a member, the natural key of an item, and its member."""

_TEXTS = ("name", "description", "internal_description", "url", "body", "client_function_name")
_SWITCHES = ("direct_fin_usage", "customer_authentication", "bypass_authentication")
_CHOICES = (
    "http_method",
    "execution_type",
    "configuration_response_type",
    "data_transformation_type",
    "validate_missing_attributes",
)
_SETS = ("audiences", "token_ids")


class Aspect(NamedTuple):
    """One thing that may differ."""

    at: Pointer
    """Where it stands, or would stand."""
    value: Json | Unset
    """In a form in which equal things are equal; HIDDEN if it cannot be seen."""


def aspects(connector: Connector) -> dict[Key, Aspect]:
    """Return everything of `connector` that can be compared, by name."""
    found: dict[Key, Aspect] = {}
    for field in (*_TEXTS, *_SWITCHES, *_CHOICES, *_SETS):
        found[field,] = Aspect((field,), _value(connector, field))
    for field, entries in _LISTS.items():
        items = getattr(connector, field)
        hidden = connector.is_unknown(field)
        found[field,] = Aspect((field,), HIDDEN if hidden else True)
        if isinstance(items, list):
            found |= _of_items(field, entries(items))
    return found


def _value(connector: Connector, field: str) -> Json | Unset:
    if connector.is_unknown(field):
        return HIDDEN
    value = getattr(connector, field)
    if field in _TEXTS:
        return value.strip() if isinstance(value, str) else ""
    if field in _SWITCHES:
        return value is True
    return tuple(sorted(set(value))) if field in _SETS else value


_Entry = tuple[str, dict[str, Json | Unset]]
"""The natural key of an item, and its members."""


def _of_items(field: str, entries: Iterable[_Entry]) -> Iterator[tuple[Key, Aspect]]:
    """Yield that an item is there and what it says; one of a name that was there before is not."""
    seen = set()
    for index, (name, members) in enumerate(entries):
        if name in seen:
            continue
        seen.add(name)
        yield (field, name), Aspect((field, index), True)  # noqa: FBT003 - that it is there
        for member, value in members.items():
            yield (field, name, member), Aspect((field, index, member), value)


def _headers(items: list[Header]) -> Iterator[_Entry]:
    for item in items:
        yield item.key or "", {"value": _seen(item.value)}


def _inputs(items: list[DataInput]) -> Iterator[_Entry]:
    for item in items:
        yield (
            _text(item.name),
            {
                "type": _seen(item.type),
                "description": _text(item.description),
                "required": item.required is True,
                "default_value": _text(item.default_value),
            },
        )


def _fields(items: list[ResponseField]) -> Iterator[_Entry]:
    for item in items:
        yield _text(item.path), {"redacted": item.redacted is True}


def _mappings(items: list[ObjectMapping]) -> Iterator[_Entry]:
    for item in items:
        kind = _seen(item.intercom_object_type)
        mappings = item.attribute_mappings
        targets = {
            (_text(each.response_attribute_path), _text(each.intercom_attribute_identifier))
            for each in (mappings if isinstance(mappings, list) else ())
        }
        yield (
            _text(item.response_object_path),
            {
                "intercom_object_type": kind,
                "attribute_mappings": tuple(sorted(targets)),
            },
        )


_LISTS: Mapping[str, Any] = {
    "headers": _headers,
    "data_inputs": _inputs,
    "response_fields": _fields,
    "object_mappings": _mappings,
}


def _seen(value: Json | Unset) -> Json | Unset:
    return HIDDEN if isinstance(value, Unset) else value


def _text(value: str | Unset | None) -> str:
    return value.strip() if isinstance(value, str) else ""
