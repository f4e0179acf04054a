"""GitLab's report of a static application security test, version 15.2.1 of its schema.

Source: https://docs.gitlab.com/development/integrations/secure/#report
"""

import json
from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from dclint._version import __version__
from dclint.engine.report import Report
from dclint.findings.finding import CodeFlow, Finding, Location
from dclint.report.audit import list_unread
from dclint.report.markdown_escape import escape_markdown, format_code_span
from dclint.report.style import Style, escape_unsafe, format_count
from dclint.ruleset.rule import Rule

_VERSION = "15.2.1"
_SCHEMAS = "https://gitlab.com/gitlab-org/security-products/security-report-schemas"
_HOME = "https://github.com/dclint/dclint"

# From which security severity on a vulnerability is of this level, as in CVSS.
_LEVELS = ((9.0, "Critical"), (7.0, "High"), (4.0, "Medium"), (0.0, "Low"))

_MAX_NAME_LENGTH = 255


def render(report: Report, style: Style) -> str:
    """Return the findings that bear on security, in ASCII so that no terminal obeys it."""
    rules = {rule.name: rule for rule in report.rules}
    vulnerabilities = [
        _build_vulnerability(finding, rules[finding.rule])
        for finding in report.findings
        if finding.security_severity > 0
    ]
    document = {
        "schema": f"{_SCHEMAS}/-/raw/v{_VERSION}/dist/sast-report-format.json",
        "version": _VERSION,
        "scan": _build_scan(report, style, len(report.findings) - len(vulnerabilities)),
        "vulnerabilities": vulnerabilities,
    }
    return json.dumps(document, indent=2) + "\n"


def _build_scan(report: Report, style: Style, others: int) -> dict[str, Any]:
    tool = {
        "id": "dclint",
        "name": "dclint",
        "url": _HOME,
        "version": __version__,
        "vendor": {"name": "dclint"},
    }
    time = report.audit.taken_at[:19] if report.audit else style.at
    return {
        "type": "sast",
        "status": "failure" if report.unreadable or report.crashes else "success",
        "start_time": time,
        "end_time": time,
        "analyzer": tool,
        "scanner": tool,
        "messages": [
            {"level": level, "value": escape_unsafe(text)}
            for level, text in _build_messages(report, others)
        ],
    }


def _build_messages(report: Report, others: int) -> Iterator[tuple[str, str]]:
    """Yield what GitLab would otherwise take for checked, or for clean."""
    for name, reason in list_unread(report):
        yield "warn", f"{name}: not read: {reason}"
    for crash in report.crashes:
        yield "warn", f"The rule {crash.rule} failed; this is a fault of dclint"
    if report.dropped:
        yield "warn", f"{format_count(report.dropped, 'more finding')} not shown"
    if report.not_observable:
        yield "info", f"{format_count(report.not_observable, 'check')} not observable"
    if report.suppressed:
        yield "info", f"{format_count(len(report.suppressed), 'finding')} silenced"
    if others:
        yield "info", f"{format_count(others, 'finding')} without a bearing on security left out"


def _build_vulnerability(finding: Finding, rule: Rule) -> dict[str, Any]:
    place = _convert_location(finding.location)
    signature = {"algorithm": "hash", "value": finding.fingerprint}
    vulnerability: dict[str, Any] = {
        "id": str(uuid5(NAMESPACE_URL, finding.fingerprint)),
        "name": escape_unsafe(rule.title)[:_MAX_NAME_LENGTH],
        "description": _describe_finding(finding),
        "severity": next(name for least, name in _LEVELS if finding.security_severity >= least),
        "identifiers": _build_identifiers(rule),
        "location": place,
        "links": [
            {"name": escape_unsafe(reference.title), "url": reference.url}
            for reference in rule.references
            if reference.url.startswith(("https://", "http://"))
        ],
        "tracking": {"type": "source", "items": [place | {"signatures": [signature]}]},
    }
    if finding.remedy:
        vulnerability["solution"] = escape_markdown(finding.remedy)
    if finding.code_flows:
        flows = [_convert_code_flow(code_flow) for code_flow in finding.code_flows]
        details = {"name": "Flows", "type": "code-flows", "items": flows}
        vulnerability["details"] = {"flows": details}
    return vulnerability


def _describe_finding(finding: Finding) -> str:
    if finding.connector is None:
        return escape_markdown(finding.message)
    name = finding.connector.name or finding.connector.id or finding.connector.pointer
    connector = format_code_span(name) or "without a name"
    return f"{escape_markdown(finding.message)}\n\nConnector: {connector}"


def _build_identifiers(rule: Rule) -> list[dict[str, str]]:
    identifiers = [{"type": "dclint_rule", "name": f"dclint rule {rule.name}", "value": rule.name}]
    for name in rule.cwe:
        number = name.rpartition("-")[2]
        url = f"https://cwe.mitre.org/data/definitions/{number}.html"
        identifiers.append({"type": "cwe", "name": name, "value": number, "url": url})
    return identifiers


def _convert_location(place: Location) -> dict[str, Any]:
    return {"file": escape_unsafe(place.file), "start_line": place.line, "end_line": place.end_line}


def _convert_code_flow(code_flow: CodeFlow) -> list[dict[str, Any]]:
    nodes = [_build_code_flow_node("propagation", step.location) for step in code_flow.steps]
    if nodes:
        nodes[0]["node_type"] = "source"
        nodes[-1]["node_type"] = "sink"
    return nodes


def _build_code_flow_node(node_type: str, place: Location) -> dict[str, Any]:
    return {
        "type": "code-flow-node",
        "node_type": node_type,
        "file_location": {
            "type": "file-location",
            "file_name": escape_unsafe(place.file),
            "line_start": place.line,
            "line_end": place.end_line,
        },
    }
