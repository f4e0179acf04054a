"""Workflow commands of GitHub Actions, which become annotations of the files.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands and
https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts for what is escaped.
"""

from collections import Counter
from collections.abc import Iterator

from dclint.engine.report import Report
from dclint.findings.finding import Finding
from dclint.findings.severity import Severity
from dclint.report.audit import list_unread
from dclint.report.style import Style, escape_unsafe
from dclint.report.summary import format_headline
from dclint.report.text import format_finding_line, join_message_and_remedy, list_failures

_MAX_ANNOTATIONS = 10  # annotations of one kind that GitHub shows of a step
_ANNOTATION_KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, _style: Style) -> str:
    """Return as many annotations as GitHub shows, the other findings as plain lines, a summary."""
    unread = list_unread(report)
    shown, rest = _split_findings(report, len(unread))
    lines = []
    for name, reason in unread[:_MAX_ANNOTATIONS]:
        properties: dict[str, object] = {"file": name, "title": "not read"}
        lines.append(_format_command("error", properties, _describe_unread(name, reason)))
    lines += [_format_annotation(finding) for finding in shown]
    lines += _list_overflow(unread[_MAX_ANNOTATIONS:], rest)
    lines += list_failures(report)
    lines.append(format_headline(report, Style()))
    return "\n".join(lines) + "\n"


def _split_findings(report: Report, errors: int) -> tuple[list[Finding], list[Finding]]:
    """Return the findings that GitHub shows, and those for which there is no room."""
    counts = Counter({"error": errors})
    counts.update(_ANNOTATION_KINDS[finding.severity] for finding in report.findings)
    room = dict.fromkeys(counts, _MAX_ANNOTATIONS)
    room["error"] -= errors
    if max(counts.values()) > _MAX_ANNOTATIONS and "notice" in room:
        room["notice"] -= 1  # the notice that there are more takes a place itself
    shown: list[Finding] = []
    rest: list[Finding] = []
    for finding in report.findings:
        kind = _ANNOTATION_KINDS[finding.severity]
        if room[kind] > 0:
            shown.append(finding)
        else:
            rest.append(finding)
        room[kind] -= 1
    return shown, rest


def _list_overflow(unread: list[tuple[str, str]], rest: list[Finding]) -> Iterator[str]:
    """Yield as plain lines what GitHub would not show, below a notice that it is there."""
    if not unread and not rest:
        return
    count = f"{len(unread) + len(rest):,} more"
    text = "GitHub shows 10 annotations of a kind; all others stand in the log of this step"
    yield _format_command("notice", {"title": f"dclint: {count}"}, f"{count}: {text}")
    yield f"::group::{count}"
    for name, reason in unread:
        yield escape_unsafe(_describe_unread(name, reason))
    for finding in rest:
        yield format_finding_line(finding, Style()).rstrip("\n")
    yield "::endgroup::"


def _format_annotation(finding: Finding) -> str:
    """Return the annotation of a finding; columns count within one line only."""
    place = finding.location
    properties: dict[str, object] = {
        "file": place.file,
        "line": place.line,
        "endLine": place.end_line,
    }
    if place.line == place.end_line:
        properties |= {"col": place.column, "endColumn": place.end_column}
    properties["title"] = finding.rule
    text = f"{place.file}:{place.line}:{place.column}: {finding.rule}: "
    text += join_message_and_remedy(finding)
    return _format_command(_ANNOTATION_KINDS[finding.severity], properties, text)


def _describe_unread(name: str, reason: str) -> str:
    return f"{name}: not read: {reason}"


def _format_command(kind: str, properties: dict[str, object], message: str) -> str:
    settings = ",".join(f"{name}={_escape_property(value)}" for name, value in properties.items())
    return f"::{kind} {settings}::{_escape_data(escape_unsafe(message))}"


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(value: object) -> str:
    return _escape_data(escape_unsafe(str(value))).replace(":", "%3A").replace(",", "%2C")
