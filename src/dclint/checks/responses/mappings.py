"""Values of the response that are stored in Intercom: onto what, and on whose word."""

import functools
from collections.abc import Iterator, Sequence

from dclint.analysis.mapping_targets import (
    TYPE_IS_OPEN,
    Stored,
    Target,
    stored_on_people,
    targets,
    unseen_people,
    unseen_targets,
)
from dclint.analysis.placeholders import summarize_names
from dclint.analysis.response_paths import names
from dclint.analysis.selectors import split_words
from dclint.base.quoting import quoted
from dclint.findings.hit import Hit, Related, Unobserved
from dclint.model.connector import Connector
from dclint.model.values import ABSENT, Unset
from dclint.ruleset.rule import Outcome

# Attributes by which Intercom knows a person, and those that say what that person may receive.
_IDENTITIES = frozenset(
    {
        *("email", "user_id", "external_id", "id", "phone", "role", "verified_email"),
        *("email_verified", "user_hash", "contact_id", "lead_id", "unsubscribed_from_emails"),
    }
)

# What stands before the name of a custom attribute; the second is the name in old API versions.
_CUSTOM = frozenset({"custom_attributes", "custom_data"})

_STRANGERS = ("leads", "visitors")


def identity_attribute_overwrite(connector: Connector) -> Iterator[Outcome]:
    """Report response values that become part of who somebody is."""
    for target in targets(connector):
        identity = _identity(target.identifier)
        if identity is None or target.object_type == "conversation":
            continue
        if isinstance(target.object_type, Unset):
            yield TYPE_IS_OPEN
            continue
        start = str(target.identifier).rfind(identity)
        yield Hit(
            at=target.place,
            fragment=(start, start + len(identity)),
            message=f"A value of the response overwrites {quoted(identity)} of the person",
            remedy="map the value to a custom attribute, or to the conversation",
        )
    yield from unseen_targets(connector)


@functools.lru_cache(maxsize=4096)
def _identity(identifier: str | Unset) -> str | None:
    """Return the last name of `identifier` if it is an identity and no custom attribute."""
    if not isinstance(identifier, str):
        return None
    *above, last = names(identifier) or ("",)
    if _snake(last) not in _IDENTITIES or any(_snake(name) in _CUSTOM for name in above):
        return None
    return last


def _snake(name: str) -> str:
    return "_".join(split_words(name))


def duplicate_mapping_target(connector: Connector) -> Iterator[Outcome]:
    """Report an attribute that was filled before; links add to a list, so they may recur."""
    first: dict[tuple[str, str], Target] = {}
    unowned: list[str] = []
    for target in targets(connector):
        kind, identifier = target.object_type, target.identifier
        name = "" if isinstance(identifier, Unset) else identifier.strip()
        if isinstance(kind, Unset):
            unowned += [name] if name else []
        elif name:
            earlier = first.setdefault((kind, name), target)
            if earlier is not target and not (earlier.is_reference and target.is_reference):
                yield _again(kind, name, earlier, target)
    if len(set(unowned)) < len(unowned) or not {name for _, name in first}.isdisjoint(unowned):
        yield TYPE_IS_OPEN
    yield from unseen_targets(connector)


def _again(kind: str, name: str, earlier: Target, later: Target) -> Hit:
    return Hit(
        at=later.place,
        message=f"Another mapping fills {quoted(name)} of the {kind} already; the last value stays",
        remedy="map each value to an attribute of its own, or remove one of the mappings",
        related=(Related("filled here already", earlier.place),),
    )


def client_side_mapping(connector: Connector) -> Iterator[Outcome]:
    """Report values from the customer's own page that are stored on a person."""
    execution = connector.execution_type
    if execution == "server_side":
        return
    stored, unseen = stored_on_people(connector), [*unseen_people(connector)]
    if execution == "client_side":
        for each in stored:
            yield Hit(
                at=each.at,
                message=f"The customer's own browser supplies {_attributes(each)} of the person",
                remedy="map it to the conversation, or let Intercom's server make the call",
                related=(Related("a function in the page answers", ("execution_type",)),),
            )
    elif stored or unseen:
        yield Unobserved("execution_type")
    yield from unseen


def _attributes(stored: Stored) -> str:
    return summarize_names(stored.identifiers) if stored.identifiers else "attributes"


def unauthenticated_mapping(connector: Connector) -> Iterator[Outcome]:
    """Report values that people whom nobody has checked can have stored on a person."""
    fin, checked = connector.direct_fin_usage, connector.customer_authentication
    audiences = connector.audiences if isinstance(connector.audiences, list) else []
    strangers = [people for people in _STRANGERS if people in audiences]
    if fin is False or fin is ABSENT or checked is True or (audiences and not strangers):
        return
    stored, unseen = stored_on_people(connector), [*unseen_people(connector)]
    if not stored and not unseen:
        return
    if fin is not True:
        unseen.append(Unobserved("direct_fin_usage"))
    if checked is not False and checked is not ABSENT:
        unseen.append(Unobserved("customer_authentication"))
    if not strangers:
        unseen.append(Unobserved("audiences"))
    if fin is True and checked in (False, ABSENT) and strangers:
        for each in stored:
            yield _unchecked(connector, each, strangers)
    yield from unseen


def _unchecked(connector: Connector, stored: Stored, strangers: Sequence[str]) -> Hit:
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
        message=f"{' and '.join(strangers).capitalize()} can change {_attributes(stored)} of the "
        f"person through Fin, and no passcode is asked for{default}",
        remedy="map it to the conversation, or set `customer_authentication` to true",
        related=tuple(related),
    )
