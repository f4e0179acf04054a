"""The words for a verdict: who can start the call, what is checked, what it carries and chooses."""

from collections.abc import Iterator

from dclint.analysis.access.fact import AccessFacts
from dclint.analysis.access.judgement import AccessVerdict
from dclint.analysis.access.picks import Pick, Selection
from dclint.analysis.access.remedy import find_remedy
from dclint.analysis.access.request import find_credential_headers, locate_credentials
from dclint.analysis.access.selection import SelectionReading
from dclint.analysis.access.sent_values import find_request_collection
from dclint.analysis.access.table import Credential
from dclint.analysis.lexicon import WordClass
from dclint.analysis.taint import trace_placeholder
from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_text
from dclint.findings.hit import Hit, HitFlow, Related
from dclint.findings.severity import Confidence, Severity
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
        confidence=_find_confidence(judgement),
        message=f"{statement}: {_describe_circumstances(connector, judgement)}",
        remedy=find_remedy(judgement.possible_values),
        related=tuple(each for each in _collect_related(connector, judgement) if each.at != place),
        flows=tuple(_trace_flows(connector, judgement)),
    )


def _find_confidence(judgement: AccessVerdict) -> Confidence | None:
    """Return the strength of the evidence, where the verdict depends on what is picked."""
    is_picked = judgement.table_match.cell.selection is not Selection.NONE
    return judgement.selection.confidence if is_picked else None


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
    if judgement.table_match.verdict.row.depends_on_request:
        words += [
            describe_carried_credential(connector, facts),
            describe_selection(judgement.selection),
        ]
    return ", ".join(words)


def describe_initiator(connector: Connector, facts: AccessFacts) -> str:
    """Say who can start the call."""
    if facts.fin.known is None:
        return "whether Fin starts it alone is not visible"
    if not facts.fin.known:
        return "a workflow or a teammate starts it"
    if facts.audience.known is None or facts.audience.is_default:
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
    if facts.credential.known is Credential.UNKNOWN:
        return "if a token is attached"
    if facts.credential.known is Credential.NO:
        return "no credential is attached"
    tokens = connector.token_ids
    if not isinstance(tokens, list) or not tokens:
        return f"{_name_credential(connector)} is attached"
    # A secret pasted where an id belongs must not be repeated; ids are digits (OpenAPI 2.16).
    if any(not token.isdecimal() for token in tokens):
        return "a stored token is attached"
    names = _join_names([quote_text(token) for token in tokens])
    return f"token {names} is attached" if len(tokens) == 1 else f"tokens {names} are attached"


def _name_credential(connector: Connector) -> str:
    indexes = find_credential_headers(connector)
    if not indexes:
        return "a credential"
    return f"header {quote_text(str(connector.known_headers[indexes[0]].name))}"


def describe_selection(reading: SelectionReading) -> str:
    """Say what picks the person, the record or the collection that the call is about, and why."""
    if not reading.picks:
        return reading.reason or "nothing in the request picks a record"
    main = reading.picks[0]
    what = "person" if main.selection is Selection.PERSON else "record"
    others = [quote_text(name) for name in reading.names if name != main.value.name]
    helped = f" with {_join_names(others)}" if others else ""
    return f"{quote_text(main.value.name)} picks the {what}{helped}: {main.reason}"


def describe_gain(connector: Connector, judgement: AccessVerdict) -> str:
    """Say what somebody gets at: data of a chosen person, a record, a whole list."""
    reading = judgement.selection
    if reading.selection is Selection.ALL:
        text = find_request_collection(connector).text
        return f"the whole list of {quote_text(text)}" if text else "internal records"
    if reading.selection is Selection.PERSON:
        return f"the data of a chosen {_name_person(reading.picks)}"
    if reading.selection is Selection.PAIR:
        return "a record of which they know two facts"
    if reading.confidence is Confidence.LOW:
        return "an internal record of the company"
    return "a chosen record"


def _name_person(picks: tuple[Pick, ...]) -> str:
    """Name the person as the URL does, in English: `/customers/` is a customer."""
    about = picks[0].value.collection
    is_named = about.noun is WordClass.PERSON and about.text.lower().endswith("s")
    return about.text.lower()[:-1] if is_named and about.text.isalpha() else "person"


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
    if judgement.table_match.verdict.row.depends_on_request:
        yield from locate_credentials(connector)


def _trace_flows(connector: Connector, judgement: AccessVerdict) -> Iterator[HitFlow]:
    """Follow the inputs that pick to the first place where each enters the request."""
    if judgement.table_match.verdict.row.depends_on_request:
        yield from trace_picks(connector, judgement.selection)


def trace_picks(connector: Connector, reading: SelectionReading) -> Iterator[HitFlow]:
    """Follow each input that picks from its declaration to where it is sent."""
    for pick in {each.value.name: each for each in reversed(reading.picks)}.values():
        value = pick.value
        yield trace_placeholder(connector, value.at, value.placeholder, "helps to pick the record")
