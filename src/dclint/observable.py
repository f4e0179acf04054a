"""What can be seen of a connector, and beside it, as far as rules need it."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from dclint.connector import Connector
from dclint.evidence import Evidence
from dclint.parts import HIDDEN, Unset
from dclint.pointer import Pointer
from dclint.result import Facts
from dclint.rule import Rule


def unknown(
    rule: Rule, evidence: Evidence, missing: Mapping[tuple[str, ...], Facts | None]
) -> Facts | None:
    """List what must be seen for `rule` and is not; None if the rule is not applicable."""
    if rule.evidence is None or getattr(evidence, rule.evidence) is not None:
        return missing[rule.needs]
    return (rule.evidence,) if rule.evidence in evidence.unasked else None


def missing_of(connector: Connector, needs: tuple[str, ...]) -> Facts | None:
    """List what of `needs` is unknown; None if all is known and there is nothing to check."""
    unknown = sorted(filter(connector.is_unknown, needs))
    return None if not unknown and any(map(connector.is_blank, needs)) else tuple(unknown)


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
