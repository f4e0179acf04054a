"""What a connector says about the facts of the authentication table, and what it leaves open.

A fact is known, a documented default, or open: then it has several possible values, and names the
members that would decide.  Defaults are those of `create_data_connector_request`, OpenAPI 2.16.
"""

import functools
import re
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from dclint.checks.access.table import USERS, Audience, Method
from dclint.checks.selectors import Count, InputClass, Selector, classify, count, kind, kinds
from dclint.connector import ABSENT, MALFORMED, Connector
from dclint.template import fill

_T = TypeVar("_T")


class Fact(NamedTuple, Generic[_T]):
    """The values that something may have."""

    values: tuple[_T, ...]
    """The mildest first; one if it is known."""
    missing: tuple[str, ...] = ()
    """The members that would decide between several values."""
    is_default: bool = False
    """Whether it is known because the definition is silent and the default is documented."""

    @property
    def known(self) -> _T | None:
        """The value; None if there is more than one."""
        return self.values[0] if len(self.values) == 1 else None


class Facts(NamedTuple):
    """All facts of one connector; the fields are those of `Cell`."""

    fin: Fact[bool]
    audience: Fact[Audience]
    passcode: Fact[bool]
    bypass: Fact[bool]
    credential: Fact[bool]
    method: Fact[Method]
    selector: Fact[Selector]


def facts(connector: Connector) -> Facts:
    """Gather what is known of `connector`."""
    return Facts(
        _switch(connector, "direct_fin_usage"),
        _audience(connector),
        _switch(connector, "customer_authentication"),
        _switch(connector, "bypass_authentication"),
        _credential(connector),
        _method(connector),
        _selector(connector),
    )


_ON, _OFF, _OFF_BY_DEFAULT = Fact((True,)), Fact((False,)), Fact((False,), is_default=True)
_EITHER = {
    member: Fact((False, True), (member,))
    for member in ("direct_fin_usage", "customer_authentication", "bypass_authentication")
}


def _switch(connector: Connector, member: str) -> Fact[bool]:
    value = getattr(connector, member)
    if value is ABSENT:
        return _OFF_BY_DEFAULT
    return _ON if value is True else _OFF if value is False else _EITHER[member]


_ANYBODY: Fact[Audience] = Fact(
    (USERS, frozenset({"leads", "visitors"}), frozenset({"users", "leads", "visitors"})),
    ("audiences",),
)
"""The table asks two things of an audience, whether it has strangers and whether it has users."""


def _audience(connector: Connector) -> Fact[Audience]:
    value = connector.audiences
    return Fact((frozenset(value),)) if isinstance(value, list) and value else _ANYBODY


_CREDENTIAL_KEYS = frozenset(
    """authorization proxy-authorization api-key apikey x-api-key ocp-apim-subscription-key
    private-token cookie x-auth token secret""".split()
)
_CREDENTIAL_ENDS = ("-token", "-secret", "-api-key", "-access-token")
_PRIVATE_ENDS = ("token", "secret", "api-key", "auth-key", "access-key", "subscription-key")
"""Ends of header names that carry credentials if the name begins with `x-`."""


@functools.lru_cache(maxsize=1024)
def is_credential_header(key: str) -> bool:
    """Whether a header of this name, in lower case, carries a credential, whatever its value."""
    return (
        key in _CREDENTIAL_KEYS
        or key.endswith(_CREDENTIAL_ENDS)
        or (key.startswith("x-") and key.endswith(_PRIVATE_ENDS))
    )


def _credential(connector: Connector) -> Fact[bool]:
    tokens = connector.token_ids
    if isinstance(tokens, list) and tokens:
        return _ON
    open_headers = connector.is_unknown("headers")
    for header in connector.known_headers:
        if header.key is not None and is_credential_header(header.key):
            return _ON
        open_headers = open_headers or header.name is MALFORMED
    if isinstance(tokens, list):
        return Fact((False, True), ("headers",)) if open_headers else _OFF
    return Fact((False, True), ("token_ids", "headers") if open_headers else ("token_ids",))


