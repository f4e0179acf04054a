"""From an object of a document to a connector: wrong fields are marked and hide no others."""

import re
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import ValidationError

from dclint.base.pointer import Json, Pointer
from dclint.document.unresolved import UnresolvedText
from dclint.model.access_patterns import NO_PATTERNS, AccessPatterns
from dclint.model.connector import Connector, Fault
from dclint.model.values import ABSENT, HIDDEN, MALFORMED, MAX_ITEMS, Header, Part, Shape

# What the API shows instead of a header value (OpenAPI 2.16, and S1's rendering of it).
REDACTED = frozenset({"****", ""})


def load_connector(
    raw: dict[str, Json], shape: Shape, access_patterns: AccessPatterns = NO_PATTERNS
) -> Connector:
    """Build the connector that `raw` describes; a wrong field is MALFORMED and hides no other."""
    faults: tuple[Fault, ...] = ()
    try:
        connector = Connector.model_validate(raw)
    except ValidationError as error:
        faults = tuple(_all_faults(raw, error))
        unusable = sorted({_widen_to_list(fault.at) for fault in faults})
        connector = Connector.model_validate(_drop_paths(raw, unusable))
        connector = _mark_malformed(connector, unusable)
    update: dict[str, Any] = {"shape": shape, "raw": raw}
    if access_patterns is not NO_PATTERNS:
        update["access_patterns"] = access_patterns
    if faults:
        update["faults"] = tuple(fault for fault in faults if fault.expected != _TEXT)
    if shape is not Shape.DEFINITION:
        update |= _find_hidden_fields(connector, shape)
    connector = connector.model_copy(update=update)
    return _hide_references(connector, raw)


# Expected where a string holds an unpaired surrogate: the document's problem, not the type's.
_TEXT = "text"

_EXPECTED = {
    "string_type": "a string",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "list_type": "a list",
    "literal_error": "a string",
    "dict_type": "an object or a list",
    "string_unicode": _TEXT,
}


def _all_faults(raw: dict[str, Json], error: ValidationError) -> list[Fault]:
    """Name every fault; where there are too many to name, every list is one."""
    if error.error_count() <= MAX_ITEMS:
        return [*_list_faults(raw, error)]
    crowded = [
        Fault((name,), value, "fewer wrong entries")
        for name, value in raw.items()
        if isinstance(value, list) and name in Connector.model_fields and name != "mock_response"
    ]
    rest = _drop_paths(raw, [fault.at for fault in crowded])
    try:
        Connector.model_validate(rest)
    except ValidationError as other:
        return [*crowded, *_list_faults(rest, other)]
    return crowded


def _list_faults(raw: dict[str, Json], error: ValidationError) -> Iterator[Fault]:
    seen = set()
    for detail in error.errors(include_url=False):
        at, value = _locate_error(raw, detail["loc"])
        if at in seen:
            continue
        seen.add(at)
        allowed: tuple[str, ...] = ()
        if detail["type"] == "literal_error" and isinstance(value, str):
            allowed = tuple(re.findall(r"'([^']+)'", detail["ctx"]["expected"]))
        expected = _EXPECTED.get(detail["type"], "an object")
        if detail["type"] == "too_long":
            expected = f"at most {detail['ctx']['max_length']:,} entries"
        yield Fault(at, value, expected, allowed)


def _locate_error(raw: Json, loc: tuple[str | int, ...]) -> tuple[Pointer, Json]:
    """Follow a pydantic location as far as it names members; the rest names arms of a union."""
    value = raw
    for depth, step in enumerate(loc):
        if not isinstance(value, dict | list):
            return loc[:depth], value
        value = value[step] if isinstance(value, dict) else value[int(step)]
    return loc, value


def _widen_to_list(at: Pointer) -> Pointer:
    """A list of scalars is unknown as a whole when one of its items is wrong."""
    return at[:1] if at[0] in ("audiences", "token_ids") else at


def _drop_paths(value: Json, paths: list[Pointer]) -> Json:
    """Copy `value` without the members at `paths`; a list's item becomes an empty object."""
    copy = value.copy()
    for step, tails in _group_by_step(paths).items():
        if () not in tails:
            copy[step] = _drop_paths(value[step], tails)
        elif isinstance(step, int):
            copy[step] = {}
        else:
            del copy[step]
    return copy


def _group_by_step(paths: list[Pointer]) -> dict[str | int, list[Pointer]]:
    """Return the rests of the paths by their first step."""
    below: dict[str | int, list[Pointer]] = {}
    for path in paths:
        below.setdefault(path[0], []).append(path[1:])
    return below


def _find_hidden_fields(connector: Connector, shape: Shape) -> dict[str, Any]:
    """Return the fields that the origin does not show, with HIDDEN instead of absent values."""
    absent = Connector.model_fields.keys() - connector.model_fields_set
    fields: dict[str, Any] = {
        name: HIDDEN for name in absent if getattr(connector, name) is not MALFORMED
    }
    if shape in (Shape.DETAIL, Shape.SUMMARY) and isinstance(connector.headers, list):
        fields["headers"] = [_mark_redacted(header) for header in connector.headers]
    return fields


def _hide_references(connector: Connector, raw: dict[str, Json]) -> Connector:
    """Return the connector with HIDDEN for each text that only names a value: `!vault`, `!env`."""
    update: dict[str, Any] = {
        name: HIDDEN
        for name, value in raw.items()
        if isinstance(value, UnresolvedText) and name in Connector.model_fields
    }
    headers = raw.get("headers")
    if isinstance(headers, list) and isinstance(connector.headers, list):
        hidden = {index for index, header in enumerate(headers) if _has_reference(header)}
        if hidden:
            update["headers"] = [
                header.model_copy(update={"value": HIDDEN}) if index in hidden else header
                for index, header in enumerate(connector.headers)
            ]
    return connector.model_copy(update=update) if update else connector


def _has_reference(header: Json) -> bool:
    return isinstance(header, dict) and isinstance(header.get("value"), UnresolvedText)


def _mark_redacted(header: Header) -> Header:
    """Return the header, its value HIDDEN if the API shows something else instead."""
    if header.value in REDACTED or header.value is ABSENT:
        return header.model_copy(update={"value": HIDDEN})
    return header


_Model = TypeVar("_Model", bound=Part)


def _mark_malformed(part: _Model, paths: list[Pointer]) -> _Model:
    """Return a copy in which what stands at `paths` is MALFORMED; a list's item in all fields."""
    update: dict[str, Any] = {}
    for field, tails in _group_by_step(paths).items():
        if () in tails:
            update[str(field)] = MALFORMED
            continue
        items = list(getattr(part, str(field)))
        for index, rests in _group_by_step(tails).items():
            item = items[int(index)]
            if () in rests:
                everything = dict.fromkeys(type(item).model_fields, MALFORMED)
                items[int(index)] = item.model_copy(update=everything)
            else:
                items[int(index)] = _mark_malformed(item, rests)
        update[str(field)] = items
    return part.model_copy(update=update)
