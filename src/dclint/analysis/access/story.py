"""The words for a verdict: who can start the call, what is checked, what it carries and chooses."""

from collections.abc import Iterator

from dclint.analysis.access.fact import Facts
from dclint.analysis.access.judgement import Judgement
from dclint.analysis.access.remedy import remedy
from dclint.analysis.access.request import credential_headers, credentials, selecting_inputs
from dclint.analysis.placeholders import first_uses
from dclint.analysis.selectors import Selector
from dclint.analysis.taint import flow
from dclint.base.pointer import Pointer
from dclint.base.quoting import quoted
from dclint.findings.hit import Flow, Hit, Related
from dclint.findings.severity import Severity
from dclint.model.connector import Connector

_PEOPLE = ("users", "leads", "visitors")
_MANY = 3


def hit(
    connector: Connector,
    judgement: Judgement,
    at: str,
    statement: str,
    severity: Severity | None = None,
) -> Hit:
    """Report what the table says: the facts behind it, the way out, the places that decide."""
    place = member(connector, at)
    return Hit(
        at=place,
        severity=severity,
        message=f"{statement}: {_circumstances(connector, judgement)}",
        remedy=remedy(judgement.possible),
        related=tuple(each for each in _related(connector, judgement) if each.at != place),
        flows=tuple(_flows(connector, judgement)),
    )


def member(connector: Connector, name: str) -> Pointer:
    """Point at a member of the connector, or at the connector itself if it has no such member."""
    return (name,) if name in connector.raw else ()


def people(connector: Connector) -> str:
    """Name the audience, which must be known."""
    known = connector.audiences
    return _listed([p for p in _PEOPLE if isinstance(known, list) and p in known])


def _circumstances(connector: Connector, judgement: Judgement) -> str:
    facts = judgement.facts
    words = [who(connector, facts), guard(facts)]
    if judgement.verdict.row.looks_at_request:
        words += [carried(connector, facts), chosen(connector, facts)]
    return ", ".join(words)


def who(connector: Connector, facts: Facts) -> str:
    """Say who can start the call."""
    if facts.fin.known is None:
        return "whether Fin starts it alone is not visible"
    if not facts.fin.known:
        return "a workflow or a teammate starts it"
    if facts.audience.known is None:
        return "Fin can start it for an audience that is not stated"
    return f"{people(connector)} can start it through Fin"


def guard(facts: Facts) -> str:
    """Say what is checked of the person before the call."""
    if facts.bypass.known:
        return "authentication is bypassed"
    if facts.passcode.known is None:
        return "whether a passcode is asked for is not visible"
    if facts.passcode.known:
        return "a passcode is asked for"
    return f"no passcode is asked for{' (the default)' if facts.passcode.is_default else ''}"


def carried(connector: Connector, facts: Facts) -> str:
    """Say which credential of the workspace the call carries."""
    if facts.credential.known is None:
        return "no credential is visible"
    if not facts.credential.known:
        return "no credential is attached"
    tokens = connector.token_ids
    if not isinstance(tokens, list) or not tokens:
        index = credential_headers(connector)[0]
        return f"header {quoted(str(connector.known_headers[index].name))} is attached"
    # A secret pasted where an id belongs must not be repeated; ids are digits (OpenAPI 2.16).
    if any(not token.isdecimal() for token in tokens):
        return "a stored token is attached"
    names = _listed([quoted(token) for token in tokens])
    return f"token {names} is attached" if len(tokens) == 1 else f"tokens {names} are attached"


def chosen(connector: Connector, facts: Facts) -> str:
    """Say what chooses the person or record that the call is about."""
    names = selecting_inputs(connector)
    if names:
        what = "person" if facts.selector.known is Selector.PERSON else "record"
        return f"the {what} is chosen by {_listed([quoted(name) for name in names])}"
    if facts.selector.known is Selector.NONE:
        return "no input looks like a record number"
    return "whether an input chooses the record is not visible"


def _listed(names: list[str]) -> str:
    if len(names) > _MANY:
        names = [*names[: _MANY - 1], "others"]
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _related(connector: Connector, judgement: Judgement) -> Iterator[Related]:
    facts = judgement.facts
    if facts.fin.known:
        yield Related("Fin may start it", ("direct_fin_usage",))
    if isinstance(connector.audiences, list):
        yield Related("for these people", ("audiences",))
    if isinstance(connector.customer_authentication, bool):
        yield Related(guard(facts), ("customer_authentication",))
    if facts.bypass.known:
        yield Related("authentication is bypassed", ("bypass_authentication",))
    if judgement.verdict.row.looks_at_request:
        yield from credentials(connector)


def _flows(connector: Connector, judgement: Judgement) -> Iterator[Flow]:
    """Follow the inputs that choose the record to the first place where each enters the request."""
    if not judgement.verdict.row.looks_at_request:
        return
    for place, placeholder in first_uses(connector, selecting_inputs(connector)).values():
        yield flow(connector, place.at, placeholder, "helps to choose the record")