_BY_VERB = {
    "get": Fact((Method.READ,)),
    "put": Fact((Method.MODIFY,)),
    "patch": Fact((Method.MODIFY,)),
    "delete": Fact((Method.MODIFY,)),
}
_POST_READS, _POST_CREATES = Fact((Method.READ,)), Fact((Method.CREATE,))
_READING_PATHS = frozenset(
    """graphql search query lookup find list _search validate verify check calculate estimate quote
    quotes rates availability""".split()
)
_MUTATION = re.compile(
    r"""(?:\A|"query"\s*:\s*")(?:\\[nrt]|[\s,]|\#(?:[^"\\\n]|\\[^n\n])*(?:\\n|\n))*mutation\b"""
)
"""A GraphQL text, as the body or in its JSON, that begins with `mutation` after comments."""


def _method(connector: Connector) -> Fact[Method]:
    verb = connector.http_method
    if not isinstance(verb, str):
        return Fact(tuple(Method), ("http_method",))
    if verb in _BY_VERB:
        return _BY_VERB[verb]
    if connector.is_unknown("url"):
        return Fact((Method.READ, Method.CREATE), ("url",))
    if not _path_reads(connector):
        return _POST_CREATES
    if connector.is_unknown("body"):
        return Fact((Method.READ, Method.CREATE), ("body",))
    body = connector.body
    return _POST_CREATES if isinstance(body, str) and _MUTATION.search(body) else _POST_READS


def _path_reads(connector: Connector) -> bool:
    """Whether the URL's last path segment, or what follows its last `:`, is a word for reading."""
    url = connector.url_template
    if url is None:
        return False
    path = fill(url.text, url.placeholders)[slice(*url.path)]
    segment = path.rstrip("/").rpartition("/")[2].lower()
    return segment in _READING_PATHS or segment.rpartition(":")[2] in _READING_PATHS


_NOTHING_CHOSEN: Fact[Selector] = Fact((Selector.NONE,))
_NO_INPUT, _ANY_INPUTS = Count(), Count(2, 2, 2)


def _selector(connector: Connector) -> Fact[Selector]:
    declared = connector.input_names
    unnamed = _unnamed(connector)
    if not declared and not unnamed:
        return _NOTHING_CHOSEN
    used, hidden = connector.used_names, connector.hidden_places
    sure = _count(name for name in declared if name in used)
    if hidden and unnamed:
        return _chosen(sure, _ANY_INPUTS, (unnamed, *hidden))
    if hidden:
        return _chosen(sure, _count(name for name in declared if name not in used), hidden)
    if unnamed:
        return _chosen(sure, _count(name for name in used if name not in declared), (unnamed,))
    return _chosen(sure, _NO_INPUT, ())


def _unnamed(connector: Connector) -> str | None:
    """What would have to be seen to know the names of all inputs; None if they are known."""
    if connector.is_unknown("data_inputs"):
        return "data_inputs"
    malformed = any(each.name is MALFORMED for each in connector.known_inputs)
    return "data_inputs[].name" if malformed else None


def _count(names: Iterable[str]) -> Count:
    """Count inputs by class; a dotted name is an attribute's, wherever it is declared."""
    return count(classify(name) for name in names if "." not in name)


@functools.cache
def _chosen(sure: Count, perhaps: Count, missing: tuple[str, ...]) -> Fact[Selector]:
    values = kinds(sure, perhaps)
    return Fact(values, missing if len(values) > 1 else ())


def selecting_inputs(connector: Connector) -> tuple[str, ...]:
    """Name the inputs that choose a person or a record, or help to, and are seen in the request.

    Empty if they are only factors: a postcode alone chooses nobody.
    """
    used = connector.used_names
    found = {n: classify(n) for n in connector.input_names if n in used and "." not in n}
    if kind(count(found.values())) is Selector.NONE:
        return ()
    return tuple(name for name, each in found.items() if each is not InputClass.NONE)
