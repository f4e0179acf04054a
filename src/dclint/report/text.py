"""The report for people: grouped by file, with the line that is meant and a caret below it."""

from collections.abc import Iterator
from itertools import groupby, zip_longest

from dclint.engine.report import Report
from dclint.findings.finding import CodeFlow, Excerpt, Exploit, Finding, Location
from dclint.report.audit import format_audit_intro, list_exposed_connectors
from dclint.report.style import Style, escape_unsafe, format_count, measure_width
from dclint.report.summary import summarize_report


def render(report: Report, style: Style) -> str:
    """Write all findings, what could not be read, and how far the run got."""
    lines: list[str] = []
    if report.audit:
        lines += format_audit_intro(report, report.audit, style)
    for file, findings in groupby(report.findings, key=lambda finding: finding.location.file):
        lines += [style.paint(escape_unsafe(file), "path"), ""]
        for finding in findings:
            lines += [*_format_finding(finding, style), ""]
    lines += list_exposed_connectors(report, style) if report.audit else list_unread(report)
    lines += [*list_failures(report), *summarize_report(report, style)]
    return "\n".join(lines) + "\n"


def concise(report: Report, style: Style) -> str:
    """Write one line a finding, and one for the whole."""
    return "".join(
        [
            *(format_finding_line(f, style) for f in report.findings),
            format_concise_footer(report, style),
        ]
    )


def format_finding_line(finding: Finding, style: Style) -> str:
    """Write one finding as one line."""
    return f"{_format_location(finding.location)}: {_format_message(finding, style)}\n"


def format_concise_footer(report: Report, style: Style) -> str:
    """Write what follows the findings."""
    lines = [*list_unread(report), *list_failures(report), *summarize_report(report, style)[:1]]
    return "\n".join(lines) + "\n"


def list_unread(report: Report) -> Iterator[str]:
    """Say what was to be read and could not be."""
    for name, reason in (*(report.audit.gaps if report.audit else ()), *report.unreadable):
        yield f"{escape_unsafe(name)}: not read: {escape_unsafe(reason)}"


def list_failures(report: Report) -> Iterator[str]:
    """Say what went wrong with the run itself."""
    for crash in report.crashes:
        place = escape_unsafe(f"{crash.connector.file} {crash.connector.pointer}").strip()
        if more := report.coverage[crash.rule].failed - 1:
            place += f" and {format_count(more, 'more connector')}"
        yield f"The rule {crash.rule} failed on {place}; this is a fault of dclint:"
        yield escape_unsafe(crash.traceback.replace("\n", "\0")).replace("\\u{0}", "\n").rstrip()
    if report.dropped:
        yield f"{format_count(report.dropped, 'more finding')} not shown"


def _format_finding(finding: Finding, style: Style) -> Iterator[str]:
    yield f"{_format_location(finding.location)}: {_format_message(finding, style)}"
    yield from _format_excerpt(finding.location.excerpt, style, finding.severity)
    if finding.remedy:
        yield f"  help: {escape_unsafe(finding.remedy)}"
    for message, location in finding.related:
        meant = f": {style.paint(escape_unsafe(location.excerpt.text.strip()), 'dim')}"
        if location.line == finding.location.line:
            meant = ""
        yield f"  note: {_format_position(location)}: {escape_unsafe(message)}{meant}"
    for trail in finding.code_flows:
        yield from _format_code_flow(trail, finding.location, style)


def _format_code_flow(trail: CodeFlow, own: Location, style: Style) -> Iterator[str]:
    """Write the way of a value, a labelled excerpt a step; the finding's own was shown already."""
    for number, (message, location) in enumerate(trail.steps):
        label = "flow" if not number else "  to"
        yield f"  {label}: {_format_position(location)}: {escape_unsafe(message)}"
        if location != own:
            yield from _format_excerpt(location.excerpt, style, "dim")
    if trail.exploit:
        yield from _format_exploit(trail.name, trail.exploit)


_CAVEAT = "inserted as it is: Intercom does not document how it escapes values"

# Columns for two requests side by side, in lines of 100; wider ones stand below each other.
_MAX_COLUMNS = 93


def _format_exploit(name: str, proof: Exploit) -> Iterator[str]:
    """Write the request with a benign and with a hostile value, side by side if there is room."""
    yield f"  proof: {escape_unsafe(proof.effect)} ({proof.confidence} confidence)"
    yield f"         {_CAVEAT}"
    left, right = (
        [
            f"{escape_unsafe(name)} = {escape_unsafe(each.value) or '(no value)'}",
            *map(escape_unsafe, each.lines),
        ]
        for each in (proof.benign, proof.hostile)
    )
    broad = max(map(measure_width, left))
    if broad + max(map(measure_width, right)) > _MAX_COLUMNS:
        yield from (f"    {line}".rstrip() for line in [*left, "", *right])
        return
    for one, other in zip_longest(left, right, fillvalue=""):
        yield f"    {one}{' ' * (broad - measure_width(one))} | {other}".rstrip()


def _format_position(location: Location) -> str:
    """Name a place in the file of the finding."""
    return f"{location.line}:{location.column}"


def _format_message(finding: Finding, style: Style) -> str:
    level = style.paint(finding.severity, finding.severity)
    return f"{level}[{style.paint(finding.rule, 'bold')}] {escape_unsafe(finding.message)}"


def _format_location(location: Location) -> str:
    return f"{escape_unsafe(location.file)}:{location.line}:{location.column}"


def _format_excerpt(excerpt: Excerpt, style: Style, kind: str) -> Iterator[str]:
    text = excerpt.text
    if not text.strip():
        return
    indent = len(text) - len(text.lstrip())
    before = escape_unsafe(text[indent : max(indent, excerpt.start)])
    meant = escape_unsafe(text[max(indent, excerpt.start) : excerpt.end])
    caret = " " * measure_width(before) + "^" * max(1, measure_width(meant))
    yield f"    {escape_unsafe(text[indent:])}"
    yield f"    {style.paint(caret, kind)}"
