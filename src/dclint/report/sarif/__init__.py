"""SARIF 2.1.0, as GitHub code scanning and other consumers read it.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html and
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from dclint._version import __version__
from dclint.engine.report import Report
from dclint.findings.finding import (
    CodeFlow,
    CodeFlowStep,
    ConnectorRef,
    Finding,
    Fix,
    Location,
    Replacement,
)
from dclint.findings.suppression import Suppression, SuppressionKind
from dclint.report.json import load_data_versions
from dclint.report.sarif.rules import LEVELS, build_rule_descriptor, escape_message
from dclint.report.style import Style, escape_unsafe, format_count
from dclint.report.text import join_message_and_remedy

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_URI = "https://github.com/dclint/dclint"
_ROOT = "ROOT"  # base of the files that were named by absolute paths
_MAX_RESULTS = 25_000  # GitHub refuses a run with more


def render(report: Report, _style: Style) -> str:
    """Return the report as one SARIF log with one run, in ASCII so that no terminal obeys it."""
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_build_run(report)]}
    return json.dumps(log, indent=2) + "\n"


def _build_run(report: Report) -> dict[str, Any]:
    indices = {rule.name: index for index, rule in enumerate(report.rules)}
    return {
        "tool": {
            "driver": {
                "name": "dclint",
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": _URI,
                "properties": {"data": load_data_versions()},
                "rules": [build_rule_descriptor(rule) for rule in report.rules],
            }
        },
        "originalUriBaseIds": {_ROOT: {"uri": "file:///"}},
        "columnKind": "unicodeCodePoints",
        "automationDetails": {"id": _build_automation_id(report)},
        "invocations": [
            {
                "executionSuccessful": not report.unreadable and not report.crashes,
                "toolExecutionNotifications": list(_build_notifications(report)),
            }
        ],
        "results": _build_results(report, indices)[:_MAX_RESULTS],
    }


def _build_automation_id(report: Report) -> str:
    """Return the kind of run (SARIF 3.17.3): results of another kind replace none of these."""
    if report.audit:
        return f"dclint/live/{report.audit.workspace}/"
    return f"dclint/{report.kind}/"


def _build_results(report: Report, indices: dict[str, int]) -> list[dict[str, Any]]:
    """Return the findings, then those that do not count, with what suppresses them."""
    results = [_build_result(finding, indices[finding.rule]) for finding in report.findings]
    if _has_baseline(report):
        results = [result | {"baselineState": "new"} for result in results]
    for finding, by in report.list_suppressed():
        results.append(_build_result(finding, indices[finding.rule]) | _describe_suppression(by))
    return results


def _has_baseline(report: Report) -> bool:
    if report.fixed_baseline_entries:
        return True
    return any(by.kind is SuppressionKind.BASELINE for _, by in report.list_suppressed())


def _describe_suppression(by: Suppression) -> dict[str, Any]:
    """Return a suppression (SARIF 3.35), or for a baseline the state (3.27.24)."""
    match by.kind:
        case SuppressionKind.BASELINE:
            return {"baselineState": "unchanged"}
        case SuppressionKind.COMMENT:
            return {"suppressions": [_build_suppression("inSource", by)]}
        case SuppressionKind.WAIVER:
            return {"suppressions": [_build_suppression("external", by)]}


def _build_suppression(kind: str, by: Suppression) -> dict[str, str]:
    parts = [by.reason or "no reason given"]
    if by.owner:
        parts.append(f"accepted by {by.owner}")
    if by.expires:
        parts.append(f"until {by.expires}")
    if by.place:
        parts.append(by.place)
    text = escape_message(escape_unsafe("; ".join(parts)))
    return {"kind": kind, "status": "accepted", "justification": text}


def _build_result(finding: Finding, index: int) -> dict[str, Any]:
    places = finding.all_steps
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": _build_message(join_message_and_remedy(finding)),
        "locations": [_convert_location(finding.location, finding.connector)],
        "partialFingerprints": {
            "primaryLocationLineHash": f"{finding.fingerprint}:1",
            "dclint/v1": finding.fingerprint,
        },
    }
    if places:
        result["relatedLocations"] = [
            {"id": number, **_convert_step(step)} for number, step in enumerate(places, 1)
        ]
    if finding.code_flows:
        result["codeFlows"] = [_convert_code_flow(code_flow) for code_flow in finding.code_flows]
    if finding.fix and finding.fix.replacements:
        result["fixes"] = [_convert_fix(finding, finding.fix)]
    return result


def _build_message(text: str) -> dict[str, str]:
    return {"text": escape_message(escape_unsafe(text))}


def _convert_code_flow(code_flow: CodeFlow) -> dict[str, Any]:
    """Return the way of a value (SARIF 3.36): one thread, a location a step."""
    locations = [{"location": _convert_step(step)} for step in code_flow.steps]
    return {"threadFlows": [{"locations": locations}]}


def _convert_step(step: CodeFlowStep) -> dict[str, Any]:
    return {"message": _build_message(step.message), **_convert_location(step.location)}


def _convert_location(place: Location, connector: ConnectorRef | None = None) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.column}
    if (place.end_line, place.end_column) > (place.line, place.column):
        region |= {"endLine": place.end_line, "endColumn": place.end_column}
    artifact = _build_artifact_location(place.file)
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": artifact, "region": region}
    }
    if connector:
        name = connector.name or connector.id or f"connector {connector.ordinal + 1}"
        logical = {
            "name": escape_unsafe(name),
            "fullyQualifiedName": escape_unsafe(name + place.pointer),
            "kind": "object",
        }
        location["logicalLocations"] = [logical]
    return location


def _convert_fix(finding: Finding, fix: Fix) -> dict[str, Any]:
    """Return a fix of the finding's file (SARIF 3.55)."""
    text = escape_message(escape_unsafe(finding.remedy or "mend it"))
    if not fix.is_safe:
        text = f"{text} (look at what this does)"
    change = {
        "artifactLocation": _build_artifact_location(finding.location.file),
        "replacements": [_convert_replacement(replacement) for replacement in fix.replacements],
    }
    return {"description": {"text": text}, "artifactChanges": [change]}


