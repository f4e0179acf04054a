"""The report for programs.  Version 1 is a frozen format; `dclint schema report` describes it."""

import json
from typing import Literal, NotRequired

from typing_extensions import TypedDict

from dclint import __version__
from dclint.credentials import formats_version
from dclint.finding import ConnectorRef, Finding, Location, Rendering, Severity, Step, Trail
from dclint.report.style import Style
from dclint.result import Coverage, Report
from dclint.rule import Rule
from dclint.unicode_tables import UNICODE_VERSION


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


class FindingV1(PlaceV1):
    """One finding.  `connector` is null where the text itself is at fault."""

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
    fingerprint: str


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
    connectors: int
    documents: int
    skipped: int
    rules: int
    checked: int
    not_applicable: int
    not_observable: int
    dropped: int


class DataV1(TypedDict):
    """The versions of the data behind the rules, so that a result can be reproduced."""

    unicode: str
    secrets: str


class ToolV1(TypedDict):
    """Who wrote the report."""

    name: Literal["dclint"]
    version: str
    data: DataV1


class ReportV1(TypedDict):
    """The whole report."""

    version: Literal[1]
    tool: ToolV1
    summary: SummaryV1
    findings: list[FindingV1]
    coverage: list[CoverageV1]
    connectors: list[ConnectorV1]
    unreadable: list[UnreadableV1]
    crashes: NotRequired[list[CrashV1]]


def render(report: Report, _style: Style) -> str:
    """Write the report as one JSON object, in ASCII so that no terminal obeys it."""
    return json.dumps(convert(report), indent=2) + "\n"


def convert(report: Report) -> ReportV1:
    """Bring a report into the frozen form."""
    converted: ReportV1 = {
        "version": 1,
        "tool": {"name": "dclint", "version": __version__, "data": data_versions()},
        "summary": _summary(report),
        "findings": [_finding(finding) for finding in report.findings],
        "coverage": [_coverage(rule, report.coverage[rule.name]) for rule in report.rules],
        "connectors": [_connector(connector) for connector in report.connectors],
        "unreadable": [{"file": u.name, "reason": u.reason} for u in report.unreadable],
    }
    if report.crashes:
        converted["crashes"] = [
            {"rule": crash.rule, "connector": _connector(crash.connector)}
            for crash in report.crashes
        ]
    return converted


def data_versions() -> DataV1:
    """Return the version of each body of data that rules consult."""
    return {"unicode": UNICODE_VERSION, "secrets": formats_version()}


def _summary(report: Report) -> SummaryV1:
    coverage = report.coverage.values()
    return {
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "infos": report.count(Severity.INFO),
        "connectors": len(report.connectors),
        "documents": report.documents,
        "skipped": report.skipped,
        "rules": len(report.rules),
        "checked": sum(one.checked for one in coverage),
        "not_applicable": sum(one.not_applicable for one in coverage),
        "not_observable": report.not_observable,
        "dropped": report.dropped,
    }


def _finding(finding: Finding) -> FindingV1:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "security_severity": finding.security_severity,
        "confidence": finding.confidence.value,
        "message": finding.message,
        "remedy": finding.remedy,
        **_place(finding.location),
        "excerpt": finding.location.excerpt.text,
        "connector": _connector(finding.connector) if finding.connector else None,
        "related": list(map(_step, finding.places)),
        "flows": list(map(_flow, finding.trails)),
        "fingerprint": finding.fingerprint,
    }


def _flow(trail: Trail) -> FlowV1:
    flow: FlowV1 = {"name": trail.name, "steps": list(map(_step, trail.steps))}
    if trail.proof:
        flow["proof"] = {
            "benign": _rendering(trail.proof.benign),
            "hostile": _rendering(trail.proof.hostile),
            "effect": trail.proof.effect,
            "confidence": trail.proof.confidence.value,
        }
    return flow


def _rendering(rendering: Rendering) -> RenderingV1:
    return {"value": rendering.value, "lines": list(rendering.lines)}


def _step(step: Step) -> RelatedV1:
    return {"message": step.message, **_place(step.location)}


def _place(location: Location) -> PlaceV1:
    return {
        "file": location.file,
        "pointer": location.pointer,
        "line": location.line,
        "column": location.column,
        "end_line": location.end_line,
        "end_column": location.end_column,
    }


def _connector(connector: ConnectorRef) -> ConnectorV1:
    return {
        "name": connector.name,
        "id": connector.id,
        "index": connector.ordinal,
        "file": connector.file,
        "pointer": connector.pointer,
    }


def _coverage(rule: Rule, coverage: Coverage) -> CoverageV1:
    return {
        "rule": rule.name,
        "checked": coverage.checked,
        "not_applicable": coverage.not_applicable,
        "not_observable": coverage.not_observable,
        "unobserved": [
            {"missing": list(facts), "connectors": numbers}
            for facts, numbers in sorted(coverage.unobserved.items())
        ],
    }
