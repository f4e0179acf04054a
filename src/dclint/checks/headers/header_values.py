"""Values that people choose, in headers by which services know who is calling."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dclint.analysis.placeholders import is_unseen, summarize_names
from dclint.analysis.taint import ValueKind, classify_placeholder, trace_placeholder
from dclint.base.quoting import quote_text
from dclint.findings.hit import Attack, Hit, NotObservable
from dclint.model.connector import Connector
from dclint.ruleset.rule import Outcome
from dclint.syntax.template import Placeholder, find_placeholders


class _HeaderRole(NamedTuple):
    """What a header is to the service that gets it."""

    description: str
    """Completes "the header …, "."""
    remedy: str


_CREDENTIAL = _HeaderRole(
    "which proves who is calling", "attach a stored token or a user token in place of the header"
)

_IDENTITY = _HeaderRole(
    "which says who is calling",
    "attach a user token, or insert an attribute that only your own systems can set",
)

_ORIGIN = _HeaderRole("which says where the call comes from", "remove the header")
_TARGET = _HeaderRole("which replaces the address of the request", "remove the header")

_ROLES = {
    "authorization": _CREDENTIAL,
    "proxy-authorization": _CREDENTIAL,
    "cookie": _CREDENTIAL,
    "x-api-key": _CREDENTIAL,
    "x-remote-user": _IDENTITY,
    "x-forwarded-user": _IDENTITY,
    "on-behalf-of": _IDENTITY,
    "x-forwarded-for": _ORIGIN,
    "x-real-ip": _ORIGIN,
    "x-forwarded-host": _TARGET,
    "x-original-url": _TARGET,
    "x-rewrite-url": _TARGET,
}

_SEPARATORS = re.compile(r"[-_.]")
_CREDENTIAL_PREFIXES = ("x-auth", "x-access", "x-session")
_IDENTITY_PREFIXES = ("x-user", "x-customer", "x-account", "x-member", "x-tenant", "x-org")

# Parts of the headers by which Kubernetes and others let one account act as another.
_IMPERSONATION = re.compile(
    r"impersonat|(?<![a-z])(?:on[-_]?behalf[-_]?of|(?:act|run)(?:ing)?[-_]?as)\b"
)

# Words at the end of a name that say who somebody is, and those that may follow them.
_IDENTITY_WORDS = frozenset(
    {
        *("user", "username", "userid", "uid", "email", "mail", "customer", "customerid"),
        *("member", "memberid", "contact", "contactid", "principal", "role", "roles"),
    }
)
_IDENTIFIER_WORDS = frozenset({"id", "no", "number", "name", "address", "ref", "key"})
_VERIFIED_WORD = "verified"


def input_in_header(connector: Connector) -> Iterator[Outcome]:
    """Report data inputs that become an identity or a credential."""
    for index, header in enumerate(connector.known_headers):
        value = header.value
        text = value if isinstance(value, str) else None
        may_insert = is_unseen(connector, value) if text is None else "{{" in text
        if not may_insert:
            continue
        if header.key is None:
            if is_unseen(connector, header.name):
                yield NotObservable("headers[].name")
        elif role := _find_role(header.key):
            if text is None:
                yield NotObservable("headers[].value")
            else:
                yield from _check_inserted_inputs(connector, index, text, role)


def _find_role(key: str) -> _HeaderRole | None:
    if role := _ROLES.get(key):
        return role
    if key.startswith(_CREDENTIAL_PREFIXES):
        return _CREDENTIAL
    if key.startswith(_IDENTITY_PREFIXES) or _names_somebody(key):
        return _IDENTITY
    return None


def _names_somebody(key: str) -> bool:
    """Whether the shape of a header's name says that its value is who somebody is."""
    if _IMPERSONATION.search(key):
        return True
    words = _SEPARATORS.split(key)
    if _VERIFIED_WORD in words:
        return True
    if len(words) > 1 and words[-1] in _IDENTIFIER_WORDS:
        words.pop()
    return words[-1] in _IDENTITY_WORDS


def _check_inserted_inputs(
    connector: Connector, index: int, value: str, role: _HeaderRole
) -> Iterator[Outcome]:
    chosen: list[Placeholder] = []
    unseen: dict[str, None] = {}
    for placeholder in find_placeholders(value):
        kind, fact = classify_placeholder(connector, placeholder.name)
        if placeholder.is_attribute and kind is not ValueKind.NUMBER:
            unseen["attributes"] = None
        elif kind is ValueKind.TEXT:
            chosen.append(placeholder)
        elif fact:
            unseen[fact] = None
    if not chosen:
        yield from map(NotObservable, unseen)
        return
    at = ("headers", index, "value")
    header = quote_text(str(connector.known_headers[index].name))
    names = list(dict.fromkeys(placeholder.name for placeholder in chosen))
    fills = "fills" if len(names) == 1 else "fill"
    yield Hit(
        message=f"{summarize_names(names)} {fills} the header {header}, {role.description}",
        at=at,
        fragment=(chosen[0].start, chosen[0].end),
        remedy=role.remedy,
        flows=tuple(
            trace_placeholder(connector, at, p, f"fills the header {header}", Attack.HEADER)
            for p in chosen
        ),
    )
