"""Sample data: is it invented?"""

from collections.abc import Iterator

from dclint.analysis.payment_cards import cards_in, is_long_number
from dclint.analysis.response_paths import leaves, names
from dclint.base.pointer import Json, Pointer, resolve
from dclint.base.quoting import quoted
from dclint.findings.hit import Hit, Unobserved
from dclint.findings.severity import Profile, Severity
from dclint.model.connector import Connector
from dclint.model.values import ABSENT, MALFORMED
from dclint.ruleset.rule import Outcome
from dclint.syntax import email_addresses

_CONTAINERS = (dict, list)
_WORTH_A_LOOK = (str, int, *_CONTAINERS)
_SHOWN = 4


def personal_data_in_example(connector: Connector) -> Iterator[Outcome]:
    """Report card numbers and email addresses in samples that may be somebody's."""
    for at, value in _samples(connector):
        if isinstance(value, str):
            hit = _card(connector, at, value) or _email(at, value)
        elif is_long_number(value):
            hit = _card(connector, at, str(value), is_number=True)
        else:
            continue
        if hit:
            yield hit
    sample, fields = connector.mock_response, connector.response_fields
    is_seen = isinstance(sample, _CONTAINERS) or isinstance(fields, list)
    if sample is MALFORMED or not is_seen:
        yield Unobserved("mock_response")
    if fields is MALFORMED or not is_seen:
        yield Unobserved("response_fields")


def _samples(connector: Connector) -> Iterator[tuple[Pointer, Json]]:
    for index, given in enumerate(connector.known_inputs):
        if given.example_value is not ABSENT:
            yield from leaves(given.example_value, ("data_inputs", index, "example_value"))
    if isinstance(connector.mock_response, _CONTAINERS):
        yield from leaves(connector.mock_response, ("mock_response",))
    if isinstance(connector.response_fields, list):
        for index, field in enumerate(connector.response_fields):
            if isinstance(field.example_value, _WORTH_A_LOOK):
                yield from leaves(field.example_value, ("response_fields", index, "example_value"))


def _card(connector: Connector, at: Pointer, text: str, *, is_number: bool = False) -> Hit | None:
    found = cards_in(text, _names(connector, at), is_number=is_number)
    if not found:
        return None
    first = found[0]
    digits = sum(map(str.isdecimal, text[first.start : first.end]))
    shown = quoted(text[first.start : first.start + _SHOWN] + "…")
    more = f", the first of {len(found)}" if len(found) > 1 else ""
    return Hit(
        at=at,
        fragment=None if is_number else (first.start, first.end),
        message=f"The card number {shown} ({digits} digits{more}) may be somebody's",
        remedy="write one that is made for tests, such as 4242 4242 4242 4242",
    )


def _names(connector: Connector, at: Pointer) -> list[str]:
    """List the names that lead to a sample value: of members, of its field, of its input."""
    steps = [name for step in at[1:] if isinstance(step, str) for name in names(step)]
    if at[0] == "mock_response":
        return steps
    label = resolve(connector.raw, at[:2]).get("path" if at[0] == "response_fields" else "name")
    return [*(names(label) if isinstance(label, str) else ()), *steps[1:]]


def _email(at: Pointer, text: str) -> Hit | None:
    found = list(email_addresses.find(text)) if "@" in text else []
    if not found:
        return None
    shown = quoted(text[found[0][0] :][:_SHOWN] + "…")
    more = f" (the first of {len(found)})" if len(found) > 1 else ""
    return Hit(
        at=at,
        fragment=found[0],
        message=f"The email address {shown}{more} may be somebody's",
        severity=Severity.INFO,
        profile=Profile.AUDITOR,
        remedy="write one at `example.com`, a domain that nobody can own",
    )
