"""Declarative checks: where to look, and the JSON Schema that holds there.  No code is run."""

import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from dclint.connector import Connector
from dclint.errors import RuleError
from dclint.finding import Hit, Unobserved
from dclint.parts import HIDDEN
from dclint.pointer import Pointer, from_text, matches
from dclint.rule import Check, Outcome, Rule

_SECONDS = 2.0
"""What one rule may compute on one connector: the patterns in its schema need not be linear."""

_NO_ESCAPE = re.compile("~(?![01])")


class Fault(NamedTuple):
    """What is wrong with a rule, and where in its file."""

    at: Pointer
    sentence: str


def fault(rule: Rule) -> Fault | None:
    """Say why the check of a rule cannot be built: `given` is no pointer, or a schema is none."""
    from jsonschema import Draft202012Validator, SchemaError

    given = rule.given or ""
    if given and not given.startswith("/"):
        return Fault(("given",), f"a JSON pointer begins with `/`: {given!r}")
    if _NO_ESCAPE.search(given):
        return Fault(("given",), f"in a JSON pointer `~` is written `~0`: {given!r}")
    for key, schema in (("schema", rule.schema), ("when", rule.when)):
        try:
            Draft202012Validator.check_schema(True if schema is None else schema)
        except SchemaError as error:
            return Fault((key, *error.absolute_path), f"not a JSON Schema: {error.message}")
    return None


def build(rule: Rule) -> Check:
    """Make the check that `given`, `schema` and `when` of a rule without a fault describe.

    The check raises RuleError if its schema cannot be applied.
    """
    given = from_text(rule.given or "")
    holds, applies = _validator(rule.schema), _validator(rule.when)
    read = fields(rule)

    def wrong(connector: Connector) -> Iterator[Outcome]:
        if applies.is_valid(connector.raw):
            for at, value in matches(connector.raw, given):
                if not holds.is_valid(value):
                    yield Hit(at=at, message=rule.message or rule.title)

    def check(connector: Connector) -> Iterator[Outcome]:
        if hidden := sorted(f for f in read if getattr(connector, f, None) is HIDDEN):
            yield from map(Unobserved, hidden)
            return
        with _explained(rule), _time_limit():
            found = list(wrong(connector))
        yield from found

    return check


def fields(rule: Rule) -> set[str]:
    """Name the members of a connector that `given`, `when` and, at the top, `schema` speak of.

    Empty if the rule looks at every member.
    """
    given = from_text(rule.given or "")
    return {
        *map(str, given[:1]),
        *_members(rule.when),
        *_members(None if given else rule.schema),
    } - {"*"}


def _validator(schema: Any) -> Any:
    """Make a validator that knows the schema and nothing else: it must never fetch a `$ref`."""
    from jsonschema import Draft202012Validator
    from referencing import Registry

    return Draft202012Validator(True if schema is None else schema, registry=Registry())


@contextmanager
def _explained(rule: Rule) -> Iterator[None]:
    """Raise RuleError for what goes wrong because of the rule, not because of dclint."""
    from referencing.exceptions import Unresolvable

    try:
        yield
    except Unresolvable as error:
        reason = f"its schema refers to `{error.ref}`, which is not in it"
    except RecursionError:
        reason = "its schema refers to itself without end"
    except TimeoutError:
        reason = f"a connector takes it more than {_SECONDS:g} seconds"
    else:
        return
    raise RuleError(f"rule `{rule.name}` cannot be run: {reason}")


@contextmanager
def _time_limit() -> Iterator[None]:
    """Raise TimeoutError when the block has computed for too long; only the main thread can."""
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _stop(*_: object) -> None:
    raise TimeoutError


def _members(schema: Any) -> Iterator[str]:
    """The members of the connector that a schema speaks of."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        yield from schema.get("required", [])
        for key in ("allOf", "anyOf", "oneOf", "not", "if", "then", "else"):
            parts = schema.get(key, [])
            for part in parts if isinstance(parts, list) else [parts]:
                yield from _members(part)
