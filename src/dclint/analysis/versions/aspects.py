"""What of a connector can be compared with another version of it, whatever the order and case."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from dclint.base.pointer import Json, Pointer
from dclint.model.connector import Connector
from dclint.model.values import (
    ABSENT,
    HIDDEN,
    AttributeMapping,
    DataInput,
    Header,
    ObjectMapping,
    ReferenceMapping,
    ResponseField,
    Unset,
)
from dclint.syntax.url import UrlTemplate

# The name of an aspect: a member, or a member, the natural key of an item, and its member.
Key = tuple[str, ...]

_TEXTS = ("name", "description", "url", "body")
_SWITCHES = ("direct_fin_usage", "customer_authentication", "bypass_authentication")

_CHOICES = (
    "http_method",
    "execution_type",
    "configuration_response_type",
    "data_transformation_type",
    "validate_missing_attributes",
)

_SETS = ("audiences", "token_ids")

# Texts that the API fills by itself: a definition's silence means nothing.
_FILLED = ("client_function_name", "internal_description")

_BLANKS = re.compile(r"\{\{[ \t]+|[ \t]+\}\}")


class Aspect(NamedTuple):
    """One thing that may differ."""

    at: Pointer
    """Where it stands, or would stand."""
    value: Json | Unset
    """In a form in which equal things are equal; ABSENT if a definition is silent and its silence
    has no documented meaning, HIDDEN if it cannot be seen."""


def collect_aspects(connector: Connector) -> dict[Key, Aspect]:
    """Return everything of `connector` that can be compared, by name."""
    found: dict[Key, Aspect] = {}
    for field in (*_TEXTS, *_FILLED, *_SWITCHES, *_CHOICES, *_SETS):
        found[field,] = Aspect((field,), _value(connector, field))
    for field, (name, members) in _LISTS.items():
        items = getattr(connector, field)
        found[field,] = Aspect((field,), _presence(connector, field, name))
        if isinstance(items, list):
            found |= _of_items(field, ((name(item), members(item)) for item in items))
    return found


def _value(connector: Connector, field: str) -> Json | Unset:
    value = getattr(connector, field)
    if connector.is_unknown(field) or (field in _FILLED and value is ABSENT):
        return ABSENT if value is ABSENT else HIDDEN
    if field in _SWITCHES:
        return value is True
    if field in _SETS:  # an empty audience may mean nobody or everybody
        return tuple(sorted(set(value))) if value or field != "audiences" else HIDDEN
    if field == "url" and connector.url_template:
        return _address(connector.url_template)
    return value if field in _CHOICES else _tidy(_text(value))


def _address(url: UrlTemplate) -> Json:
    """Write a URL so that the case of scheme and host makes no difference."""
    start = 0 if url.placeholders_before_path else url.path[0]
    return _tidy((url.text[:start].lower() + url.text[start:]).strip())


def _tidy(text: Json) -> Json:
    """Drop the blanks inside the braces of placeholders."""
    return _BLANKS.sub(lambda found: found[0].strip(), text) if isinstance(text, str) else text


def _presence(connector: Connector, field: str, name: Any) -> Json | Unset:
    """Whether the items of a list can be told: True, if all their names can be seen."""
    items = getattr(connector, field)
    if isinstance(items, list):
        return HIDDEN if any(name(item) is HIDDEN for item in items) else True
    return _seen(items) if connector.is_unknown(field) else True


_Entry = tuple[str | Unset, dict[str, Json | Unset]]  # the natural key of an item, and its members


def _of_items(field: str, entries: Iterable[_Entry]) -> Iterator[tuple[Key, Aspect]]:
    """Yield that an item is there and what it says; of one name each has a number."""
    seen: Counter[str] = Counter()
    for index, (name, members) in enumerate(entries):
        if isinstance(name, Unset):
            continue
        seen[name] += 1
        unique = name if seen[name] == 1 else f"{name} ({seen[name]})"
        yield (field, unique), Aspect((field, index), True)  # noqa: FBT003 - that it is there
        for member, value in members.items():
            yield (field, unique, member), Aspect((field, index, member), value)


def _header(item: Header) -> dict[str, Json | Unset]:
    return {"value": _seen(item.value)}


def _header_name(item: Header) -> str | Unset:
    return _text(item.name) if item.key is None else item.key


def _input(item: DataInput) -> dict[str, Json | Unset]:
    return {
        "type": _seen(item.type),
        "description": _text(item.description),
        "required": _switch(item.required),
        "default_value": _text(item.default_value),
    }


def _input_name(item: DataInput) -> str | Unset:
    return _text(item.name)


def _field(item: ResponseField) -> dict[str, Json | Unset]:
    return {"redacted": _switch(item.redacted)}


def _field_path(item: ResponseField) -> str | Unset:
    return _text(item.path)


def _mapping(item: ObjectMapping) -> dict[str, Json | Unset]:
    return {
        "attribute_mappings": _targets(item.attribute_mappings, _attribute),
        "reference_mappings": _targets(item.reference_mappings, _reference),
    }


def _mapping_name(item: ObjectMapping) -> str | Unset:
    path, kind = _text(item.response_object_path), _text(item.intercom_object_type)
    return HIDDEN if isinstance(path, Unset) or isinstance(kind, Unset) else f"{path} → {kind}"


def _attribute(item: AttributeMapping) -> tuple[str | Unset, ...]:
    return _text(item.response_attribute_path), _text(item.intercom_attribute_identifier)


def _reference(item: ReferenceMapping) -> tuple[str | Unset, ...]:
    return _text(item.intercom_object_type), _text(item.intercom_attribute_identifier)


def _targets(items: Any, target: Any) -> Json | Unset:
    """Return what is mapped, in a fixed order."""
    if not isinstance(items, list):
        return () if items is ABSENT else HIDDEN
    found = {target(item) for item in items}
    return HIDDEN if any(HIDDEN in each for each in found) else tuple(sorted(found))


# The lists: how an item is called, and what it says.
_LISTS: Mapping[str, tuple[Any, Any]] = {
    "headers": (_header_name, _header),
    "data_inputs": (_input_name, _input),
    "response_fields": (_field_path, _field),
    "object_mappings": (_mapping_name, _mapping),
}


def _seen(value: Json | Unset) -> Json | Unset:
    return HIDDEN if isinstance(value, Unset) and value is not ABSENT else value


def _switch(value: bool | Unset) -> Json | Unset:  # noqa: FBT001 - it is the value of a member
    return HIDDEN if _seen(value) is HIDDEN else value is True


def _text(value: str | Unset | None) -> str | Unset:
    """Return a text without the blanks around it; no text is an empty one."""
    if isinstance(value, Unset):
        return "" if value is ABSENT else HIDDEN
    return value.strip() if value else ""
