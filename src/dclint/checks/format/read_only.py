"""What a definition states although only Intercom decides it."""

from collections.abc import Iterator
from typing import NamedTuple

from dclint.base.pointer import Json, Pointer
from dclint.findings.hit import Hit, NotApplicable
from dclint.findings.severity import Severity
from dclint.model.connector import READ_ONLY_FIELDS, Connector
from dclint.model.values import Shape, Unset
from dclint.ruleset.rule import Outcome


class _Reliance(NamedTuple):
    """What somebody expects of a field that has no effect."""

    consequence: str
    remedy: str
    severity: Severity | None = None
    """None: the rule's own."""


_EVERYTHING_IS_READ = _Reliance(
    "Fin may read the whole response",
    "restrict the response in Intercom once the connector exists",
)
_NOTHING_IS_REDACTED = _Reliance(
    "nothing is redacted", "redact the fields in Intercom once the connector exists"
)
_NOTHING_IS_STORED = _Reliance(
    "nothing is stored", "map the response in Intercom once the connector exists"
)
_SERVER_CALLS = _Reliance(
    "Intercom's server makes the call", "create the connector in Intercom, for the page to answer"
)
_STAYS_A_DRAFT = _Reliance(
    "the connector is created as a draft",
    "set it live by an update once it is created",
    Severity.INFO,  # nobody is harmed by a draft
)
_NO_EFFECT = "remove it"


def read_only_field(connector: Connector) -> Iterator[Outcome | NotApplicable]:
    """Report fields that the API answers with and does not take."""
    if connector.shape not in (Shape.DEFINITION, Shape.PATCH):
        yield NotApplicable()
        return
    for name, value in connector.raw.items():
        if name in READ_ONLY_FIELDS or (name == "state" and _is_to_be_created(connector)):
            yield _build_hit((name,), _find_reliance(name, value))
    for index, data_input in enumerate(connector.known_inputs):
        if not isinstance(data_input.example_value, Unset):
            yield _build_hit(("data_inputs", index, "example_value"), None)


def _is_to_be_created(connector: Connector) -> bool:
    """Whether it is surely no update, which may set `state`."""
    return connector.shape is Shape.DEFINITION and "id" not in connector.raw


def _find_reliance(name: str, value: Json) -> _Reliance | None:
    """Return what is expected of the field in vain; None if nobody relies on it."""
    match name, value:
        case "data_transformation_type", "redacted_access" | "code_block_transformation":
            return _EVERYTHING_IS_READ
        case "response_fields", list(fields) if any(map(_is_redacted, fields)):
            return _NOTHING_IS_REDACTED
        case "object_mappings", [_, *_]:
            return _NOTHING_IS_STORED
        case "execution_type", "client_side":
            return _SERVER_CALLS
        case "state", "live":
            return _STAYS_A_DRAFT
        case _:
            return None


def _is_redacted(field: Json) -> bool:
    return isinstance(field, dict) and field.get("redacted") is True


def _build_hit(at: Pointer, reliance: _Reliance | None) -> Hit:
    message = f"The API answers with `{at[-1]}` and does not take it"
    return Hit(
        message=f"{message}: {reliance.consequence}" if reliance else message,
        at=at,
        on_key=True,
        severity=reliance.severity if reliance else Severity.INFO,
        remedy=reliance.remedy if reliance else _NO_EFFECT,
    )
