"""The report as a table for spreadsheets: RFC 4180, and nothing that they would compute."""

import csv
import io
import re
from collections.abc import Iterator

from dclint.engine.report import Report
from dclint.findings.finding import Finding
from dclint.report.style import Style, escape_unsafe

# What begins a formula, and what would begin one where cells are parted by semicolons. Source:
# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA_START = re.compile(r"(^|;)(\s*)(?=[=+\-@\t\r＝＋－＠])")

_STATUS_OPEN = "open"

COLUMNS = (
    *("status", "severity", "rule", "message", "remedy"),
    *("file", "line", "column", "end_line", "end_column", "pointer"),
    *("connector", "connector_id", "path", "security_severity", "confidence", "fingerprint"),
    *("place", "reason", "owner", "expires"),
)


def render(report: Report, _style: Style) -> str:
    """Write a row a finding, those that do not count included, and one for what was not read."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_build_row(finding) for finding in report.findings)
    writer.writerows(_build_row(finding) for finding in report.suppressed)
    writer.writerows(_build_failure_rows(report))
    return text.getvalue()


def _build_row(finding: Finding) -> list[object]:
    place, connector, by = finding.location, finding.connector, finding.suppression
    said = (by.place, by.reason, by.owner, by.expires) if by else (None,) * 4
    return [
        by.kind if by else _STATUS_OPEN,
        finding.severity,
        finding.rule,
        *map(_escape_cell, (finding.message, finding.remedy, place.file)),
        *(place.line, place.column, place.end_line, place.end_column),
        _escape_cell(place.pointer),
        *map(_escape_cell, (connector.name, connector.id) if connector else (None, None)),
        _escape_cell(finding.path),
        finding.security_severity,
        finding.confidence,
        finding.fingerprint,
        *map(_escape_cell, said),
    ]


def _build_failure_rows(report: Report) -> Iterator[list[object]]:
    """What was not read or not done: to leave it out would say that it is in order."""
    rest = [""] * (len(COLUMNS) - 6)
    for name, reason in (*(report.audit.gaps if report.audit else ()), *report.unreadable):
        yield ["not-read", "", "", _escape_cell(reason), "", _escape_cell(name), *rest]
    for crash in report.crashes:
        text = "The rule failed; this is a fault of dclint"
        yield ["failed", "", crash.rule, text, "", _escape_cell(crash.connector.file), *rest]


def _escape_cell(text: str | None) -> str:
    return _FORMULA_START.sub(r"\1\2'", escape_unsafe(text or ""))
