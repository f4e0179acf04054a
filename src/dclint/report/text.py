"""The report for people: grouped by file, with the line in question and a caret below it."""

from collections.abc import Iterator
from itertools import groupby, zip_longest

from dclint.engine.report import Report
from dclint.findings.finding import CodeFlow, Excerpt, Exploit, Finding, Location, RequestPreview
from dclint.report.audit import format_audit_intro, list_exposed_connectors, list_unread
from dclint.report.style import Style, escape_unsafe, format_count, measure_width
from dclint.report.summary import format_headline, summarize_report


def render(report: Report, style: Style) -> str:
    """Return all findings, what could not be read, and how far the run got."""
    lines: list[str] = []
    if report.audit:
        lines += format_audit_intro(report, report.audit, style)
    for file, findings in groupby(report.findings, key=lambda finding: finding.location.file):
        lines += [style.paint(escape_unsafe(file), "path"), ""]
        for finding in findings:
            lines += _format_finding(finding, style)
            lines.append("")
    if report.audit:
        lines += list_exposed_connectors(report, style)
    else:
        lines += _format_unread(report)
    lines += list_failures(report)
    lines += summarize_report(report, style)
    return "\n".join(lines) + "\n"


def concise(report: Report, style: Style) -> str:
    """Return one line a finding, and one for the whole."""
    lines = [format_finding_line(finding, style) for finding in report.findings]
    return "".join(lines) + format_concise_footer(report, style)


def format_finding_line(finding: Finding, style: Style) -> str:
    """Return one finding as one line."""
    return f"{_format_location(finding.location)}: {_format_message(finding, style)}\n"


def format_concise_footer(report: Report, style: Style) -> str:
    """Return what follows the findings."""
    lines = [*_format_unread(report), *list_failures(report), format_headline(report, style)]
    return "\n".join(lines) + "\n"


def join_message_and_remedy(finding: Finding) -> str:
    """Return what is wrong and what to do, for formats that have one text for both."""
    if finding.remedy:
        return f"{finding.message}; {finding.remedy}"
    return finding.message


def _format_unread(report: Report) -> Iterator[str]:
    for name, reason in list_unread(report):
        yield f"{escape_unsafe(name)}: not read: {escape_unsafe(reason)}"


def list_failures(report: Report) -> Iterator[str]:
    """Yield what went wrong with the run itself."""
    for crash in report.crashes:
        place = escape_unsafe(f"{crash.connector.file} {crash.connector.pointer}").strip()
        more = report.coverage[crash.rule].failed - 1
        if more:
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
        note = f"  note: {_format_position(location)}: {escape_unsafe(message)}"
        if location.line != finding.location.line:
            note += f": {style.paint(escape_unsafe(location.excerpt.text.strip()), 'dim')}"
        yield note
    for code_flow in finding.code_flows:
        yield from _format_code_flow(code_flow, finding.location, style)


def _format_code_flow(code_flow: CodeFlow, own: Location, style: Style) -> Iterator[str]:
    """Yield the way of a value, an excerpt a step; the finding's own was shown already."""
    label = "flow"
    for message, location in code_flow.steps:
        yield f"  {label}: {_format_position(location)}: {escape_unsafe(message)}"
        if location != own:
            yield from _format_excerpt(location.excerpt, style, "dim")
        label = "  to"
    if code_flow.exploit:
        yield from _format_exploit(code_flow.name, code_flow.exploit)


_CAVEAT = "inserted as it is: Intercom does not document how it escapes values"

# Columns for two requests side by side, in lines of 100; wider ones come below each other.
_MAX_COLUMNS = 93


def _format_exploit(name: str, proof: Exploit) -> Iterator[str]:
    """Yield the request with a benign and with a hostile value, side by side if both fit."""
    yield f"  proof: {escape_unsafe(proof.effect)} ({proof.confidence} confidence)"
    yield f"         {_CAVEAT}"
    left = _format_request_preview(name, proof.benign)
    right = _format_request_preview(name, proof.hostile)
    width = max(measure_width(line) for line in left)
    if width + max(measure_width(line) for line in right) > _MAX_COLUMNS:
        for line in (*left, "", *right):
            yield f"    {line}".rstrip()
        return
    for line, other in zip_longest(left, right, fillvalue=""):
        padding = " " * (width - measure_width(line))
        yield f"    {line}{padding} | {other}".rstrip()


def _format_request_preview(name: str, preview: RequestPreview) -> list[str]:
    value = escape_unsafe(preview.value) or "(no value)"
    return [f"{escape_unsafe(name)} = {value}", *(escape_unsafe(line) for line in preview.lines)]


def _format_position(location: Location) -> str:
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
    start = max(indent, excerpt.start)
    before = escape_unsafe(text[indent:start])
    meant = escape_unsafe(text[start : excerpt.end])
    caret = " " * measure_width(before) + "^" * max(1, measure_width(meant))
    yield f"    {escape_unsafe(text[indent:])}"
    yield f"    {style.paint(caret, kind)}"
