"""Declarative checks: where to look, and the JSON Schema that holds there.  No code is run."""

from collections.abc import Iterator
from typing import Any

from dclint.connector import Connector
from dclint.finding import Hit, Unobserved
from dclint.parts import HIDDEN
from dclint.pointer import from_text, matches
from dclint.rule import Check, Outcome, Rule


def build(rule: Rule) -> Check:
    """Make the check that `given`, `schema` and `when` of a rule describe.

    Raises ValueError if `given` is no pointer, or if one of the two is no JSON Schema.
    """
    from jsonschema import Draft202012Validator, SchemaError

    given = from_text(rule.given or "")
    schema: Any = True if rule.schema is None else rule.schema
    when: Any = True if rule.when is None else rule.when
    for part in (schema, when):
        try:
            Draft202012Validator.check_schema(part)
        except SchemaError as error:
            raise ValueError(f"not a JSON Schema: {error.message}") from None
    holds, applies = Draft202012Validator(schema), Draft202012Validator(when)
    fields = {*given[:1], *_members(when)} - {"*"}

    def check(connector: Connector) -> Iterator[Outcome]:
        hidden = sorted(f for f in fields if getattr(connector, f, None) is HIDDEN)
        if hidden:
            yield from map(Unobserved, hidden)
        elif applies.is_valid(connector.raw):
            for at, value in matches(connector.raw, given):
                if not holds.is_valid(value):
                    yield Hit(at=at, message=rule.message or rule.title)

    return check


def _members(schema: Any) -> Iterator[str]:
    """The members of the connector that a schema speaks of."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        yield from schema.get("required", [])
        for key in ("allOf", "anyOf", "oneOf", "not", "if", "then", "else"):
            parts = schema.get(key, [])
            for part in parts if isinstance(parts, list) else [parts]:
                yield from _members(part)
