"""The report for programs, brought into its frozen form: see `dclint.report.json.schema`."""

import json
import re
from collections import Counter
from typing import Any

from dclint._version import __version__
from dclint.analysis.profile import RiskProfile
from dclint.base.package_data import load_package_data
from dclint.engine.report import Audit, Coverage, Report
from dclint.findings.finding import (
    CodeFlow,
    CodeFlowStep,
    ConnectorRef,
    Exploit,
    Finding,
    Fix,
    Location,
    RequestPreview,
)
from dclint.findings.severity import Severity
from dclint.findings.suppression import Suppression, SuppressionKind
from dclint.report.audit import UNSEEN, rank_by_exposure
from dclint.report.json import schema
from dclint.report.style import Style
from dclint.syntax.unicode_tables import UNICODE_VERSION


def render(report: Report, _style: Style) -> str:
    """Return the report as one JSON object, in ASCII so that no terminal obeys it.

    Two `#` would begin a command of a CI service, wherever they stand.
    """
    text = json.dumps(convert_report(report), indent=2)
    return re.sub("#(?=#)", r"\\u0023", text) + "\n"


def convert_report(report: Report) -> schema.ReportV1:
    """Return a report in the frozen form."""
    converted: schema.ReportV1 = {
        "version": 1,
        "tool": {"name": "dclint", "version": __version__, "data": load_data_versions()},
        "summary": _build_summary(report),
        "findings": [_convert_finding(finding) for finding in report.findings],
        "silenced": [_convert_suppressed(*pair) for pair in report.list_suppressed()],
        "fixed": [_copy_fields(entry, schema.FixedV1) for entry in report.fixed_baseline_entries],
        "muted": list(report.relaxed_settings),
        "coverage": [
            _convert_coverage(rule.name, report.coverage[rule.name]) for rule in report.rules
        ],
        "connectors": [_convert_connector(connector) for connector in report.connectors],
        "unreadable": [{"file": u.name, "reason": u.reason} for u in report.unreadable],
    }
    if report.crashes:
        converted["crashes"] = [
            {"rule": crash.rule, "connector": _convert_connector(crash.connector)}
            for crash in report.crashes
        ]
    if report.audit:
        converted["audit"] = _convert_audit(report, report.audit)
    return converted


def load_data_versions() -> schema.DataV1:
    """Return the version of each list of data that rules consult."""
    return {
        "unicode": UNICODE_VERSION,
        "hosts": _load_data_version("hosts"),
        "instructions": _load_data_version("instructions"),
        "lexicon": _load_data_version("lexicon"),
        "secrets": _load_data_version("secrets"),
        "test_cards": _load_data_version("test_cards"),
    }


def _load_data_version(name: str) -> str:
    return str(load_package_data(name)["version"])


def _copy_fields(value: object, form: type) -> Any:
    """Return the form of a value whose attributes are called as the fields of the form."""
    return {name: getattr(value, name) for name in form.__annotations__}


def _build_summary(report: Report) -> schema.SummaryV1:
    kinds = Counter(by.kind for _, by in report.list_suppressed())
    outcomes = report.coverage.values()
    summary: schema.SummaryV1 = {
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
        "checked": sum(outcome.checked for outcome in outcomes),
        "not_applicable": sum(outcome.not_applicable for outcome in outcomes),
        "not_observable": report.not_observable,
        "dropped": report.dropped,
    }
    if report.fixed_count:
        summary["mended"] = report.fixed_count
    return summary


def _convert_finding(finding: Finding) -> schema.FindingV1:
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
        "related": [_convert_step(step) for step in finding.all_steps],
        "flows": [_convert_code_flow(code_flow) for code_flow in finding.code_flows],
        "path": finding.path,
        "fingerprint": finding.fingerprint,
        "fix": _convert_fix(finding.fix) if finding.fix else None,
    }


def _convert_suppressed(finding: Finding, by: Suppression) -> schema.SilencedV1:
    return {
        **_convert_finding(finding),
        "means": by.kind.value,
        "place": by.place,
        "reason": by.reason,
        "owner": by.owner,
        "expires": by.expires,
    }


def _convert_connector(connector: ConnectorRef) -> schema.ConnectorV1:
    return {
        "name": connector.name,
        "id": connector.id,
        "index": connector.ordinal,
        "file": connector.file,
        "pointer": connector.pointer,
    }


def _convert_fix(fix: Fix) -> schema.FixV1:
    edits = [_copy_fields(replacement, schema.EditV1) for replacement in fix.replacements]
    return {"safe": fix.is_safe, "edits": edits}


def _convert_step(step: CodeFlowStep) -> schema.RelatedV1:
    return {"message": step.message, **_convert_location(step.location)}


def _convert_location(location: Location) -> schema.PlaceV1:
    place: schema.PlaceV1 = _copy_fields(location, schema.PlaceV1)
    return place


def _convert_code_flow(code_flow: CodeFlow) -> schema.FlowV1:
    flow: schema.FlowV1 = {
        "name": code_flow.name,
        "steps": [_convert_step(step) for step in code_flow.steps],
    }
    if code_flow.exploit:
        flow["proof"] = _convert_exploit(code_flow.exploit)
    return flow


def _convert_exploit(proof: Exploit) -> schema.ProofV1:
    return {
        "benign": _convert_request_preview(proof.benign),
        "hostile": _convert_request_preview(proof.hostile),
        "effect": proof.effect,
        "confidence": proof.confidence.value,
    }


def _convert_request_preview(preview: RequestPreview) -> schema.RenderingV1:
    return {"value": preview.value, "lines": list(preview.lines)}


def _convert_coverage(rule: str, coverage: Coverage) -> schema.CoverageV1:
    return {
        "rule": rule,
        "checked": coverage.checked,
        "not_applicable": coverage.not_applicable,
        "not_observable": coverage.not_observable,
        "unobserved": [
            {"missing": list(facts), "connectors": numbers}
            for facts, numbers in sorted(coverage.unobserved.items())
        ],
    }


def _convert_audit(report: Report, audit: Audit) -> schema.AuditV1:
    order = rank_by_exposure(report)
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
        "gaps": [_copy_fields(gap, schema.GapV1) for gap in audit.gaps],
        "exposure": [_convert_exposure(number, report.risk_profiles[number]) for number in order],
    }


def _convert_exposure(number: int, portrait: RiskProfile) -> schema.ExposureV1:
    return {
        "connector": number,
        "reach": portrait.reach,
        "effect": portrait.effect,
        "guard": portrait.guard,
        "questions": list(portrait.questions),
    }
