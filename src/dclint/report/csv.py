"""The report as a table for spreadsheets: RFC 4180, and nothing that they would compute."""

import csv
import io
import re
from collections.abc import Iterator

from dclint.engine.report import Report
from dclint.findings.finding import Finding
from dclint.report.audit import list_unread
from dclint.report.style import Style, escape_unsafe

# What begins a formula, and what would begin one where cells are parted by semicolons. Source:
# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA_START = re.compile(r"(^|;)(\s*)(?=[=+\-@\t\r＝＋－＠])")

COLUMNS = (
    "status", "severity", "rule", "message", "remedy",
    "file", "line", "column", "end_line", "end_column", "pointer",
    "connector", "connector_id", "path", "security_severity", "confidence", "fingerprint",
    "place", "reason", "owner", "expires",
)  # fmt: skip


def render(report: Report, _style: Style) -> str:
    """Return a row a finding, those that do not count included, and one for what was not read."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_build_row(finding) for finding in report.findings)
    writer.writerows(_build_row(finding) for finding in report.suppressed)
    writer.writerows(_build_failure_rows(report))
    return text.getvalue()


def _build_row(finding: Finding) -> dict[str, object]:
    place = finding.location
    row: dict[str, object] = {
        "status": "open",
        "severity": finding.severity,
        "rule": finding.rule,
        "message": _escape_cell(finding.message),
        "remedy": _escape_cell(finding.remedy),
        "file": _escape_cell(place.file),
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "pointer": _escape_cell(place.pointer),
        "path": _escape_cell(finding.path),
        "security_severity": finding.security_severity,
        "confidence": finding.confidence,
        "fingerprint": finding.fingerprint,
    }
    if finding.connector:
        row["connector"] = _escape_cell(finding.connector.name)
        row["connector_id"] = _escape_cell(finding.connector.id)
    if finding.suppression:
        row["status"] = finding.suppression.kind
        for column in ("place", "reason", "owner", "expires"):
            row[column] = _escape_cell(getattr(finding.suppression, column))
    return row


def _build_failure_rows(report: Report) -> Iterator[dict[str, str]]:
    """Yield what was not read or not done: to leave it out would say that it is in order."""
    for name, reason in list_unread(report):
        yield {
            "status": "not-read",
            "message": _escape_cell(reason),
            "file": _escape_cell(name),
        }
    for crash in report.crashes:
        yield {
            "status": "failed",
            "rule": crash.rule,
            "message": "The rule failed; this is a fault of dclint",
            "file": _escape_cell(crash.connector.file),
        }


def _escape_cell(text: str | None) -> str:
    return _FORMULA_START.sub(r"\1\2'", escape_unsafe(text or ""))
