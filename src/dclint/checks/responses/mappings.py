"""Values of the response that are stored in Intercom: onto what, and on whose word."""

import functools
from collections.abc import Iterator, Sequence

from dclint.analysis.mapping_targets import (
    UNKNOWN_OBJECT_TYPE,
    MappingTarget,
    PersonMapping,
    find_person_mappings,
    find_unseen_person_mappings,
    find_unseen_targets,
    iter_mapping_targets,
)
from dclint.analysis.placeholders import summarize_names
from dclint.analysis.response_paths import parse_field_path
from dclint.base.quoting import quote_text
from dclint.base.words import split_words
from dclint.findings.hit import Hit, NotApplicable, NotObservable, Related
from dclint.model.connector import Connector
from dclint.model.values import ABSENT, Unset
from dclint.ruleset.rule import Outcome

# Attributes by which Intercom knows a person, and those that say what that person may receive.
_IDENTITY_ATTRIBUTES = frozenset(
    {
        *("email", "user_id", "external_id", "id", "phone", "role", "verified_email"),
        *("email_verified", "user_hash", "contact_id", "lead_id", "unsubscribed_from_emails"),
    }
)

# What stands before the name of a custom attribute; the second is the name in old API versions.
_CUSTOM_PREFIXES = frozenset({"custom_attributes", "custom_data"})

_NON_USERS = ("leads", "visitors")


def identity_attribute_overwrite(connector: Connector) -> Iterator[Outcome]:
    """Report response values that become part of who somebody is."""
    for target in iter_mapping_targets(connector):
        identity = _extract_identity(target.identifier)
        if identity is None or target.object_type == "conversation":
            continue
        if isinstance(target.object_type, Unset):
            yield UNKNOWN_OBJECT_TYPE
            continue
        start = str(target.identifier).rfind(identity)
        yield Hit(
            at=target.identifier_pointer,
            fragment=(start, start + len(identity)),
            message=f"A value of the response overwrites {quote_text(identity)} of the person",
            remedy="map the value to a custom attribute, or to the conversation",
        )
    yield from find_unseen_targets(connector)


@functools.lru_cache(maxsize=4096)
def _extract_identity(identifier: str | Unset) -> str | None:
    """Return the last name of `identifier` if it is an identity and no custom attribute."""
    if not isinstance(identifier, str):
        return None
    *above, last = parse_field_path(identifier) or ("",)
    if _to_snake_case(last) not in _IDENTITY_ATTRIBUTES or any(
        _to_snake_case(name) in _CUSTOM_PREFIXES for name in above
    ):
        return None
    return last


def _to_snake_case(name: str) -> str:
    return "_".join(split_words(name))


def duplicate_mapping_target(connector: Connector) -> Iterator[Outcome]:
    """Report an attribute that was filled before; links add to a list, so they may recur."""
    first: dict[tuple[str, str], MappingTarget] = {}
    unowned: list[str] = []
    for target in iter_mapping_targets(connector):
        kind, identifier = target.object_type, target.identifier
        name = "" if isinstance(identifier, Unset) else identifier.strip()
        if isinstance(kind, Unset):
            unowned += [name] if name else []
        elif name:
            earlier = first.setdefault((kind, name), target)
            if earlier is not target and not (earlier.is_reference and target.is_reference):
                yield _build_duplicate_hit(kind, name, earlier, target)
    if len(set(unowned)) < len(unowned) or not {name for _, name in first}.isdisjoint(unowned):
        yield UNKNOWN_OBJECT_TYPE
    yield from find_unseen_targets(connector)


def _build_duplicate_hit(kind: str, name: str, earlier: MappingTarget, later: MappingTarget) -> Hit:
    return Hit(
        at=later.identifier_pointer,
        message=f"Another mapping fills {quote_text(name)} of the {kind} already; the last "
        "value stays",
        remedy="map each value to an attribute of its own, or remove one of the mappings",
        related=(Related("filled here already", earlier.identifier_pointer),),
    )


def client_side_mapping(connector: Connector) -> Iterator[Outcome | NotApplicable]:
    """Report values from the customer's own page that are stored on a person."""
    execution = connector.execution_type
    if execution == "server_side":
        return
    if execution is ABSENT:
        yield NotApplicable()
        return
    stored, unseen = find_person_mappings(connector), [*find_unseen_person_mappings(connector)]
    if execution == "client_side":
        for each in stored:
            yield Hit(
                at=each.at,
                message=f"The customer's own browser supplies {_describe_attributes(each)} of "
                "the person",
                remedy="map it to the conversation, or let Intercom's server make the call",
                related=(Related("a function in the page answers", ("execution_type",)),),
            )
    elif stored or unseen:
        yield NotObservable("execution_type")
    yield from unseen


def _describe_attributes(stored: PersonMapping) -> str:
    return summarize_names(stored.identifiers) if stored.identifiers else "attributes"


def unauthenticated_mapping(connector: Connector) -> Iterator[Outcome]:
    """Report values that people whom nobody has checked can have stored on a person."""
    fin, checked = connector.direct_fin_usage, connector.customer_authentication
    audiences = connector.audiences if isinstance(connector.audiences, list) else []
    strangers = [people for people in _NON_USERS if people in audiences]
    if fin is False or fin is ABSENT or checked is True or (audiences and not strangers):
        return
    stored, unseen = find_person_mappings(connector), [*find_unseen_person_mappings(connector)]
    if not stored and not unseen:
        return
    if fin is not True:
        unseen.append(NotObservable("direct_fin_usage"))
    if checked is not False and checked is not ABSENT:
        unseen.append(NotObservable("customer_authentication"))
    if not strangers:
        unseen.append(NotObservable("audiences"))
    if fin is True and checked in (False, ABSENT) and strangers:
        for each in stored:
            yield _build_unauthenticated_hit(connector, each, strangers)
    yield from unseen


def _build_unauthenticated_hit(
    connector: Connector, stored: PersonMapping, strangers: Sequence[str]
) -> Hit:
    related = [
        Related("Fin may start it", ("direct_fin_usage",)),
        Related("for these people", ("audiences",)),
    ]
    default = " (the default)"
    if connector.customer_authentication is False:
        related.append(Related("no passcode is asked for", ("customer_authentication",)))
        default = ""
    return Hit(
        at=stored.at,
        message=f"{' and '.join(strangers).capitalize()} can change "
        f"{_describe_attributes(stored)} of the person through Fin, "
        f"and no passcode is asked for{default}",
        remedy="map it to the conversation, or set `customer_authentication` to true",
        related=tuple(related),
    )
