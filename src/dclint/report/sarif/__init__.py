"""SARIF 2.1.0, as GitHub code scanning and other consumers read it.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html and
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support
"""

import json
from typing import Any
from urllib.parse import quote

from dclint._version import __version__
from dclint.engine.report import Report
from dclint.findings.finding import CodeFlow, CodeFlowStep, ConnectorRef, Finding, Location
from dclint.findings.suppression import Suppression, SuppressionKind
from dclint.report.fix_edits import convert_fix_to_sarif
from dclint.report.json import load_data_versions
from dclint.report.sarif.rules import LEVELS, build_rule_descriptor, escape_message
from dclint.report.style import Style, escape_unsafe, format_count

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_URI = "https://github.com/dclint/dclint"
_ROOT = "ROOT"  # base of the files that were named by absolute paths
_MAX_RESULTS = 25_000  # gitHub refuses a run with more


def render(report: Report, _style: Style) -> str:
    """Write the report as one SARIF log with one run, in ASCII so that no terminal obeys it."""
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
                "toolExecutionNotifications": _build_notifications(report),
            }
        ],
        "results": _build_results(report, indices)[:_MAX_RESULTS],
    }


def _build_automation_id(report: Report) -> str:
    """Name the kind of run (SARIF 3.17.3): results of another kind replace none of these."""
    if report.audit:
        return f"dclint/live/{report.audit.workspace}/"
    return f"dclint/{report.kind}/"


def _build_results(report: Report, indices: dict[str, int]) -> list[dict[str, Any]]:
    """The findings, then those that do not count, with what silences them."""
    found = [_build_result(finding, indices[finding.rule]) for finding in report.findings]
    if report.fixed_baseline_entries or any(
        by.kind is SuppressionKind.BASELINE for _, by in report.list_suppressed()
    ):
        found = [result | {"baselineState": "new"} for result in found]
    silenced = [
        _build_result(finding, indices[finding.rule]) | _describe_suppression(by)
        for finding, by in report.list_suppressed()
    ]
    return found + silenced


def _describe_suppression(by: Suppression) -> dict[str, Any]:
    """A comment or a waiver is a suppression (SARIF 3.35); a baseline is none (3.27.24)."""
    match by.kind:
        case SuppressionKind.BASELINE:
            return {"baselineState": "unchanged"}
        case SuppressionKind.COMMENT:
            return {"suppressions": [_build_suppression("inSource", by)]}
        case SuppressionKind.WAIVER:
            return {"suppressions": [_build_suppression("external", by)]}


def _build_suppression(kind: str, by: Suppression) -> dict[str, str]:
    parts = (
        by.reason or "no reason given",
        by.owner and f"accepted by {by.owner}",
        by.expires and f"until {by.expires}",
        by.place,
    )
    text = escape_message(escape_unsafe("; ".join(filter(None, parts))))
    return {"kind": kind, "status": "accepted", "justification": text}


def _build_result(finding: Finding, index: int) -> dict[str, Any]:
    text = finding.message if not finding.remedy else f"{finding.message}; {finding.remedy}"
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": escape_message(escape_unsafe(text))},
        "locations": [_convert_location(finding.location, finding.connector)],
        "partialFingerprints": {
            "primaryLocationLineHash": f"{finding.fingerprint}:1",
            "dclint/v1": finding.fingerprint,
        },
    }
    if finding.all_steps:
        result["relatedLocations"] = [
            {"id": number, **_convert_step(step)}
            for number, step in enumerate(finding.all_steps, 1)
        ]
    if finding.code_flows:
        result["codeFlows"] = list(map(_convert_code_flow, finding.code_flows))
    if finding.fix and finding.fix.replacements:
        what = escape_message(escape_unsafe(finding.remedy or "mend it"))
        result["fixes"] = [
            convert_fix_to_sarif(finding.fix, what, _build_artifact_location(finding.location.file))
        ]
    return result


def _convert_code_flow(trail: CodeFlow) -> dict[str, Any]:
    """The way of a value (SARIF 3.36): one thread, a location a step."""
    return {
        "threadFlows": [{"locations": [{"location": _convert_step(step)} for step in trail.steps]}]
    }


def _convert_step(step: CodeFlowStep) -> dict[str, Any]:
    return {
        "message": {"text": escape_message(escape_unsafe(step.message))},
        **_convert_location(step.location),
    }


def _convert_location(place: Location, connector: ConnectorRef | None = None) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.column}
    if (place.end_line, place.end_column) > (place.line, place.column):
        region |= {"endLine": place.end_line, "endColumn": place.end_column}
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": _build_artifact_location(place.file),
            "region": region,
        }
    }
    if connector:
        name = connector.name or connector.id or f"connector {connector.ordinal + 1}"
        name, full = escape_unsafe(name), escape_unsafe(name + place.pointer)
        logical = {"name": name, "fullyQualifiedName": full, "kind": "object"}
        location["logicalLocations"] = [logical]
    return location


def _build_notifications(report: Report) -> list[dict[str, Any]]:
    unread = [
        {
            "level": "error",
            "message": {"text": escape_message(f"Not read: {unreadable.reason}")},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": _build_artifact_location(unreadable.name)
                    }
                }
            ],
        }
        for unreadable in report.unreadable
    ]
    crashed = [
        {"level": "error", "message": {"text": f"The rule {crash.rule} failed on a connector"}}
        for crash in report.crashes
    ]
    left_out = report.dropped + max(0, len(report.findings) + len(report.suppressed) - _MAX_RESULTS)
    more = [
        {
            "level": "warning",
            "message": {"text": f"{format_count(left_out, 'more finding')} not shown"},
        }
    ]
    unseen = [
        {
            "level": "warning",
            "message": {"text": escape_message(f"Not read: {gap.what}: {gap.reason}")},
        }
        for gap in (report.audit.gaps if report.audit else ())
    ]
    return unread + unseen + crashed + more * bool(left_out)


def _build_artifact_location(file: str) -> dict[str, str]:
    """A relative, percent-encoded reference; a colon in its first segment would be a scheme."""
    uri = quote(file.encode("utf-8", "surrogateescape"), safe="/")
    return {"uri": uri.lstrip("/"), "uriBaseId": _ROOT} if uri.startswith("/") else {"uri": uri}
