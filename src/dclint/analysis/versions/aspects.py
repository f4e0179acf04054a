"""What of a connector can be compared with another version of it, whatever the order and case."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from dclint.base.pointer import Json, Pointer
from dclint.model.connector import READ_ONLY_FIELDS, Connector
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
AspectKey = tuple[str, ...]

_TEXT_FIELDS = ("name", "description", "url", "body")
_BOOLEAN_FIELDS = ("direct_fin_usage", "customer_authentication", "bypass_authentication")

_ENUM_FIELDS = (
    "http_method",
    "execution_type",
    "configuration_response_type",
    "data_transformation_type",
    "validate_missing_attributes",
)

_SET_FIELDS = ("audiences", "token_ids")

# Texts that the API fills by itself.
_API_FILLED_FIELDS = ("client_function_name", "internal_description")

# Where a definition is silent about them, nothing can be compared.
_MEANINGLESS_IF_ABSENT = READ_ONLY_FIELDS.union(_API_FILLED_FIELDS)

_PLACEHOLDER_PADDING = re.compile(r"\{\{[ \t]+|[ \t]+\}\}")


class Aspect(NamedTuple):
    """One thing that may differ."""

    at: Pointer
    """Where it stands, or would stand."""
    value: Json | Unset
    """In a form in which equal things are equal; ABSENT if a definition is silent and its silence
    has no documented meaning, HIDDEN if it cannot be seen."""


def collect_aspects(connector: Connector) -> dict[AspectKey, Aspect]:
    """Return everything of `connector` that can be compared, by name."""
    found: dict[AspectKey, Aspect] = {}
    for field in (
        *_TEXT_FIELDS,
        *_API_FILLED_FIELDS,
        *_BOOLEAN_FIELDS,
        *_ENUM_FIELDS,
        *_SET_FIELDS,
    ):
        found[field,] = Aspect((field,), _normalize_field(connector, field))
    for field, (name, members) in _LIST_FIELDS.items():
        items = getattr(connector, field)
        found[field,] = Aspect((field,), _get_list_presence(connector, field, name))
        if isinstance(items, list):
            found |= _iter_item_aspects(field, ((name(item), members(item)) for item in items))
    return found


def _normalize_field(connector: Connector, field: str) -> Json | Unset:
    value = getattr(connector, field)
    if value is ABSENT and field in _MEANINGLESS_IF_ABSENT:
        return ABSENT
    if connector.is_unknown(field):
        return ABSENT if value is ABSENT else HIDDEN
    if field in _BOOLEAN_FIELDS:
        return value is True
    if field in _SET_FIELDS:  # an empty audience may mean nobody or everybody
        return tuple(sorted(set(value))) if value or field != "audiences" else HIDDEN
    if field == "url" and connector.url_template:
        return _normalize_url(connector.url_template)
    return value if field in _ENUM_FIELDS else _strip_placeholder_padding(_normalize_text(value))


def _normalize_url(url: UrlTemplate) -> Json:
    """Write a URL so that the case of scheme and host makes no difference."""
    start = 0 if url.placeholders_before_path else url.path[0]
    return _strip_placeholder_padding((url.text[:start].lower() + url.text[start:]).strip())


def _strip_placeholder_padding(text: Json) -> Json:
    """Drop the blanks inside the braces of placeholders."""
    return (
        _PLACEHOLDER_PADDING.sub(lambda found: found[0].strip(), text)
        if isinstance(text, str)
        else text
    )


def _get_list_presence(connector: Connector, field: str, name: Any) -> Json | Unset:
    """Whether the items of a list can be told: True, if all their names can be seen."""
    items = getattr(connector, field)
    if isinstance(items, list):
        return HIDDEN if any(name(item) is HIDDEN for item in items) else True
    is_unknown = items is ABSENT and field in _MEANINGLESS_IF_ABSENT
    return _normalize_unset(items) if is_unknown or connector.is_unknown(field) else True


_ListEntry = tuple[
    str | Unset, dict[str, Json | Unset]
]  # the natural key of an item, and its members


def _iter_item_aspects(
    field: str, entries: Iterable[_ListEntry]
) -> Iterator[tuple[AspectKey, Aspect]]:
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


def _read_header(item: Header) -> dict[str, Json | Unset]:
    return {"value": _normalize_unset(item.value)}


def _get_header_key(item: Header) -> str | Unset:
    return _normalize_text(item.name) if item.key is None else item.key


def _read_input(item: DataInput) -> dict[str, Json | Unset]:
    return {
        "type": _normalize_unset(item.type),
        "description": _normalize_text(item.description),
        "required": _normalize_switch(item.required),
        "default_value": _normalize_text(item.default_value),
    }


def _get_input_key(item: DataInput) -> str | Unset:
    return _normalize_text(item.name)


def _read_response_field(item: ResponseField) -> dict[str, Json | Unset]:
    return {"redacted": _normalize_switch(item.redacted)}


def _get_response_field_key(item: ResponseField) -> str | Unset:
    return _normalize_text(item.path)


def _read_mapping(item: ObjectMapping) -> dict[str, Json | Unset]:
    return {
        "attribute_mappings": _collect_targets(item.attribute_mappings, _read_attribute_target),
        "reference_mappings": _collect_targets(item.reference_mappings, _read_reference_target),
    }


def _get_mapping_key(item: ObjectMapping) -> str | Unset:
    path, kind = (
        _normalize_text(item.response_object_path),
        _normalize_text(item.intercom_object_type),
    )
    return HIDDEN if isinstance(path, Unset) or isinstance(kind, Unset) else f"{path} → {kind}"


def _read_attribute_target(item: AttributeMapping) -> tuple[str | Unset, ...]:
    return _normalize_text(item.response_attribute_path), _normalize_text(
        item.intercom_attribute_identifier
    )


def _read_reference_target(item: ReferenceMapping) -> tuple[str | Unset, ...]:
    return _normalize_text(item.intercom_object_type), _normalize_text(
        item.intercom_attribute_identifier
    )


def _collect_targets(items: Any, target: Any) -> Json | Unset:
    """Return what is mapped, in a fixed order."""
    if not isinstance(items, list):
        return () if items is ABSENT else HIDDEN
    found = {target(item) for item in items}
    return HIDDEN if any(HIDDEN in each for each in found) else tuple(sorted(found))


# The lists: how an item is called, and what it says.
_LIST_FIELDS: Mapping[str, tuple[Any, Any]] = {
    "headers": (_get_header_key, _read_header),
    "data_inputs": (_get_input_key, _read_input),
    "response_fields": (_get_response_field_key, _read_response_field),
    "object_mappings": (_get_mapping_key, _read_mapping),
}


def _normalize_unset(value: Json | Unset) -> Json | Unset:
    return HIDDEN if isinstance(value, Unset) and value is not ABSENT else value


def _normalize_switch(value: bool | Unset) -> Json | Unset:  # noqa: FBT001 - it is the value of a member
    return HIDDEN if _normalize_unset(value) is HIDDEN else value is True


def _normalize_text(value: str | Unset | None) -> str | Unset:
    """Return a text without the blanks around it; no text is an empty one."""
    if isinstance(value, Unset):
        return "" if value is ABSENT else HIDDEN
    return value.strip() if value else ""
