"""Workflow commands of GitHub Actions, which become annotations of the files.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands and
https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts for what is escaped.
"""

from collections import Counter
from collections.abc import Iterator

from dclint.document.unreadable import Unreadable
from dclint.engine.report import Gap, Report
from dclint.findings.finding import Finding
from dclint.findings.severity import Severity
from dclint.report.style import Style, escape_unsafe
from dclint.report.summary import format_headline
from dclint.report.text import format_finding_line, list_failures

_MAX_ANNOTATIONS = 10  # annotations of one kind that GitHub shows of a step
_ANNOTATION_KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, _style: Style) -> str:
    """Write as many annotations as GitHub shows, the other findings as plain lines, a summary."""
    unread = [*(report.audit.gaps if report.audit else ()), *report.unreadable]
    shown, rest = _split_findings(report, len(unread))
    lines = [
        _format_command("error", {"file": each[0], "title": "not read"}, _describe_unread(*each))
        for each in unread[:_MAX_ANNOTATIONS]
    ]
    lines += [*map(_format_annotation, shown), *_list_overflow(unread[_MAX_ANNOTATIONS:], rest)]
    lines += [*list_failures(report), format_headline(report, Style())]
    return "\n".join(lines) + "\n"


def _split_findings(report: Report, errors: int) -> tuple[list[Finding], list[Finding]]:
    """Part the findings that GitHub shows from those for which there is no room.

    The notice that tells of the others takes a place itself.
    """
    counts = Counter({"error": errors})
    counts.update(_ANNOTATION_KINDS[finding.severity] for finding in report.findings)
    room = dict.fromkeys(("error", "warning", "notice"), _MAX_ANNOTATIONS)
    room["error"] = max(0, _MAX_ANNOTATIONS - errors)
    room["notice"] -= max(counts.values()) > _MAX_ANNOTATIONS
    shown: list[Finding] = []
    rest: list[Finding] = []
    for finding in report.findings:
        kind = _ANNOTATION_KINDS[finding.severity]
        room[kind] -= 1
        (shown if room[kind] >= 0 else rest).append(finding)
    return shown, rest


def _list_overflow(unread: list[Unreadable | Gap], rest: list[Finding]) -> Iterator[str]:
    """Write plainly what GitHub would not show, and let it show where that stands."""
    if not unread and not rest:
        return
    count = f"{len(unread) + len(rest):,} more"
    said = "GitHub shows 10 annotations of a kind; all others stand in the log of this step"
    yield _format_command("notice", {"title": f"dclint: {count}"}, f"{count}: {said}")
    yield f"::group::{count}"
    yield from (escape_unsafe(_describe_unread(*each)) for each in unread)
    yield from (format_finding_line(finding, Style()).rstrip("\n") for finding in rest)
    yield "::endgroup::"


def _format_annotation(finding: Finding) -> str:
    """Annotate the place of a finding; columns count within one line only."""
    place = finding.location
    properties: dict[str, object] = {"file": place.file, "line": place.line}
    properties["endLine"] = place.end_line
    if place.line == place.end_line:
        properties |= {"col": place.column, "endColumn": place.end_column}
    properties["title"] = finding.rule
    text = f"{place.file}:{place.line}:{place.column}: {finding.rule}: {finding.message}"
    if finding.remedy:
        text += f"; {finding.remedy}"
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
