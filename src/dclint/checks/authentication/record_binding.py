"""Does anything that is certain tie the record of a request to the person who asks for it?"""

from collections.abc import Iterator

from dclint.analysis.access.judgement import AccessVerdict, evaluate_access
from dclint.analysis.access.picks import Selection
from dclint.analysis.access.request import infer_credential, locate_credentials
from dclint.analysis.access.selection import read_selection
from dclint.analysis.access.story import (
    build_access_hit,
    describe_gain,
    describe_selection,
    trace_picks,
)
from dclint.analysis.access.table import ANONYMOUS, BYPASS, UNAUTHENTICATED, UNBOUND, Credential
from dclint.analysis.attributes import (
    PersonAttribute,
    is_attribute_writable,
    is_unverified_attribute,
    read_person_attribute,
)
from dclint.analysis.placeholders import summarize_names
from dclint.analysis.taint import trace_placeholder
from dclint.base.pointer import Pointer
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Confidence, Profile, Severity
from dclint.model.connector import Connector
from dclint.model.subject import Subject, Workspace
from dclint.ruleset.rule import Outcome
from dclint.syntax.template import Placeholder
from dclint.syntax.url import UrlRegion

# The same where they have been seen without a namespace and without a data input.
_BARE_IDENTITIES = frozenset({"user_id", "external_id"})


def unbound_object_reference(connector: Connector) -> Iterator[Outcome]:
    """Report what people can pick although nothing in the request says who asks."""
    judgement = evaluate_access(connector)
    if judgement.table_match.rule == UNBOUND:
        statement = f"{_name_people(judgement)} can read {describe_gain(connector, judgement)}"
        hit = build_access_hit(connector, judgement, "url", statement, judgement.severity)
        yield _point_at_pick(hit, judgement)
    elif _is_note_for_auditors(connector, judgement):
        yield from _note_unbound(connector, judgement)
    yield from judgement.list_not_observable(UNBOUND)


def _name_people(judgement: AccessVerdict) -> str:
    is_checked = judgement.table_match.cell.passcode
    return "Whoever has passed the passcode" if is_checked else "Any signed-in user"


def _point_at_pick(hit: Hit, judgement: AccessVerdict) -> Hit:
    """Point at the value that picks; at the URL if a whole collection is read."""
    picks = judgement.selection.picks
    if not picks:
        return hit
    value = picks[0].value
    span = (value.placeholder.start, value.placeholder.end)
    return hit._replace(at=value.at, fragment=span)


def _is_note_for_auditors(connector: Connector, judgement: AccessVerdict) -> bool:
    """Whether a record number travels alone, where the table says nothing about it."""
    if judgement.table_match.rule or judgement.facts.credential.known is Credential.NO:
        return False
    attributes = {read_person_attribute(name) for name in connector.used_names}
    if attributes - {None, PersonAttribute.COMPANY}:
        return False
    reading = read_selection(connector, is_exposed=False)
    if reading.confidence is Confidence.LOW:
        return False
    return reading.selection is Selection.REF and not (_BARE_IDENTITIES & connector.used_names)


def _note_unbound(connector: Connector, judgement: AccessVerdict) -> Iterator[Outcome]:
    unseen = [*connector.hidden_places]
    # A definition that says nothing of tokens may get one; elsewhere the answer is hidden.
    unseen += judgement.facts.credential.missing
    unseen += judgement.facts.effect.missing
    unseen += ["data_inputs"] if connector.is_unknown("data_inputs") else []
    if unseen:
        yield from map(NotObservable, dict.fromkeys(unseen))
        return
    reading = read_selection(connector, is_exposed=False)
    value = reading.picks[0].value
    yield Hit(
        message=f"{describe_selection(reading)}, and nothing in the request says who asks for it",
        at=value.at,
        fragment=(value.placeholder.start, value.placeholder.end),
        profile=Profile.AUDITOR,
        confidence=Confidence.LOW,
        remedy="send `{{user.user_id}}` along, and let the other service compare",
        related=tuple(locate_credentials(connector)),
        flows=tuple(trace_picks(connector, reading)),
    )


def unverified_attribute_selector(subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
    """Report attributes of the person that choose a record, and that nobody has verified."""
    connector = subject.connector
    hidden = [place for place in connector.hidden_places if place in ("url", "body")]
    names = filter(is_unverified_attribute, connector.used_names)
    protection = {name: is_attribute_writable(name, workspace.context) for name in names}
    suspects = {name: known for name, known in protection.items() if known is not False}
    if not suspects and not hidden:
        return
    attached = infer_credential(connector)
    if attached.known is Credential.NO or _is_told_already(connector):
        return
    yield from map(NotObservable, hidden)
    for at, placeholders in _find_selecting_placeholders(connector):
        for known in (True, None):
            found = [p for p in placeholders if suspects.get(p.name, False) is known]
            if not found:
                continue
            if attached.missing:
                yield from map(NotObservable, attached.missing)
                continue
            hit = _build_unverified_hit(connector, at, found, is_writable=bool(known))
            is_sure = attached.known is Credential.YES
            yield hit if is_sure else hit._replace(severity=Severity.INFO)


def _is_told_already(connector: Connector) -> bool:
    """Whether the table reports that somebody unchecked may start the call."""
    told = (ANONYMOUS, BYPASS, UNAUTHENTICATED)
    return evaluate_access(connector).table_match.rule in told


# Parts of a URL that name a record; what chooses the server is another matter.
_SELECTING_REGIONS = frozenset({UrlRegion.PATH, UrlRegion.QUERY_KEY, UrlRegion.QUERY_VALUE})


def _find_selecting_placeholders(
    connector: Connector,
) -> Iterator[tuple[Pointer, list[Placeholder]]]:
    """Yield the placeholders of the path and the query, and those of the body."""
    if url := connector.url_template:
        behind = url.placeholders[len(url.placeholders_before_path) :]
        yield ("url",), [p for p in behind if url.find_region(p) in _SELECTING_REGIONS]
    for place in connector.places:
        if place.at == ("body",):
            yield place.at, [*place.placeholders]


def _build_unverified_hit(
    connector: Connector, at: Pointer, found: list[Placeholder], *, is_writable: bool
) -> Hit:
    names = list(dict.fromkeys(p.name for p in found))
    one = len(names) == 1
    fault = f"customers may be able to change {'it' if one else 'them'}"
    if is_writable:
        fault = f"the Messenger lets customers change {'it' if one else 'them'}"
    return Hit(
        message=f"{summarize_names(names)} {'chooses' if one else 'choose'} the record, "
        f"and {fault}",
        at=at,
        fragment=(found[0].start, found[0].end),
        severity=None if is_writable else Severity.INFO,
        security_severity=_WRITABLE_SECURITY_SEVERITY if is_writable else None,
        confidence=Confidence.HIGH if is_writable else None,
        remedy="look the record up by `{{user.user_id}}`, or protect the attribute from updates "
        "through the Messenger",
        related=tuple(locate_credentials(connector)),
        flows=tuple(
            trace_placeholder(connector, at, p, "chooses the record")
            for p in {p.name: p for p in found}.values()
        ),
    )


_WRITABLE_SECURITY_SEVERITY = (
    8.0  # the security severity where it is certain that customers may change the attribute
)
