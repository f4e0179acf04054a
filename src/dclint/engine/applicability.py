"""Whether a rule can be checked on a connector: what it needs must be there and be visible."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from dclint.base.pointer import Pointer
from dclint.engine.report import Facts
from dclint.model.connector import Connector
from dclint.model.context import Context
from dclint.model.values import HIDDEN, Unset
from dclint.ruleset.rule import Rule


def find_missing_facts(
    rule: Rule, context: Context, missing_fields: Mapping[tuple[str, ...], Facts | None]
) -> Facts | None:
    """Return what must be seen for `rule` and is not; None if the rule is not applicable.

    `missing_fields` has the result of `find_missing_fields` for every `rule.needs`.
    """
    if rule.evidence is None or getattr(context, rule.evidence) is not None:
        return missing_fields[rule.needs]
    return (rule.evidence,) if rule.evidence in context.unasked else None


def find_missing_fields(connector: Connector, needs: tuple[str, ...]) -> Facts | None:
    """Return which of the fields `needs` are unknown; None if there is nothing to check."""
    unknown = sorted(filter(connector.is_unknown, needs))
    if not unknown and any(map(connector.is_blank, needs)):
        return None
    return tuple(unknown)


def is_hidden(connector: Connector, at: Pointer) -> bool:
    """Whether what `at` points at cannot be seen."""
    value: Any = connector
    for step in at:
        if isinstance(value, list) and isinstance(step, int):
            value = value[step]
        elif isinstance(value, BaseModel) and step in type(value).model_fields:
            value = getattr(value, str(step))
        else:
            return False
        if isinstance(value, Unset):
            return value is HIDDEN
    return False
