"""GitLab's Code Quality report.

Source: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

import json
from collections.abc import Iterator
from typing import Any

from dclint.engine.report import Report
from dclint.findings.finding import Finding
from dclint.findings.fingerprints import compute_fingerprint
from dclint.findings.severity import Severity
from dclint.report.style import Style, escape_unsafe

_MAJOR_FROM, _BLOCKER_FROM = (
    4.0,
    9.0,
)  # from which security severity on a finding is of the next kind


def render(report: Report, _style: Style) -> str:
    """Write what counts as one JSON array, in ASCII so that no terminal obeys it."""
    return (
        json.dumps(
            [*_build_failure_entries(report), *map(_convert_finding, report.findings)], indent=2
        )
        + "\n"
    )


def _convert_finding(finding: Finding) -> dict[str, Any]:
    text = finding.message if not finding.remedy else f"{finding.message}; {finding.remedy}"
    place = finding.location
    return _build_entry(
        finding.rule, _map_severity(finding), text, finding.fingerprint, place.file, place.line
    )


def _map_severity(finding: Finding) -> str:
    """Order findings as CI does, then by the harm that they do if they are true."""
    match finding.severity:
        case Severity.INFO:
            return "info"
        case Severity.WARNING:
            return "minor" if finding.security_severity < _MAJOR_FROM else "major"
        case Severity.ERROR:
            return "critical" if finding.security_severity < _BLOCKER_FROM else "blocker"


def _build_failure_entries(report: Report) -> Iterator[dict[str, Any]]:
    """What was not read or not done: to leave it out would say that it is in order."""
    for name, reason in (*(report.audit.gaps if report.audit else ()), *report.unreadable):
        identity = compute_fingerprint("not-read", name, (), reason)
        yield _build_entry("not-read", "critical", f"Not read: {reason}", identity, name, 1)
    for crash in report.crashes:
        text = f"The rule {crash.rule} failed; this is a fault of dclint"
        identity = compute_fingerprint("rule-failed", crash.rule, (), None)
        yield _build_entry("rule-failed", "critical", text, identity, crash.connector.file, 1)


def _build_entry(
    name: str, severity: str, text: str, identity: str, file: str, line: int
) -> dict[str, Any]:
    return {
        "description": escape_unsafe(text),
        "check_name": name,
        "fingerprint": identity,
        "severity": severity,
        "location": {"path": escape_unsafe(file), "lines": {"begin": line}},
    }
