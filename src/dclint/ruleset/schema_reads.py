"""What a JSON Schema looks at: members by their names, and what of them an origin hides."""

from collections.abc import Iterator
from typing import Any

from dclint.base.pointer import Json, Pointer, from_text, matches
from dclint.model.values import HIDDEN, Part

# Keywords whose schemas look at the same value (JSON Schema 2020-12, Core, 10.2).
_SAME = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas")

_ITEMS = ("prefixItems", "items", "contains", "unevaluatedItems")

# Keywords that look at every member of an object.
_WHOLE = (
    *("additionalProperties", "unevaluatedProperties", "patternProperties", "propertyNames"),
    *("minProperties", "maxProperties", "const", "enum"),
)

EVERYTHING = "*"  # stands for every member


def members(schema: Json) -> set[str]:
    """Name the members of an object at which a schema looks; EVERYTHING if at all of them."""
    return {name for part in _same(schema, schema) for name in _named(part)}


def unseen(value: Any, schema: Json) -> Iterator[Pointer]:
    """Yield the pointers into a connector, or into a part of it, where a schema sees nothing."""
    yield from _unseen(value, schema, schema)


def fact(at: Pointer) -> str:
    """Name what is missing: `("headers", 0, "value")` is `headers[].value`."""
    return "".join("[]" if isinstance(step, int) else f".{step}" for step in at).lstrip(".")


def _unseen(value: Any, schema: Json, root: Json) -> Iterator[Pointer]:
    if value is HIDDEN:
        yield ()
    for part in _same(schema, root):
        for key, child, below in _children(value, part):
            for at in _unseen(child, below, root):
                yield (key, *at)


def _children(value: Any, schema: dict[str, Json]) -> Iterator[tuple[str | int, Any, Json]]:
    """Yield the members or items of a value at which a schema looks, each with its own schema."""
    if isinstance(value, Part):
        names = set(_named(schema))
        for name in type(value).model_fields:
            if name in names or EVERYTHING in names:
                yield name, getattr(value, name), schema.get("properties", {}).get(name)
    elif isinstance(value, list):
        for keyword in _ITEMS:
            below = schema.get(keyword, ())
            for each in [below] if isinstance(below, dict | bool) else below:
                yield from ((index, item, each) for index, item in enumerate(value))


def _named(schema: dict[str, Json]) -> Iterator[str]:
    for keyword in ("properties", "required", "dependentRequired", "dependentSchemas"):
        yield from schema.get(keyword, ())
    for names in schema.get("dependentRequired", {}).values():
        yield from names
    if any(keyword in schema for keyword in _WHOLE):
        yield EVERYTHING


def _same(schema: Json, root: Json) -> Iterator[dict[str, Json]]:
    """Yield a schema and all those that it applies to the same value, references followed."""
    waiting, seen = [schema], set()
    while waiting:
        part = waiting.pop()
        if not isinstance(part, dict) or id(part) in seen:
            continue
        seen.add(id(part))
        yield part
        for keyword in _SAME:
            below = part.get(keyword)
            if keyword == "dependentSchemas":
                below = list((below or {}).values())
            waiting += below if isinstance(below, list) else [below]
        if "$ref" in part:
            waiting.append(_referred(part["$ref"], root))


def _referred(reference: str, root: Json) -> Json:
    """Return what a reference within the schema names; None if it names nothing."""
    if reference != "#" and not reference.startswith("#/"):
        return None
    return next((found for _, found in matches(root, from_text(reference[1:]))), None)
