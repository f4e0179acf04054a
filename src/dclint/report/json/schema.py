"""Version 1 of the report for programs: a frozen format, which `dclint schema report` describes."""

from typing import Literal, NotRequired

from typing_extensions import TypedDict


class PlaceV1(TypedDict):
    """A place: lines and columns count from 1, columns in Unicode code points."""

    file: str
    pointer: str
    line: int
    column: int
    end_line: int
    end_column: int


class RelatedV1(PlaceV1):
    """Another place that belongs to a finding."""

    message: str


class RenderingV1(TypedDict):
    """What a request looks like when a placeholder has this value."""

    value: str
    lines: list[str]


class ProofV1(TypedDict):
    """The same request with a benign and with a hostile value, both inserted as they are.

    Intercom does not document how it escapes values; `confidence` says how much depends on that.
    """

    benign: RenderingV1
    hostile: RenderingV1
    effect: str
    confidence: Literal["high", "medium", "low"]


class FlowV1(TypedDict):
    """The way of a value, from its declaration to where it does harm."""

    name: str
    steps: list[RelatedV1]
    proof: NotRequired[ProofV1]


class ConnectorV1(TypedDict):
    """A connector that was looked at; `index` is its zero-based position in its file."""

    name: str | None
    id: str | None
    index: int
    file: str
    pointer: str


class EditV1(TypedDict):
    """Other text for a place of the finding's file; an empty place gets it inserted."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class FixV1(TypedDict):
    """What `--fix`, or with `safe` false `--unsafe-fixes`, does about a finding.

    There are no `edits` where a secret would stand in them.
    """

    safe: bool
    edits: list[EditV1]


class FindingV1(PlaceV1):
    """One finding.  `connector` is null where the text itself is at fault.

    `path` is its pointer within the connector, list items named by their natural keys.
    """

    rule: str
    severity: Literal["error", "warning", "info"]
    security_severity: float
    confidence: Literal["high", "medium", "low"]
    message: str
    remedy: str | None
    excerpt: str
    connector: ConnectorV1 | None
    related: list[RelatedV1]
    flows: list[FlowV1]
    path: str
    fingerprint: str
    fix: FixV1 | None


class SilencedV1(FindingV1):
    """A finding that does not count: by a comment, by a waiver, or because it was known before.

    `place` is where that is said, `expires` the last day of a waiver.
    """

    means: Literal["suppressed", "waived", "known"]
    place: str
    reason: str | None
    owner: str | None
    expires: str | None


class UnobservedV1(TypedDict):
    """Facts that were missing, and the positions in `connectors` for which they were."""

    missing: list[str]
    connectors: list[int]


class CoverageV1(TypedDict):
    """How far a rule got; the three counts sum to the number of connectors."""

    rule: str
    checked: int
    not_applicable: int
    not_observable: int
    unobserved: list[UnobservedV1]


class UnreadableV1(TypedDict):
    """Something that was to be checked and could not be read."""

    file: str
    reason: str


class CrashV1(TypedDict):
    """A rule that failed on a connector: a fault of dclint."""

    rule: str
    connector: ConnectorV1


class SummaryV1(TypedDict):
    """Counts of the whole run."""

    errors: int
    warnings: int
    infos: int
    suppressed: int
    waived: int
    known: int
    fixed: int
    connectors: int
    documents: int
    skipped: int
    rules: int
    checked: int
    not_applicable: int
    not_observable: int
    dropped: int
    mended: NotRequired[int]


class DataV1(TypedDict):
    """The versions of the data behind the rules, so that a result can be reproduced."""

    unicode: str
    hosts: str
    instructions: str
    lexicon: str
    secrets: str
    test_cards: str


class ToolV1(TypedDict):
    """Who wrote the report."""

    name: Literal["dclint"]
    version: str
    data: DataV1


class FixedV1(TypedDict):
    """A finding of the baseline that is gone; `connector` is `id:…` or `name:…`."""

    fingerprint: str
    rule: str
    connector: str
    path: str


class GapV1(TypedDict):
    """Something beside the connectors that was asked for and could not be read."""

    what: str
    reason: str


class WorkspaceV1(TypedDict):
    """A live workspace; `id` is `unknown` if the API does not tell."""

    id: str
    name: str | None
    region: str
    host: str


class ExposureV1(TypedDict):
    """One version of a connector in words; `connector` is its position in `connectors`."""

    connector: int
    reach: str
    effect: str
    guard: str
    questions: list[str]


class AuditV1(TypedDict):
    """A visit to a live workspace.  `exposure` has the most exposed connector first."""

    workspace: WorkspaceV1
    api_version: str
    taken_at: str
    requests: int
    executions_since: str | None
    executions: int
    sampled: int
    unseen: list[str]
    gaps: list[GapV1]
    exposure: list[ExposureV1]


class ReportV1(TypedDict):
    """The whole report.  `audit` is there if it is of a live workspace."""

    version: Literal[1]
    tool: ToolV1
    summary: SummaryV1
    findings: list[FindingV1]
    silenced: list[SilencedV1]
    fixed: list[FixedV1]
    muted: list[str]
    coverage: list[CoverageV1]
    connectors: list[ConnectorV1]
    unreadable: list[UnreadableV1]
    crashes: NotRequired[list[CrashV1]]
    audit: NotRequired[AuditV1]
