"""Credentials that are written into a connector, where others find them."""

from collections.abc import Iterator

from dclint.base.pointer import Pointer, resolve_pointer
from dclint.base.quoting import join_names, quote_text
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Severity
from dclint.model.connector import Connector
from dclint.ruleset.rule import Outcome
from dclint.secrets.connector import _iter_strings
from dclint.secrets.literals import (
    SecretLocation,
    find_named_secrets,
    find_query_secrets,
    find_stand_ins,
)
from dclint.secrets.patterns import find_secrets, select_providers

_VISIBLE_PREFIX_LENGTH = 4
_CONTAINERS = (dict, list)


def hardcoded_secret(connector: Connector) -> Iterator[Outcome]:
    """Report credentials that are written into the connector."""
    if found := [*_find_known_formats(connector), *find_named_secrets(connector)]:
        places: dict[Pointer, list[SecretLocation]] = {}
        for secret in found:
            places.setdefault(secret.at, []).append(secret)
        for at, secrets in places.items():
            yield _build_secret_hit(connector, at, _drop_overlaps(secrets))
    for fact in connector.hidden_places:
        yield NotObservable(fact)
    if connector.is_unknown("data_inputs"):
        yield NotObservable("data_inputs")


def secret_in_url(connector: Connector) -> Iterator[Outcome]:
    """Report query parameters that carry a credential."""
    found = dict(find_query_secrets(connector))
    if not found:
        return
    names = list(dict.fromkeys(found.values()))
    start, end = next(iter(found))
    if len(found) == 1:
        shown = _abbreviate_secret(str(connector.url)[start:end])
        message = f"The query parameter {join_names(names)} carries the credential {shown}"
    else:
        message = f"The query carries {len(found)} credentials, as {join_names(names, 'and')}"
    yield Hit(at=("url",), fragment=(start, end), message=message)


def placeholder_credential(connector: Connector) -> Iterator[Outcome]:
    """Report texts that only mark where a credential belongs."""
    for found in find_stand_ins(connector):
        text = resolve_pointer(connector.raw, found.at)[found.start : found.end]
        yield Hit(
            at=found.at,
            fragment=(found.start, found.end),
            message=f"{quote_text(text)} in {quote_text(found.kind)} is not a credential, so the "
            "service refuses every call",
        )
    for fact in connector.hidden_places:
        if fact != "body":
            yield NotObservable(fact)


def _build_secret_hit(connector: Connector, at: Pointer, secrets: list[SecretLocation]) -> Hit:
    first, *others = secrets
    text = resolve_pointer(connector.raw, at)
    subject = f"{first.kind} {_abbreviate_secret(text[first.start : first.end])}"
    if others:
        more = "1 more secret" if len(others) == 1 else f"{len(others)} more secrets"
        subject = f"{subject} and {more} are"
    else:
        subject = f"{subject} is"
    severity = remedy = None
    if _is_sample_value(at):
        severity, remedy = Severity.WARNING, "revoke it, and invent a value for the sample"
    elif at[0] == "headers":
        remedy = "revoke it, and attach a stored token in place of the header"
    return Hit(
        at=at,
        fragment=(first.start, first.end),
        message=f"{subject} written into the connector",
        severity=severity,
        remedy=remedy,
    )


def _abbreviate_secret(secret: str) -> str:
    return f"{quote_text(secret[:_VISIBLE_PREFIX_LENGTH] + '…')} ({len(secret)} characters)"


def _drop_overlaps(secrets: list[SecretLocation]) -> list[SecretLocation]:
    """Sort them and leave out what overlaps an earlier one; a known format comes first."""
    distinct: list[SecretLocation] = []
    for secret in sorted(secrets, key=lambda secret: secret.start):
        if not distinct or secret.start >= distinct[-1].end:
            distinct.append(secret)
    return distinct


def _find_known_formats(connector: Connector) -> Iterator[SecretLocation]:
    everything = "\0".join(_list_scanned_texts(connector))
    among = select_providers(everything)
    if not among or not any(find_secrets(everything, among)):
        return
    for at, text in _iter_strings(connector.raw):
        if _is_scanned_location(at):
            for secret in find_secrets(text, among):
                yield SecretLocation(at, *secret)


def _list_scanned_texts(connector: Connector) -> list[str]:
    """List the texts of the places for which `_is_scanned` is true."""
    texts: list[object] = [connector.name, connector.description, connector.internal_description]
    texts += (connector.url, connector.body, connector.mock_response)
    texts += [header.value for header in connector.known_headers]
    for given in connector.known_inputs:
        texts += (given.description, given.default_value, given.example_value)
    if isinstance(connector.response_fields, list):
        texts += [field.example_value for field in connector.response_fields]
    found = [text for text in texts if isinstance(text, str)]
    for sample in texts:
        if isinstance(sample, _CONTAINERS):
            found += [text for _, text in _iter_strings(sample)]
    return found


def _is_scanned_location(at: Pointer) -> bool:
    match at:
        case ("name" | "description" | "internal_description" | "url" | "body",):
            return True
        case ("headers", _, "value") | ("data_inputs", _, "description" | "default_value"):
            return True
        case _:
            return _is_sample_value(at)


def _is_sample_value(at: Pointer) -> bool:
    match at:
        case ("mock_response", *_) | ("data_inputs" | "response_fields", _, "example_value", *_):
            return True
        case _:
            return False
