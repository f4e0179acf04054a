"""What a check reports, and what becomes of it: hits, findings and their place."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from dclint.edits.edit import Edit
from dclint.findings.severity import Confidence, Severity

if TYPE_CHECKING:
    from dclint.findings.suppression import Suppression


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


class CodeFlowStep(NamedTuple):
    """One place on the way of a value, and what happens there."""

    message: str
    location: Location


class RequestPreview(NamedTuple):
    """What a request looks like when a placeholder has this value."""

    value: str
    lines: tuple[str, ...]


class Exploit(NamedTuple):
    """A counterexample: the same request with a benign and with a hostile value."""

    benign: RequestPreview
    hostile: RequestPreview
    effect: str
    """What the hostile value has changed."""
    confidence: Confidence
    """The chance that the platform inserts the value so that this happens."""


class CodeFlow(NamedTuple):
    """A flow with the places of its steps, and what proves that it is dangerous."""

    name: str
    steps: tuple[CodeFlowStep, ...]
    exploit: Exploit | None = None
    """Only if it was asked for, and if the value changes the request itself."""


class Replacement(NamedTuple):
    """Other text for a place of the file; an empty place gets it inserted."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Fix(NamedTuple):
    """A suggested of a finding, in terms of its document and of its text."""

    is_safe: bool
    edits: tuple[Edit, ...]
    """Pointers begin at the document's root.  A secret may stand in them: not for reports."""
    replacements: tuple[Replacement, ...]
    """The same as text, if nothing secret stands in it; else nothing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit with its rule's weight, its place in the text and its identity."""

    rule: str
    severity: Severity
    security_severity: float
    confidence: Confidence
    message: str
    remedy: str | None
    location: Location
    fingerprint: str
    connector: ConnectorRef | None = None
    path: str = ""
    """Its pointer within the connector, list items named by their natural keys."""
    related: tuple[CodeFlowStep, ...] = ()
    code_flows: tuple[CodeFlow, ...] = ()
    fix: Fix | None = None
    suppression: "Suppression | None" = None
    """Who says that it does not count; None if it does."""

    @property
    def all_steps(self) -> tuple[CodeFlowStep, ...]:
        """Every other place that belongs to the story, those of the code flows included, once."""
        steps = (*self.related, *(step for flow in self.code_flows for step in flow.steps))
        return tuple(dict.fromkeys(steps))
