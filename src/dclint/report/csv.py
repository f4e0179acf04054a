"""The report as a table for spreadsheets: RFC 4180, and nothing that they would compute."""

import csv
import io
import re
from collections.abc import Iterator

from dclint.engine.report import Report
from dclint.findings.finding import Finding
from dclint.report.style import Style, visible

# What begins a formula, and what would begin one where cells are parted by semicolons. Source:
# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = re.compile(r"(^|;)(\s*)(?=[=+\-@\t\r＝＋－＠])")

_OPEN = "open"

HEAD = (
    *("status", "severity", "rule", "message", "remedy"),
    *("file", "line", "column", "end_line", "end_column", "pointer"),
    *("connector", "connector_id", "path", "security_severity", "confidence", "fingerprint"),
    *("place", "reason", "owner", "expires"),
)


def render(report: Report, _style: Style) -> str:
    """Write a row a finding, those that do not count included, and one for what was not read."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEAD)
    writer.writerows(_row(finding) for finding in report.findings)
    writer.writerows(_row(finding) for finding in report.suppressed)
    writer.writerows(_others(report))
    return text.getvalue()


def _row(finding: Finding) -> list[object]:
    place, connector, by = finding.location, finding.connector, finding.suppression
    said = (by.place, by.reason, by.owner, by.expires) if by else (None,) * 4
    return [
        by.kind if by else _OPEN,
        finding.severity,
        finding.rule,
        *map(_cell, (finding.message, finding.remedy, place.file)),
        *(place.line, place.column, place.end_line, place.end_column),
        _cell(place.pointer),
        *map(_cell, (connector.name, connector.id) if connector else (None, None)),
        _cell(finding.path),
        finding.security_severity,
        finding.confidence,
        finding.fingerprint,
        *map(_cell, said),
    ]


def _others(report: Report) -> Iterator[list[object]]:
    """What was not read or not done: to leave it out would say that it is in order."""
    rest = [""] * (len(HEAD) - 6)
    for name, reason in (*(report.audit.gaps if report.audit else ()), *report.unreadable):
        yield ["not-read", "", "", _cell(reason), "", _cell(name), *rest]
    for crash in report.crashes:
        text = "The rule failed; this is a fault of dclint"
        yield ["failed", "", crash.rule, text, "", _cell(crash.connector.file), *rest]


def _cell(text: str | None) -> str:
    return _FORMULA.sub(r"\1\2'", visible(text or ""))
