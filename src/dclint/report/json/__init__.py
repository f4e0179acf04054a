"""The report for programs, brought into its frozen form: see `dclint.report.v1`."""

import json
import re
from collections import Counter

from dclint._version import __version__
from dclint.analysis.profile import RiskProfile
from dclint.base.package_data import load_package_data
from dclint.engine.report import Audit, Coverage, Report
from dclint.findings.finding import (
    CodeFlow,
    CodeFlowStep,
    ConnectorRef,
    Finding,
    Location,
    RequestPreview,
)
from dclint.findings.severity import Severity
from dclint.findings.suppression import BaselineEntry, Suppression, SuppressionKind
from dclint.report.audit import UNSEEN, rank_by_exposure
from dclint.report.fix_edits import convert_fix_to_json
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
    return re.sub("#(?=#)", r"\\u0023", json.dumps(convert_report(report), indent=2)) + "\n"


def convert_report(report: Report) -> ReportV1:
    """Bring a report into the frozen form."""
    converted: ReportV1 = {
        "version": 1,
        "tool": {"name": "dclint", "version": __version__, "data": load_data_versions()},
        "summary": _build_summary(report),
        "findings": [_convert_finding(finding) for finding in report.findings],
        "silenced": [_convert_suppression(*each) for each in report.list_suppressed()],
        "fixed": [_convert_baseline_entry(fixed) for fixed in report.fixed_baseline_entries],
        "muted": list(report.relaxed_settings),
        "coverage": [_convert_coverage(rule, report.coverage[rule.name]) for rule in report.rules],
        "connectors": [_convert_connector(connector) for connector in report.connectors],
        "unreadable": [{"file": u.name, "reason": u.reason} for u in report.unreadable],
    }
    if report.fixed_count:
        converted["summary"]["mended"] = report.fixed_count
    if report.crashes:
        converted["crashes"] = [
            {"rule": crash.rule, "connector": _convert_connector(crash.connector)}
            for crash in report.crashes
        ]
    if report.audit:
        converted["audit"] = convert_audit(report, report.audit)
    return converted


def load_data_versions() -> DataV1:
    """Return the version of each body of data that rules consult."""
    return {
        "unicode": UNICODE_VERSION,
        "hosts": _load_data_version("hosts"),
        "instructions": _load_data_version("instructions"),
        "secrets": _load_data_version("secrets"),
        "test_cards": _load_data_version("test_cards"),
    }


def _load_data_version(name: str) -> str:
    """Return the date of one of the lists in `dclint/data`."""
    return str(load_package_data(name)["version"])


def _build_summary(report: Report) -> SummaryV1:
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


def _convert_finding(finding: Finding) -> FindingV1:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "security_severity": finding.security_severity,
        "confidence": finding.confidence.value,
        "message": finding.message,
        "remedy": finding.remedy,
        **_convert_location(finding.location),
        "excerpt": finding.location.excerpt.text,
        "connector": _convert_connector(finding.connector) if finding.connector else None,
        "related": list(map(_convert_step, finding.all_steps)),
        "flows": list(map(_convert_code_flow, finding.code_flows)),
        "path": finding.path,
        "fingerprint": finding.fingerprint,
        "fix": convert_fix_to_json(finding.fix),
    }


def _convert_suppression(finding: Finding, by: Suppression) -> SilencedV1:
    return {
        **_convert_finding(finding),
        "means": by.kind.value,
        "place": by.place,
        "reason": by.reason,
        "owner": by.owner,
        "expires": by.expires,
    }


def _convert_baseline_entry(fixed: BaselineEntry) -> FixedV1:
    return {
        "fingerprint": fixed.fingerprint,
        "rule": fixed.rule,
        "connector": fixed.connector,
        "path": fixed.path,
    }


def _convert_code_flow(trail: CodeFlow) -> FlowV1:
    flow: FlowV1 = {"name": trail.name, "steps": list(map(_convert_step, trail.steps))}
    if trail.exploit:
        flow["proof"] = {
            "benign": _convert_request_preview(trail.exploit.benign),
            "hostile": _convert_request_preview(trail.exploit.hostile),
            "effect": trail.exploit.effect,
            "confidence": trail.exploit.confidence.value,
        }
    return flow


def _convert_request_preview(rendering: RequestPreview) -> RenderingV1:
    return {"value": rendering.value, "lines": list(rendering.lines)}


def _convert_step(step: CodeFlowStep) -> RelatedV1:
    return {"message": step.message, **_convert_location(step.location)}


def _convert_location(location: Location) -> PlaceV1:
    return {
        "file": location.file,
        "pointer": location.pointer,
        "line": location.line,
        "column": location.column,
        "end_line": location.end_line,
        "end_column": location.end_column,
    }


def _convert_connector(connector: ConnectorRef) -> ConnectorV1:
    return {
        "name": connector.name,
        "id": connector.id,
        "index": connector.ordinal,
        "file": connector.file,
        "pointer": connector.pointer,
    }


def _convert_coverage(rule: Rule, coverage: Coverage) -> CoverageV1:
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
            _convert_risk_profile(number, report.risk_profiles[number])
            for number in rank_by_exposure(report)
        ],
    }


def _convert_risk_profile(number: int, portrait: RiskProfile) -> ExposureV1:
    return {
        "connector": number,
        "reach": portrait.reach,
        "effect": portrait.effect,
        "guard": portrait.guard,
        "questions": list(portrait.questions),
    }
