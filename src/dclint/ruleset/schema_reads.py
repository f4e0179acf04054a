"""What a JSON Schema looks at: members by their names, and what of them an origin hides."""

from collections.abc import Iterator
from typing import Any

from dclint.base.pointer import Json, Pointer, match_pattern, parse_pointer
from dclint.model.values import HIDDEN, Part

# Keywords whose schemas look at the same value (JSON Schema 2020-12, Core, 10.2).
_SAME_VALUE_KEYWORDS = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas")

_ITEM_KEYWORDS = ("prefixItems", "items", "contains", "unevaluatedItems")

# Keywords that look at every member of an object.
_WHOLE_OBJECT_KEYWORDS = (
    *("additionalProperties", "unevaluatedProperties", "patternProperties", "propertyNames"),
    *("minProperties", "maxProperties", "const", "enum"),
)

ALL_FIELDS = "*"  # stands for every member


def list_schema_fields(schema: Json) -> set[str]:
    """Name the members of an object at which a schema looks; EVERYTHING if at all of them."""
    return {
        name for part in _iter_applied_schemas(schema, schema) for name in _iter_named_fields(part)
    }


def find_unseen_pointers(value: Any, schema: Json) -> Iterator[Pointer]:
    """Yield the pointers into a connector, or into a part of it, where a schema sees nothing."""
    yield from _find_unseen(value, schema, schema)


def format_fact_name(at: Pointer) -> str:
    """Name what is missing: `("headers", 0, "value")` is `headers[].value`."""
    return "".join("[]" if isinstance(step, int) else f".{step}" for step in at).lstrip(".")


def _find_unseen(value: Any, schema: Json, root: Json) -> Iterator[Pointer]:
    if value is HIDDEN:
        yield ()
    for part in _iter_applied_schemas(schema, root):
        for key, child, below in _iter_children(value, part):
            for at in _find_unseen(child, below, root):
                yield (key, *at)


def _iter_children(value: Any, schema: dict[str, Json]) -> Iterator[tuple[str | int, Any, Json]]:
    """Yield the members or items of a value at which a schema looks, each with its own schema."""
    if isinstance(value, Part):
        names = set(_iter_named_fields(schema))
        for name in type(value).model_fields:
            if name in names or ALL_FIELDS in names:
                yield name, getattr(value, name), schema.get("properties", {}).get(name)
    elif isinstance(value, list):
        for keyword in _ITEM_KEYWORDS:
            below = schema.get(keyword, ())
            for each in [below] if isinstance(below, dict | bool) else below:
                yield from ((index, item, each) for index, item in enumerate(value))


def _iter_named_fields(schema: dict[str, Json]) -> Iterator[str]:
    for keyword in ("properties", "required", "dependentRequired", "dependentSchemas"):
        yield from schema.get(keyword, ())
    for names in schema.get("dependentRequired", {}).values():
        yield from names
    if any(keyword in schema for keyword in _WHOLE_OBJECT_KEYWORDS):
        yield ALL_FIELDS


def _iter_applied_schemas(schema: Json, root: Json) -> Iterator[dict[str, Json]]:
    """Yield a schema and all those that it applies to the same value, references followed."""
    waiting, seen = [schema], set()
    while waiting:
        part = waiting.pop()
        if not isinstance(part, dict) or id(part) in seen:
            continue
        seen.add(id(part))
        yield part
        for keyword in _SAME_VALUE_KEYWORDS:
            below = part.get(keyword)
            if keyword == "dependentSchemas":
                below = list((below or {}).values())
            waiting += below if isinstance(below, list) else [below]
        if "$ref" in part:
            waiting.append(_resolve_reference(part["$ref"], root))


def _resolve_reference(reference: str, root: Json) -> Json:
    """Return what a reference within the schema names; None if it names nothing."""
    if reference != "#" and not reference.startswith("#/"):
        return None
    return next((found for _, found in match_pattern(root, parse_pointer(reference[1:]))), None)
