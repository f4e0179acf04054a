"""The report for people: grouped by file, with the line that is meant and a caret below it."""

from collections.abc import Iterator
from itertools import groupby, zip_longest

from dclint.engine.report import Report
from dclint.findings.finding import Excerpt, Finding, Location, Proof, Trail
from dclint.report.audit import exposure, opening
from dclint.report.style import Style, plural, visible, width
from dclint.report.summary import summary


def render(report: Report, style: Style) -> str:
    """Write all findings, what could not be read, and how far the run got."""
    lines: list[str] = []
    if report.audit:
        lines += opening(report, report.audit, style)
    for file, findings in groupby(report.findings, key=lambda finding: finding.location.file):
        lines += [style.paint(visible(file), "path"), ""]
        for finding in findings:
            lines += [*_finding(finding, style), ""]
    lines += exposure(report, style) if report.audit else unread(report)
    lines += [*failures(report), *summary(report, style)]
    return "\n".join(lines) + "\n"


def concise(report: Report, style: Style) -> str:
    """Write one line a finding, and one for the whole."""
    return "".join([*(line(f, style) for f in report.findings), concise_end(report, style)])


def line(finding: Finding, style: Style) -> str:
    """Write one finding as one line."""
    return f"{_where(finding.location)}: {_what(finding, style)}\n"


def concise_end(report: Report, style: Style) -> str:
    """Write what follows the findings."""
    lines = [*unread(report), *failures(report), *summary(report, style)[:1]]
    return "\n".join(lines) + "\n"


def unread(report: Report) -> Iterator[str]:
    """Say what was to be read and could not be."""
    for name, reason in (*(report.audit.gaps if report.audit else ()), *report.unreadable):
        yield f"{visible(name)}: not read: {visible(reason)}"


def failures(report: Report) -> Iterator[str]:
    """Say what went wrong with the run itself."""
    for crash in report.crashes:
        place = visible(f"{crash.connector.file} {crash.connector.pointer}").strip()
        if more := report.coverage[crash.rule].failed - 1:
            place += f" and {plural(more, 'more connector')}"
        yield f"The rule {crash.rule} failed on {place}; this is a fault of dclint:"
        yield visible(crash.traceback.replace("\n", "\0")).replace("\\u{0}", "\n").rstrip()
    if report.dropped:
        yield f"{plural(report.dropped, 'more finding')} not shown"


def _finding(finding: Finding, style: Style) -> Iterator[str]:
    yield f"{_where(finding.location)}: {_what(finding, style)}"
    yield from _excerpt(finding.location.excerpt, style, finding.severity)
    if finding.remedy:
        yield f"  help: {visible(finding.remedy)}"
    for message, location in finding.related:
        meant = f": {style.paint(visible(location.excerpt.text.strip()), 'dim')}"
        if location.line == finding.location.line:
            meant = ""
        yield f"  note: {_beside(location)}: {visible(message)}{meant}"
    for trail in finding.trails:
        yield from _trail(trail, finding.location, style)


def _trail(trail: Trail, own: Location, style: Style) -> Iterator[str]:
    """Write the way of a value, a labelled excerpt a step; the finding's own was shown already."""
    for number, (message, location) in enumerate(trail.steps):
        label = "flow" if not number else "  to"
        yield f"  {label}: {_beside(location)}: {visible(message)}"
        if location != own:
            yield from _excerpt(location.excerpt, style, "dim")
    if trail.proof:
        yield from _proof(trail.name, trail.proof)


_CAVEAT = "inserted as it is: Intercom does not document how it escapes values"

# Columns for two requests side by side, in lines of 100; wider ones stand below each other.
_ROOM = 93


def _proof(name: str, proof: Proof) -> Iterator[str]:
    """Write the request with a benign and with a hostile value, side by side if there is room."""
    yield f"  proof: {visible(proof.effect)} ({proof.confidence} confidence)"
    yield f"         {_CAVEAT}"
    left, right = (
        [f"{visible(name)} = {visible(each.value) or '(no value)'}", *map(visible, each.lines)]
        for each in (proof.benign, proof.hostile)
    )
    broad = max(map(width, left))
    if broad + max(map(width, right)) > _ROOM:
        yield from (f"    {line}".rstrip() for line in [*left, "", *right])
        return
    for one, other in zip_longest(left, right, fillvalue=""):
        yield f"    {one}{' ' * (broad - width(one))} | {other}".rstrip()


def _beside(location: Location) -> str:
    """Name a place in the file of the finding."""
    return f"{location.line}:{location.column}"


def _what(finding: Finding, style: Style) -> str:
    level = style.paint(finding.severity, finding.severity)
    return f"{level}[{style.paint(finding.rule, 'bold')}] {visible(finding.message)}"


def _where(location: Location) -> str:
    return f"{visible(location.file)}:{location.line}:{location.column}"


def _excerpt(excerpt: Excerpt, style: Style, kind: str) -> Iterator[str]:
    text = excerpt.text
    if not text.strip():
        return
    indent = len(text) - len(text.lstrip())
    before = visible(text[indent : max(indent, excerpt.start)])
    meant = visible(text[max(indent, excerpt.start) : excerpt.end])
    caret = " " * width(before) + "^" * max(1, width(meant))
    yield f"    {visible(text[indent:])}"
    yield f"    {style.paint(caret, kind)}"
