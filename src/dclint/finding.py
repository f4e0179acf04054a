"""What a check reports, and what becomes of it: hits, findings and their place."""

from enum import StrEnum
from typing import NamedTuple

from dclint.edit import Edit, Repair
from dclint.pointer import Pointer


class Severity(StrEnum):
    """What CI does with a finding: fail, fail unless told otherwise, never fail."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """3 for error, 2 for warning, 1 for info."""
        return 3 - list(Severity).index(self)


class Confidence(StrEnum):
    """The chance that a hit is true: at least 95 %, at least 80 %, below."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Profile(StrEnum):
    """Who wants to see a hit; each profile includes those before it."""

    DEFAULT = "default"
    PEDANTIC = "pedantic"
    AUDITOR = "auditor"

    def includes(self, other: "Profile") -> bool:
        """Whether somebody who chose this profile sees what belongs to `other`."""
        order = list(Profile)
        return order.index(other) <= order.index(self)


Fragment = tuple[int, int]
"""The part of a string that is meant: its first code point, and the one after its last."""


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


class Flow(NamedTuple):
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
    flows: tuple[Flow, ...] = ()
    sensitive: bool = False
    """Whether the value there must be masked, even if the rule's values need not."""
    repair: Repair | None = None


class Unobserved(NamedTuple):
    """What a check yields instead of guessing: a fact it would need and cannot see."""

    fact: str


class Excerpt(NamedTuple):
    """The line that is meant, cut to a readable length, and which of its characters are."""

    text: str
    start: int
    end: int


class Location(NamedTuple):
    """Where something stands; lines and columns count from 1, columns in code points."""

    file: str
    pointer: str
    line: int
    column: int
    end_line: int
    end_column: int
    excerpt: Excerpt


class ConnectorRef(NamedTuple):
    """The connector to which a finding belongs, as reports name it."""

    file: str
    pointer: str
    ordinal: int
    """Its zero-based position in the file."""
    name: str | None
    id: str | None


class Step(NamedTuple):
    """One place on the way of a value, and what happens there."""

    message: str
    location: Location


class Rendering(NamedTuple):
    """What a request looks like when a placeholder has this value."""

    value: str
    lines: tuple[str, ...]


class Proof(NamedTuple):
    """A counterexample: the same request with a benign and with a hostile value."""

    benign: Rendering
    hostile: Rendering
    effect: str
    """What the hostile value has changed."""
    confidence: Confidence
    """The chance that the platform inserts the value so that this happens."""


class Trail(NamedTuple):
    """A flow with the places of its steps, and what proves that it is dangerous."""

    name: str
    steps: tuple[Step, ...]
    proof: Proof | None = None
    """Only if it was asked for, and if the value changes the request itself."""


class Replacement(NamedTuple):
    """Other text for a place of the file; an empty place gets it inserted."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Fix(NamedTuple):
    """A repair of a finding, in terms of its document and of its text."""

    is_safe: bool
    edits: tuple[Edit, ...]
    """Pointers begin at the document's root.  A secret may stand in them: not for reports."""
    replacements: tuple[Replacement, ...]
    """The same as text, if nothing secret stands in it; else nothing."""


class Finding(NamedTuple):
    """A hit with its rule's weight, its place in the text and its identity."""

    rule: str
    severity: Severity
    security_severity: float
    confidence: Confidence
    message: str
    remedy: str | None
    location: Location
    connector: ConnectorRef | None
    related: tuple[Step, ...]
    trails: tuple[Trail, ...]
    path: str
    """Its pointer within the connector, list items named by their natural keys."""
    fingerprint: str
    fix: Fix | None = None

    @property
    def places(self) -> tuple[Step, ...]:
        """Every other place that belongs to the story, those on the trails included, once."""
        steps = (*self.related, *(step for trail in self.trails for step in trail.steps))
        return tuple(dict.fromkeys(steps))
