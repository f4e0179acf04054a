"""Declarative checks: where to look, and the JSON Schema that holds there.  No code is run."""

import json
import re
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from dclint.base.pointer import Pointer, match_pattern, parse_pointer
from dclint.base.suggestions import find_nearest_name, find_same_letters
from dclint.errors import RuleError
from dclint.findings.hit import Hit, NotObservable
from dclint.model.connector import Connector
from dclint.model.values import HIDDEN, Part
from dclint.ruleset import schema_reads
from dclint.ruleset.rule import Check, Outcome, Rule
from dclint.ruleset.schema_reads import format_fact_name

# What one rule may compute on one connector: the patterns in its schema need not be linear.
_SECONDS = 2.0

_MAX_QUOTED = 80  # characters of a wrong schema that a sentence quotes
_INVALID_ESCAPE = re.compile("~(?![01])")


class RuleProblem(NamedTuple):
    """What is wrong with a rule, and where in its file."""

    at: Pointer
    message: str


def find_rule_problem(rule: Rule) -> RuleProblem | None:
    """Say why the check of a rule cannot be built: `given` is no pointer, or a schema is none."""
    from jsonschema import Draft202012Validator, SchemaError

    given = rule.given or ""
    if given and not given.startswith("/"):
        return RuleProblem(("given",), f"`given`: a JSON pointer begins with `/`: {given!r}")
    if _INVALID_ESCAPE.search(given):
        return RuleProblem(("given",), f"`given`: in a JSON pointer `~` is written `~0`: {given!r}")
    if similar := _suggest_field(given):
        return RuleProblem(("given",), f"`given`: no connector has {given!r}; {similar}")
    for key, schema in (("schema", rule.schema), ("when", rule.when)):
        try:
            Draft202012Validator.check_schema(True if schema is None else schema)
        except SchemaError as error:
            return _describe_schema_error(key, error)
    return None


def _describe_schema_error(key: str, error: Any) -> RuleProblem:
    at = (key, *error.absolute_path)
    place = ".".join(map(str, at))
    shown = json.dumps(error.instance)
    if len(shown) > _MAX_QUOTED:
        shown = f"{shown[:_MAX_QUOTED]}…"
    cause = f": {error.cause}" if error.cause else ""
    return RuleProblem(at, f"`{place}` cannot be {shown} in a JSON Schema{cause}")


def _suggest_field(given: str) -> str | None:
    """Suggest the member of a connector that a pointer was meant to begin with."""
    first = next(iter(parse_pointer(given)), "*")
    if first in ("*", *Connector.model_fields):
        return None
    meant = find_same_letters(first, Connector.model_fields)
    meant = meant or find_nearest_name(first, Connector.model_fields, within=1)
    return f"did you mean `{meant}`?" if meant else None


def build_check(rule: Rule) -> Check:
    """Make the check that `given`, `schema` and `when` of a rule without a fault describe.

    The check raises RuleError if its schema cannot be applied.
    """
    given = parse_pointer(rule.given or "")
    holds, applies = _make_validator(rule.schema), _make_validator(rule.when)

    def collect_outcomes(connector: Connector) -> Iterator[Outcome]:
        if unseen := {
            format_fact_name(at) for at in schema_reads.find_unseen_pointers(connector, rule.when)
        }:
            yield from map(NotObservable, sorted(unseen))
        elif applies.is_valid(connector.raw):
            missing = list(_find_not_observable(connector, given, rule.schema))
            yield from map(
                NotObservable, sorted({format_fact_name(at + below) for at, below in missing})
            )
            partial = {at for at, _ in missing}
            for at, value in match_pattern(connector.raw, given):
                if at not in partial and not holds.is_valid(value):
                    yield Hit(at=at, message=rule.message or rule.title)

    def run_check(connector: Connector) -> Iterator[Outcome]:
        with _translate_errors(rule), _limit_time():
            found = list(collect_outcomes(connector))
        yield from found

    return run_check


def list_read_fields(rule: Rule) -> set[str]:
    """Name the members of a connector that `given`, `when` and, at the top, `schema` speak of.

    It holds `*` if the rule looks at every member.
    """
    given = parse_pointer(rule.given or "")
    at_top = given[:1] or schema_reads.list_schema_fields(rule.schema)
    return {*at_top, *schema_reads.list_schema_fields(rule.when)}


def _find_not_observable(
    connector: Connector, given: Sequence[str], schema: Any
) -> Iterator[tuple[Pointer, Pointer]]:
    """Yield each place that `given` names with what the schema needs of it and cannot see."""
    for at, value in _match_parts(connector, given):
        for below in schema_reads.find_unseen_pointers(value, schema):
            yield at, below


def _match_parts(value: Any, pattern: Sequence[str]) -> Iterator[tuple[Pointer, Any]]:
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
            for at, found in _match_parts(child, pattern[1:]):
                yield (key, *at), found


def _make_validator(schema: Any) -> Any:
    """Make a validator that knows the schema and nothing else: it must never fetch a `$ref`."""
    from jsonschema import Draft202012Validator
    from referencing import Registry

    return Draft202012Validator(True if schema is None else schema, registry=Registry())


@contextmanager
def _translate_errors(rule: Rule) -> Iterator[None]:
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
def _limit_time() -> Iterator[None]:
    """Raise TimeoutError when the block has computed for too long; only the main thread can."""
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _raise_timeout)
    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _raise_timeout(*_: object) -> None:
    raise TimeoutError
