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
from dclint.report.style import Style, visible
from dclint.report.summary import headline
from dclint.report.text import failures, line

_MOST = 10  # annotations of one kind that GitHub shows of a step
_KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, _style: Style) -> str:
    """Write as many annotations as GitHub shows, the other findings as plain lines, a summary."""
    unread = [*(report.audit.gaps if report.audit else ()), *report.unreadable]
    shown, rest = _divide(report, len(unread))
    lines = [
        _command("error", {"file": each[0], "title": "not read"}, _not_read(*each))
        for each in unread[:_MOST]
    ]
    lines += [*map(_annotation, shown), *_more(unread[_MOST:], rest)]
    lines += [*failures(report), headline(report, Style())]
    return "\n".join(lines) + "\n"


def _divide(report: Report, errors: int) -> tuple[list[Finding], list[Finding]]:
    """Part the findings that GitHub shows from those for which there is no room.

    The notice that tells of the others takes a place itself.
    """
    counts = Counter({"error": errors})
    counts.update(_KINDS[finding.severity] for finding in report.findings)
    room = dict.fromkeys(("error", "warning", "notice"), _MOST)
    room["error"] = max(0, _MOST - errors)
    room["notice"] -= max(counts.values()) > _MOST
    shown: list[Finding] = []
    rest: list[Finding] = []
    for finding in report.findings:
        kind = _KINDS[finding.severity]
        room[kind] -= 1
        (shown if room[kind] >= 0 else rest).append(finding)
    return shown, rest


def _more(unread: list[Unreadable | Gap], rest: list[Finding]) -> Iterator[str]:
    """Write plainly what GitHub would not show, and let it show where that stands."""
    if not unread and not rest:
        return
    count = f"{len(unread) + len(rest):,} more"
    said = "GitHub shows 10 annotations of a kind; all others stand in the log of this step"
    yield _command("notice", {"title": f"dclint: {count}"}, f"{count}: {said}")
    yield f"::group::{count}"
    yield from (visible(_not_read(*each)) for each in unread)
    yield from (line(finding, Style()).rstrip("\n") for finding in rest)
    yield "::endgroup::"


def _annotation(finding: Finding) -> str:
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
    return _command(_KINDS[finding.severity], properties, text)


def _not_read(name: str, reason: str) -> str:
    return f"{name}: not read: {reason}"


def _command(kind: str, properties: dict[str, object], message: str) -> str:
    settings = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{kind} {settings}::{_data(visible(message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: object) -> str:
    return _data(visible(str(value))).replace(":", "%3A").replace(",", "%2C")
