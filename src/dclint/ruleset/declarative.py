"""Declarative checks: where to look, and the JSON Schema that holds there.  No code is run."""

import json
import re
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from dclint.base.pointer import Pointer, from_text, matches
from dclint.base.suggestions import nearest, same_letters
from dclint.errors import RuleError
from dclint.findings.hit import Hit, Unobserved
from dclint.model.connector import Connector
from dclint.model.values import HIDDEN, Part
from dclint.ruleset import schema_reads
from dclint.ruleset.rule import Check, Outcome, Rule
from dclint.ruleset.schema_reads import fact

# What one rule may compute on one connector: the patterns in its schema need not be linear.
_SECONDS = 2.0

_SHOWN = 80  # characters of a wrong schema that a sentence quotes
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
        return Fault(("given",), f"`given`: a JSON pointer begins with `/`: {given!r}")
    if _NO_ESCAPE.search(given):
        return Fault(("given",), f"`given`: in a JSON pointer `~` is written `~0`: {given!r}")
    if similar := _misspelt(given):
        return Fault(("given",), f"`given`: no connector has {given!r}; {similar}")
    for key, schema in (("schema", rule.schema), ("when", rule.when)):
        try:
            Draft202012Validator.check_schema(True if schema is None else schema)
        except SchemaError as error:
            at = (key, *error.absolute_path)
            shown, cause = json.dumps(error.instance), f": {error.cause}" if error.cause else ""
            shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
            place = ".".join(map(str, at))
            return Fault(at, f"`{place}` cannot be {shown} in a JSON Schema{cause}")
    return None


def _misspelt(given: str) -> str | None:
    """Suggest the member of a connector that a pointer was meant to begin with."""
    first = next(iter(from_text(given)), "*")
    if first in ("*", *Connector.model_fields):
        return None
    meant = same_letters(first, Connector.model_fields)
    meant = meant or nearest(first, Connector.model_fields, within=1)
    return f"did you mean `{meant}`?" if meant else None


def build(rule: Rule) -> Check:
    """Make the check that `given`, `schema` and `when` of a rule without a fault describe.

    The check raises RuleError if its schema cannot be applied.
    """
    given = from_text(rule.given or "")
    holds, applies = _validator(rule.schema), _validator(rule.when)

    def outcomes(connector: Connector) -> Iterator[Outcome]:
        if unseen := {fact(at) for at in schema_reads.unseen(connector, rule.when)}:
            yield from map(Unobserved, sorted(unseen))
        elif applies.is_valid(connector.raw):
            missing = list(_missing(connector, given, rule.schema))
            yield from map(Unobserved, sorted({fact(at + below) for at, below in missing}))
            partial = {at for at, _ in missing}
            for at, value in matches(connector.raw, given):
                if at not in partial and not holds.is_valid(value):
                    yield Hit(at=at, message=rule.message or rule.title)

    def check(connector: Connector) -> Iterator[Outcome]:
        with _explained(rule), _time_limit():
            found = list(outcomes(connector))
        yield from found

    return check


def fields(rule: Rule) -> set[str]:
    """Name the members of a connector that `given`, `when` and, at the top, `schema` speak of.

    It holds `*` if the rule looks at every member.
    """
    given = from_text(rule.given or "")
    at_top = given[:1] or schema_reads.members(rule.schema)
    return {*at_top, *schema_reads.members(rule.when)}


def _missing(
    connector: Connector, given: Sequence[str], schema: Any
) -> Iterator[tuple[Pointer, Pointer]]:
    """Yield each place that `given` names with what the schema needs of it and cannot see."""
    for at, value in _reached(connector, given):
        for below in schema_reads.unseen(value, schema):
            yield at, below


def _reached(value: Any, pattern: Sequence[str]) -> Iterator[tuple[Pointer, Any]]:
    """Yield what `pattern` names in a connector as it was read, and what is hidden on the way."""
    if value is HIDDEN or not pattern:
        yield (), value
        return
    children: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, Part):
        children = ((name, getattr(value, name)) for name in type(value).model_fields)
    elif isinstance(value, list):
        children = enumerate(value)
    for key, child in children:
        if pattern[0] in ("*", str(key)):
            for at, found in _reached(child, pattern[1:]):
                yield (key, *at), found


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
