"""Does anything that is certain tie the record of a request to the person who asks for it?"""

from collections.abc import Iterator

from dclint.analysis.access.request import (
    find_selecting_inputs,
    infer_credential,
    infer_selector,
    locate_credentials,
)
from dclint.analysis.attributes import (
    _PERSON_NAMESPACES,
    _extract_namespace,
    is_attribute_writable,
    is_unverified_attribute,
)
from dclint.analysis.placeholders import find_first_uses, summarize_names
from dclint.analysis.selectors import Selector
from dclint.analysis.taint import trace_placeholder
from dclint.base.pointer import Pointer
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Confidence, Profile
from dclint.model.connector import Connector
from dclint.model.subject import Subject, Workspace
from dclint.model.values import ABSENT
from dclint.ruleset.rule import Outcome
from dclint.syntax.template import Placeholder
from dclint.syntax.url import UrlRegion

# The same where they have been seen without a namespace and without a data input.
_BARE_IDENTITIES = frozenset({"user_id", "external_id"})


def unbound_object_reference(connector: Connector) -> Iterator[Outcome]:
    """Report record numbers that travel without anything about the person who asks."""
    chosen, attached = infer_selector(connector), infer_credential(connector)
    if Selector.REF not in chosen.values or attached.known is False:
        return
    if any(_is_person_attribute(connector, name) for name in connector.used_names):
        return
    unseen = [*connector.hidden_places, *chosen.missing]
    # A definition that says nothing of tokens may get one; elsewhere the answer is hidden.
    if attached.known is None and connector.token_ids is not ABSENT:
        unseen += attached.missing
    if unseen:
        yield from map(NotObservable, dict.fromkeys(unseen))
    else:
        yield _build_unbound_hit(connector)


def _is_person_attribute(connector: Connector, name: str) -> bool:
    """Whether an attribute of the person fills the placeholder of that name."""
    if "." in name:
        return _extract_namespace(name) in _PERSON_NAMESPACES
    return name in _BARE_IDENTITIES and name not in connector.input_names


def _build_unbound_hit(connector: Connector) -> Hit:
    names = find_selecting_inputs(connector)
    uses = find_first_uses(connector, names).values()
    place, first = next(iter(uses))
    chooses = "chooses the record" if len(names) == 1 else "choose the record"
    return Hit(
        message=f"{summarize_names(names)} {chooses}, "
        "and nothing in the request says who asks for it",
        at=place.at,
        fragment=(first.start, first.end),
        remedy="send `{{user.user_id}}` along, and let the other service compare",
        related=tuple(locate_credentials(connector)),
        flows=tuple(
            trace_placeholder(connector, place.at, p, "helps to choose the record")
            for place, p in uses
        ),
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
    if attached.known is False:
        return
    yield from map(NotObservable, hidden)
    for at, placeholders in _find_selecting_placeholders(connector):
        for known in (True, None):
            found = [p for p in placeholders if suspects.get(p.name, False) is known]
            if not found:
                continue
            if attached.known:
                yield _build_unverified_hit(connector, at, found, is_writable=bool(known))
            else:
                yield from map(NotObservable, attached.missing)


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
        profile=None if is_writable else Profile.AUDITOR,
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
