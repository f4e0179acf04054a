"""What a check yields: hits, and what it could not observe."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from dclint.base.pointer import Pointer
from dclint.base.spans import Fragment
from dclint.edits.edit import SuggestedFix
from dclint.findings.severity import Confidence, Profile, Severity


class Related(NamedTuple):
    """Another place of the same connector that belongs to the story."""

    message: str
    at: Pointer
    fragment: Fragment | None = None


class Attack(StrEnum):
    """What a hostile value does where a flow ends; `dclint.proof` renders it."""

    HOST = "host"
    """It names the server."""
    HEADER = "header"
    """It becomes an identity or a credential, or begins a header of its own."""
    JSON = "json"
    """It stands outside a JSON string and adds members."""
    QUERY = "query"
    """It ends a literal of a query language."""
    GRAPHQL = "graphql"
    """It ends an argument of a GraphQL document and asks for more."""
    ADDRESS = "address"
    """It is an address that the other service fetches."""
    EMPTY = "empty"
    """It is missing, and the address means the whole collection."""


class HitFlow(NamedTuple):
    """The way of a value: from its declaration, if it has one, to where it does harm."""

    name: str
    """Of the placeholder."""
    steps: tuple[Related, ...]
    """The last one is the placeholder."""
    attack: Attack | None = None
    """None if the value does harm by what it means, not by what it does to the request."""


class Hit(NamedTuple):
    """What a check yields: something is wrong at `at`, a pointer relative to the connector."""

    message: str
    at: Pointer = ()
    fragment: Fragment | None = None
    on_key: bool = False
    """Whether the member's name is meant rather than its value."""
    severity: Severity | None = None
    """None: the rule's own."""
    profile: Profile | None = None
    """None: the rule's own."""
    security_severity: float | None = None
    """None: the rule's own."""
    confidence: Confidence | None = None
    """None: the rule's own."""
    remedy: str | None = None
    """The change that mends this very case, if the rule's general advice is too general."""
    related: tuple[Related, ...] = ()
    flows: tuple[HitFlow, ...] = ()
    sensitive: bool = False
    """Whether the value there must be masked, even if the rule's values need not."""
    suggested_fix: SuggestedFix | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a check yields of something that only one connector may have.

    The first connector that claims a kind and key has it; for each later one the hit is reported.
    """

    kind: str
    key: str
    hit: Hit
    """Its message ends where the place of the first connector is inserted."""
    words_after: str = ""
    """The rest of the message."""


class NotApplicable(NamedTuple):
    """What a check yields, and nothing else, if the connector has nothing that it could check."""


class NotObservable(NamedTuple):
    """What a check yields instead of guessing: a fact it would need and cannot see."""

    fact: str