def _convert_replacement(replacement: Replacement) -> dict[str, Any]:
    """Return a replacement; a region without a length is a place to insert at (SARIF 3.30.2)."""
    return {
        "deletedRegion": {
            "startLine": replacement.line,
            "startColumn": replacement.column,
            "endLine": replacement.end_line,
            "endColumn": replacement.end_column,
        },
        "insertedContent": {"text": replacement.text},
    }


def _build_notifications(report: Report) -> Iterator[dict[str, Any]]:
    for unreadable in report.unreadable:
        place = {"artifactLocation": _build_artifact_location(unreadable.name)}
        notification = _build_notification("error", f"Not read: {unreadable.reason}")
        yield notification | {"locations": [{"physicalLocation": place}]}
    for gap in report.audit.gaps if report.audit else ():
        yield _build_notification("warning", f"Not read: {gap.what}: {gap.reason}")
    for crash in report.crashes:
        yield _build_notification("error", f"The rule {crash.rule} failed on a connector")
    over_limit = max(0, len(report.findings) + len(report.suppressed) - _MAX_RESULTS)
    left_out = report.dropped + over_limit
    if left_out:
        yield _build_notification("warning", f"{format_count(left_out, 'more finding')} not shown")


def _build_notification(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": escape_message(text)}}


def _build_artifact_location(file: str) -> dict[str, str]:
    """Return a percent-encoded reference; a colon in its first segment would be a scheme."""
    uri = quote(file.encode("utf-8", "surrogateescape"), safe="/")
    if uri.startswith("/"):
        return {"uri": uri.lstrip("/"), "uriBaseId": _ROOT}
    return {"uri": uri}
