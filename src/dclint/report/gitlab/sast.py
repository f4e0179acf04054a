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
    """Write the findings that bear on security, in ASCII so that no terminal obeys it."""
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
    at = report.audit.taken_at[:19] if report.audit else style.at
    return {
        "type": "sast",
        "status": "failure" if report.unreadable or report.crashes else "success",
        "start_time": at,
        "end_time": at,
        "analyzer": tool,
        "scanner": tool,
        "messages": [
            {"level": level, "value": escape_unsafe(text)}
            for level, text in _build_messages(report, others)
        ],
    }


def _build_messages(report: Report, others: int) -> Iterator[tuple[str, str]]:
    """Yield what GitLab would otherwise take for checked, or for clean."""
    for name, reason in (*(report.audit.gaps if report.audit else ()), *report.unreadable):
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
    place = finding.location
    found: dict[str, Any] = {
        "id": str(uuid5(NAMESPACE_URL, finding.fingerprint)),
        "name": escape_unsafe(rule.title)[:_MAX_NAME_LENGTH],
        "description": _describe_finding(finding),
        "severity": next(name for least, name in _LEVELS if finding.security_severity >= least),
        "identifiers": [_build_identifier(rule), *map(_build_cwe_identifier, rule.cwe)],
        "location": _convert_location(place),
        "links": [
            {"name": escape_unsafe(reference.title), "url": reference.url}
            for reference in rule.references
            if reference.url.startswith(("https://", "http://"))
        ],
        "tracking": {
            "type": "source",
            "items": [
                {
                    **_convert_location(place),
                    "signatures": [{"algorithm": "hash", "value": finding.fingerprint}],
                }
            ],
        },
    }
    if finding.remedy:
        found["solution"] = escape_markdown(finding.remedy)
    if finding.code_flows:
        flows = [_convert_code_flow(trail) for trail in finding.code_flows]
        found["details"] = {"flows": {"name": "Flows", "type": "code-flows", "items": flows}}
    return found


def _describe_finding(finding: Finding) -> str:
    """GitLab reads it as Markdown."""
    if finding.connector is None:
        return escape_markdown(finding.message)
    name = finding.connector.name or finding.connector.id or finding.connector.pointer
    called = format_code_span(name) or "without a name"
    return f"{escape_markdown(finding.message)}\n\nConnector: {called}"


def _build_identifier(rule: Rule) -> dict[str, str]:
    return {"type": "dclint_rule", "name": f"dclint rule {rule.name}", "value": rule.name}


def _build_cwe_identifier(name: str) -> dict[str, str]:
    number = name.rpartition("-")[2]
    url = f"https://cwe.mitre.org/data/definitions/{number}.html"
    return {"type": "cwe", "name": name, "value": number, "url": url}


def _convert_location(place: Location) -> dict[str, Any]:
    return {"file": escape_unsafe(place.file), "start_line": place.line, "end_line": place.end_line}


def _convert_code_flow(trail: CodeFlow) -> list[dict[str, Any]]:
    last = len(trail.steps) - 1
    return [
        {
            "type": "code-flow-node",
            "node_type": "sink" if number == last else "propagation" if number else "source",
            "file_location": {
                "type": "file-location",
                "file_name": escape_unsafe(step.location.file),
                "line_start": step.location.line,
                "line_end": step.location.end_line,
            },
        }
        for number, step in enumerate(trail.steps)
    ]
