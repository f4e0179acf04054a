"""The report for programs, brought into its frozen form: see `dclint.report.v1`."""

import json
import re
from collections import Counter

from dclint._version import __version__
from dclint.analysis.profile import Portrait
from dclint.base.package_data import load_package_data
from dclint.engine.report import Audit, Coverage, Report
from dclint.findings.finding import ConnectorRef, Finding, Location, Rendering, Step, Trail
from dclint.findings.severity import Severity
from dclint.findings.suppression import BaselineEntry, Suppression, SuppressionKind
from dclint.report.audit import UNSEEN, by_exposure
from dclint.report.fix_edits import in_json
from dclint.report.json.schema import (
    AuditV1,
    ConnectorV1,
    CoverageV1,
    DataV1,
    ExposureV1,
    FindingV1,
    FixedV1,
    FlowV1,
    PlaceV1,
    RelatedV1,
    RenderingV1,
    ReportV1,
    SilencedV1,
    SummaryV1,
)
from dclint.report.style import Style
from dclint.ruleset.rule import Rule
from dclint.syntax.unicode_tables import UNICODE_VERSION


def render(report: Report, _style: Style) -> str:
    """Write the report as one JSON object, in ASCII so that no terminal obeys it.

    Two `#` would begin a command of a CI service, wherever they stand.
    """
    return re.sub("#(?=#)", r"\\u0023", json.dumps(convert(report), indent=2)) + "\n"


def convert(report: Report) -> ReportV1:
    """Bring a report into the frozen form."""
    converted: ReportV1 = {
        "version": 1,
        "tool": {"name": "dclint", "version": __version__, "data": data_versions()},
        "summary": _summary(report),
        "findings": [_finding(finding) for finding in report.findings],
        "silenced": [_silenced(*each) for each in report.list_suppressed()],
        "fixed": [_fixed(fixed) for fixed in report.fixed_baseline_entries],
        "muted": list(report.relaxed_settings),
        "coverage": [_coverage(rule, report.coverage[rule.name]) for rule in report.rules],
        "connectors": [_connector(connector) for connector in report.connectors],
        "unreadable": [{"file": u.name, "reason": u.reason} for u in report.unreadable],
    }
    if report.fixed_count:
        converted["summary"]["mended"] = report.fixed_count
    if report.crashes:
        converted["crashes"] = [
            {"rule": crash.rule, "connector": _connector(crash.connector)}
            for crash in report.crashes
        ]
    if report.audit:
        converted["audit"] = convert_audit(report, report.audit)
    return converted


def data_versions() -> DataV1:
    """Return the version of each body of data that rules consult."""
    return {
        "unicode": UNICODE_VERSION,
        "hosts": _version("hosts"),
        "instructions": _version("instructions"),
        "secrets": _version("secrets"),
        "test_cards": _version("test_cards"),
    }


def _version(name: str) -> str:
    """Return the date of one of the lists in `dclint/data`."""
    return str(load_package_data(name)["version"])


def _summary(report: Report) -> SummaryV1:
    coverage = report.coverage.values()
    kinds = Counter(by.kind for _, by in report.list_suppressed())
    return {
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "infos": report.count(Severity.INFO),
        "suppressed": kinds[SuppressionKind.COMMENT],
        "waived": kinds[SuppressionKind.WAIVER],
        "known": kinds[SuppressionKind.BASELINE],
        "fixed": len(report.fixed_baseline_entries),
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
        "path": finding.path,
        "fingerprint": finding.fingerprint,
        "fix": in_json(finding.fix),
    }


def _silenced(finding: Finding, by: Suppression) -> SilencedV1:
    return {
        **_finding(finding),
        "means": by.kind.value,
        "place": by.place,
        "reason": by.reason,
        "owner": by.owner,
        "expires": by.expires,
    }


def _fixed(fixed: BaselineEntry) -> FixedV1:
    return {
        "fingerprint": fixed.fingerprint,
        "rule": fixed.rule,
        "connector": fixed.connector,
        "path": fixed.path,
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


def convert_audit(report: Report, audit: Audit) -> AuditV1:
    """Bring a visit into the frozen form."""
    return {
        "workspace": {
            "id": audit.workspace,
            "name": audit.name,
            "region": audit.region,
            "host": audit.host,
        },
        "api_version": audit.api_version,
        "taken_at": audit.taken_at,
        "requests": audit.requests,
        "executions_since": audit.since,
        "executions": audit.results,
        "sampled": audit.sampled,
        "unseen": list(UNSEEN),
        "gaps": [{"what": gap.what, "reason": gap.reason} for gap in audit.gaps],
        "exposure": [
            _exposure(number, report.risk_profiles[number]) for number in by_exposure(report)
        ],
    }


def _exposure(number: int, portrait: Portrait) -> ExposureV1:
    return {
        "connector": number,
        "reach": portrait.reach,
        "effect": portrait.effect,
        "guard": portrait.guard,
        "questions": list(portrait.questions),
    }
