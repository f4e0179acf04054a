"""Values that people choose: where they are declared, of what kind they are, where they go."""

import functools
from enum import StrEnum
from typing import NamedTuple

from dclint.analysis.placeholders import find_unseen_inputs, is_unseen
from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_text
from dclint.findings.hit import Attack, HitFlow, Related
from dclint.model.connector import Connector
from dclint.model.values import DataInput
from dclint.syntax.template import Placeholder

# Types whose values have no quotes, slashes, dots or line breaks that could end anything.
_NUMERIC = frozenset({"integer", "decimal", "boolean"})


class ValueKind(StrEnum):
    """What the value of a placeholder may be."""

    TEXT = "text"
    """A declared input of type string, or of no stated type: anything."""
    NUMBER = "number"
    """A declared input of type integer, decimal or boolean."""
    UNDECLARED = "undeclared"
    """No declared input: an attribute, or a mistake."""
    UNSEEN = "unseen"
    """That cannot be told."""


class PlaceholderValue(NamedTuple):
    """The kind of a placeholder's value, and the fact that hides it if it is UNSEEN."""

    kind: ValueKind
    fact: str | None = None


def classify_placeholder(connector: Connector, name: str) -> PlaceholderValue:
    """Tell what a placeholder called `name` may insert; of inputs of one name the worst counts."""
    by_name, unseen = _index_declarations(connector)
    declared = by_name.get(name)
    if not declared:
        return (
            PlaceholderValue(ValueKind.UNSEEN, unseen)
            if unseen
            else PlaceholderValue(ValueKind.UNDECLARED)
        )
    others = [i for i in declared if i.type not in _NUMERIC]
    if not others:
        return PlaceholderValue(ValueKind.NUMBER)
    if all(is_unseen(connector, i.type) for i in others):
        return PlaceholderValue(ValueKind.UNSEEN, "data_inputs[].type")
    return PlaceholderValue(ValueKind.TEXT)


@functools.lru_cache(maxsize=1)
def _index_declarations(connector: Connector) -> tuple[dict[str, list[DataInput]], str | None]:
    """Return the inputs of each name, and the fact that hides others; one connector is remembered.

    A hostile connector has thousands of inputs and as many placeholders.
    """
    by_name: dict[str, list[DataInput]] = {}
    for data_input in connector.known_inputs:
        if isinstance(data_input.name, str):
            by_name.setdefault(data_input.name, []).append(data_input)
    return by_name, find_unseen_inputs(connector)


def trace_placeholder(
    connector: Connector,
    at: Pointer,
    placeholder: Placeholder,
    arrival: str,
    attack: Attack | None = None,
) -> HitFlow:
    """Trace a placeholder of the text at `at` from its declaration; `arrival` is what it does.

    `arrival` completes a sentence: "decides the host".
    """
    name = placeholder.name
    index = connector.input_names.get(name)
    steps: list[Related] = []
    if index is not None:
        kind = connector.known_inputs[index].type
        stated = f", as {kind}" if isinstance(kind, str) else ""
        declaration = f"{quote_text(name)} is declared here{stated}"
        steps.append(Related(declaration, ("data_inputs", index, "name")))
    span = placeholder.start, placeholder.end
    steps.append(Related(f"{quote_text(name)} {arrival}", at, span))
    return HitFlow(name, tuple(steps), attack)
