"""Sample data: is it invented?"""

from collections.abc import Iterator

from dclint.analysis.payment_cards import find_card_numbers, is_long_number
from dclint.analysis.response_paths import iter_leaf_values, parse_field_path
from dclint.base.pointer import Json, Pointer, resolve_pointer
from dclint.base.quoting import quote_text
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Profile, Severity
from dclint.model.connector import Connector
from dclint.model.values import ABSENT, HIDDEN, MALFORMED
from dclint.ruleset.rule import Outcome
from dclint.syntax import email_addresses

_CONTAINERS = (dict, list)
_CHECKED_TYPES = (str, int, *_CONTAINERS)
_MAX_QUOTED = 4


def personal_data_in_example(connector: Connector) -> Iterator[Outcome]:
    """Report card numbers and email addresses in samples that may be somebody's."""
    for at, value in _iter_samples(connector):
        if isinstance(value, str):
            hit = _build_card_hit(connector, at, value) or _build_email_hit(at, value)
        elif is_long_number(value):
            hit = _build_card_hit(connector, at, str(value), is_number=True)
        else:
            continue
        if hit:
            yield hit
    sample, fields = connector.mock_response, connector.response_fields
    is_seen = isinstance(sample, _CONTAINERS) or isinstance(fields, list)
    if sample is MALFORMED or (sample is HIDDEN and not is_seen):
        yield NotObservable("mock_response")
    if fields is MALFORMED or (fields is HIDDEN and not is_seen):
        yield NotObservable("response_fields")


def _iter_samples(connector: Connector) -> Iterator[tuple[Pointer, Json]]:
    for index, given in enumerate(connector.known_inputs):
        if given.example_value is not ABSENT:
            yield from iter_leaf_values(
                given.example_value, ("data_inputs", index, "example_value")
            )
    if isinstance(connector.mock_response, _CONTAINERS):
        yield from iter_leaf_values(connector.mock_response, ("mock_response",))
    if isinstance(connector.response_fields, list):
        for index, field in enumerate(connector.response_fields):
            if isinstance(field.example_value, _CHECKED_TYPES):
                yield from iter_leaf_values(
                    field.example_value, ("response_fields", index, "example_value")
                )


def _build_card_hit(
    connector: Connector, at: Pointer, text: str, *, is_number: bool = False
) -> Hit | None:
    found = find_card_numbers(text, _list_path_names(connector, at), is_number=is_number)
    if not found:
        return None
    first = found[0]
    digits = sum(map(str.isdecimal, text[first.start : first.end]))
    shown = quote_text(text[first.start : first.start + _MAX_QUOTED] + "…")
    more = f", the first of {len(found)}" if len(found) > 1 else ""
    return Hit(
        at=at,
        fragment=None if is_number else (first.start, first.end),
        message=f"The card number {shown} ({digits} digits{more}) may be somebody's",
        remedy="write one that is made for tests, such as 4242 4242 4242 4242",
    )


def _list_path_names(connector: Connector, at: Pointer) -> list[str]:
    """List the names that lead to a sample value: of members, of its field, of its input."""
    steps = [name for step in at[1:] if isinstance(step, str) for name in parse_field_path(step)]
    if at[0] == "mock_response":
        return steps
    label = resolve_pointer(connector.raw, at[:2]).get(
        "path" if at[0] == "response_fields" else "name"
    )
    return [*(parse_field_path(label) if isinstance(label, str) else ()), *steps[1:]]


def _build_email_hit(at: Pointer, text: str) -> Hit | None:
    found = list(email_addresses.find_email_addresses(text)) if "@" in text else []
    if not found:
        return None
    shown = quote_text(text[found[0][0] :][:_MAX_QUOTED] + "…")
    more = f" (the first of {len(found)})" if len(found) > 1 else ""
    return Hit(
        at=at,
        fragment=found[0],
        message=f"The email address {shown}{more} may be somebody's",
        severity=Severity.INFO,
        profile=Profile.AUDITOR,
        remedy="write one at `example.com`, a domain that nobody can own",
    )
