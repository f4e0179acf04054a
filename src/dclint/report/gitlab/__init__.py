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
from dclint.report.audit import list_unread
from dclint.report.style import Style, escape_unsafe
from dclint.report.text import join_message_and_remedy

# The security severity from which on a finding is of the next kind.
_MAJOR_FROM, _BLOCKER_FROM = 4.0, 9.0


def render(report: Report, _style: Style) -> str:
    """Return what counts as one JSON array, in ASCII so that no terminal obeys it."""
    entries = list(_build_failure_entries(report))
    entries += [_convert_finding(finding) for finding in report.findings]
    return json.dumps(entries, indent=2) + "\n"


def _convert_finding(finding: Finding) -> dict[str, Any]:
    place = finding.location
    text = join_message_and_remedy(finding)
    severity = _map_severity(finding)
    return _build_entry(finding.rule, severity, text, finding.fingerprint, place.file, place.line)


def _map_severity(finding: Finding) -> str:
    """Return the level of a finding: as in CI, then by the harm that it does if it is true."""
    match finding.severity:
        case Severity.INFO:
            return "info"
        case Severity.WARNING:
            return "minor" if finding.security_severity < _MAJOR_FROM else "major"
        case Severity.ERROR:
            return "critical" if finding.security_severity < _BLOCKER_FROM else "blocker"


def _build_failure_entries(report: Report) -> Iterator[dict[str, Any]]:
    """Yield what was not read or not done: to leave it out would say that it is in order."""
    for name, reason in list_unread(report):
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
