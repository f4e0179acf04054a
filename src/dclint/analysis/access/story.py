"""The words for a verdict: who can start the call, what is checked, what it carries and chooses."""

from collections.abc import Iterator

from dclint.analysis.access.fact import AccessFacts
from dclint.analysis.access.judgement import AccessVerdict
from dclint.analysis.access.remedy import find_remedy
from dclint.analysis.access.request import (
    find_credential_headers,
    find_selecting_inputs,
    locate_credentials,
)
from dclint.analysis.placeholders import find_first_uses
from dclint.analysis.selectors import Selector
from dclint.analysis.taint import trace_placeholder
from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_text
from dclint.findings.hit import Hit, HitFlow, Related
from dclint.findings.severity import Severity
from dclint.model.connector import Connector

_PEOPLE = ("users", "leads", "visitors")
_MOST_NAMES = 3


def build_access_hit(
    connector: Connector,
    judgement: AccessVerdict,
    at: str,
    statement: str,
    severity: Severity | None = None,
) -> Hit:
    """Report what the table says: the facts behind it, the way out, the places that decide."""
    place = point_at_field(connector, at)
    return Hit(
        at=place,
        severity=severity,
        message=f"{statement}: {_describe_circumstances(connector, judgement)}",
        remedy=find_remedy(judgement.possible_values),
        related=tuple(each for each in _collect_related(connector, judgement) if each.at != place),
        flows=tuple(_trace_flows(connector, judgement)),
    )


def point_at_field(connector: Connector, name: str) -> Pointer:
    """Point at a member of the connector, or at the connector itself if it has no such member."""
    return (name,) if name in connector.raw else ()


def describe_audience(connector: Connector) -> str:
    """Name the audience, which must be known."""
    known = connector.audiences
    return _join_names([p for p in _PEOPLE if isinstance(known, list) and p in known])


def _describe_circumstances(connector: Connector, judgement: AccessVerdict) -> str:
    facts = judgement.facts
    words = [describe_initiator(connector, facts), describe_guard(facts)]
    if judgement.table_match.row.depends_on_request:
        words += [
            describe_carried_credential(connector, facts),
            describe_selection(connector, facts),
        ]
    return ", ".join(words)


def describe_initiator(connector: Connector, facts: AccessFacts) -> str:
    """Say who can start the call."""
    if facts.fin.known is None:
        return "whether Fin starts it alone is not visible"
    if not facts.fin.known:
        return "a workflow or a teammate starts it"
    if facts.audience.known is None:
        return "Fin can start it for an audience that is not stated"
    return f"{describe_audience(connector)} can start it through Fin"


def describe_guard(facts: AccessFacts) -> str:
    """Say what is checked of the person before the call."""
    if facts.bypass.known:
        return "authentication is bypassed"
    if facts.passcode.known is None:
        return "whether a passcode is asked for is not visible"
    if facts.passcode.known:
        return "a passcode is asked for"
    return f"no passcode is asked for{' (the default)' if facts.passcode.is_default else ''}"


def describe_carried_credential(connector: Connector, facts: AccessFacts) -> str:
    """Say which credential of the workspace the call carries."""
    if facts.credential.known is None:
        return "no credential is visible"
    if not facts.credential.known:
        return "no credential is attached"
    tokens = connector.token_ids
    if not isinstance(tokens, list) or not tokens:
        index = find_credential_headers(connector)[0]
        return f"header {quote_text(str(connector.known_headers[index].name))} is attached"
    # A secret pasted where an id belongs must not be repeated; ids are digits (OpenAPI 2.16).
    if any(not token.isdecimal() for token in tokens):
        return "a stored token is attached"
    names = _join_names([quote_text(token) for token in tokens])
    return f"token {names} is attached" if len(tokens) == 1 else f"tokens {names} are attached"


def describe_selection(connector: Connector, facts: AccessFacts) -> str:
    """Say what chooses the person or record that the call is about."""
    names = find_selecting_inputs(connector)
    if names:
        what = "person" if facts.selector.known is Selector.PERSON else "record"
        return f"the {what} is chosen by {_join_names([quote_text(name) for name in names])}"
    if facts.selector.known is Selector.NONE:
        return "no input looks like a record number"
    return "whether an input chooses the record is not visible"


def _join_names(names: list[str]) -> str:
    if len(names) > _MOST_NAMES:
        names = [*names[: _MOST_NAMES - 1], "others"]
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _collect_related(connector: Connector, judgement: AccessVerdict) -> Iterator[Related]:
    facts = judgement.facts
    if facts.fin.known:
        yield Related("Fin may start it", ("direct_fin_usage",))
    if isinstance(connector.audiences, list):
        yield Related("for these people", ("audiences",))
    if isinstance(connector.customer_authentication, bool):
        yield Related(describe_guard(facts), ("customer_authentication",))
    if facts.bypass.known:
        yield Related("authentication is bypassed", ("bypass_authentication",))
    if judgement.table_match.row.depends_on_request:
        yield from locate_credentials(connector)


def _trace_flows(connector: Connector, judgement: AccessVerdict) -> Iterator[HitFlow]:
    """Follow the inputs that choose the record to the first place where each enters the request."""
    if not judgement.table_match.row.depends_on_request:
        return
    for place, placeholder in find_first_uses(connector, find_selecting_inputs(connector)).values():
        yield trace_placeholder(connector, place.at, placeholder, "helps to choose the record")
