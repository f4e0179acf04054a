"""The report as Markdown, for the summary of a job and for comments on a pull request.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands and
https://github.github.com/gfm/#tables-extension-
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import starmap

from dclint.engine.report import RULE_FAILED, Facts, Report
from dclint.findings.finding import ConnectorRef, Finding, Location
from dclint.findings.suppression import Suppression
from dclint.report.markdown_escape import escape_markdown, format_code_span
from dclint.report.style import Style, format_count
from dclint.report.summary import format_headline, summarize_coverage

_MAX_ROWS = 50  # rows of a table

# Bytes of a table; a comment on GitHub may have 65,536 characters in all.
_MAX_FINDINGS_BYTES, _MAX_SUPPRESSED_BYTES, _MAX_OTHER_BYTES = 24_000, 16_000, 4_000


def render(report: Report, _style: Style) -> str:
    """Write counts, findings, what is silenced and why, and what could not be checked."""
    lines = ["## dclint", "", f"**{format_headline(report, Style())}**", ""]
    lines += _render_section(
        "Findings", _FINDING_COLUMNS, map(_format_finding_row, report.findings), _MAX_FINDINGS_BYTES
    )
    lines += _render_section(
        "Silenced, and why",
        _SUPPRESSION_COLUMNS,
        starmap(_format_suppression_row, report.list_suppressed()),
        _MAX_SUPPRESSED_BYTES,
    )
    fixed = (
        (format_code_span(f.rule), format_code_span(f.connector), format_code_span(f.path))
        for f in report.fixed_baseline_entries
    )
    lines += _render_section(
        "Fixed since the baseline", ("Rule", "Connector", "Place"), fixed, _MAX_OTHER_BYTES
    )
    muted = ((escape_markdown(each),) for each in report.relaxed_settings)
    lines += _render_section("Kept quiet by the settings", ("What",), muted, _MAX_OTHER_BYTES)
    lines += _render_section("Not read", ("What", "Why"), _list_unread(report), _MAX_OTHER_BYTES)
    failed = ((format_code_span(c.rule), _format_connector(c.connector)) for c in report.crashes)
    lines += _render_section("Rules that failed", ("Rule", "Connector"), failed, _MAX_OTHER_BYTES)
    lines += _render_section(
        "Not observable",
        ("Unknown", "Checks", "Rules"),
        _list_not_observable(report),
        _MAX_OTHER_BYTES,
    )
    if report.dropped:
        lines += [f"{format_count(report.dropped, 'more finding')} not shown.", ""]
    return "\n".join([*lines, *map(escape_markdown, summarize_coverage(report))]).rstrip() + "\n"


_FINDING_COLUMNS = ("Severity", "Rule", "Place", "Connector", "What is wrong", "What to do")


def _format_finding_row(finding: Finding) -> tuple[str, ...]:
    return (
        finding.severity,
        format_code_span(finding.rule),
        _format_location(finding.location),
        _format_connector(finding.connector),
        escape_markdown(finding.message),
        escape_markdown(finding.remedy or ""),
    )


_SUPPRESSION_COLUMNS = ("How", "Severity", "Rule", "Place", "Connector", "Why", "Said by")


def _format_suppression_row(finding: Finding, by: Suppression) -> tuple[str, ...]:
    said = [format_code_span(by.place)]
    if by.owner:
        said.append(format_code_span(by.owner))
    if by.expires:
        said.append(f"until {format_code_span(by.expires)}")
    return (
        by.kind,
        finding.severity,
        format_code_span(finding.rule),
        _format_location(finding.location),
        _format_connector(finding.connector),
        escape_markdown(by.reason or ""),
        ", ".join(said),
    )


def _list_unread(report: Report) -> Iterator[tuple[str, str]]:
    for name, reason in (*(report.audit.gaps if report.audit else ()), *report.unreadable):
        yield format_code_span(name), escape_markdown(reason)


def _list_not_observable(report: Report) -> Iterator[tuple[str, str, str]]:
    """What was unknown, for how many checks, of which rules."""
    rules: defaultdict[Facts, list[str]] = defaultdict(list)
    checks: Counter[Facts] = Counter()
    for rule in report.rules:
        for facts, numbers in report.coverage[rule.name].unobserved.items():
            if RULE_FAILED not in facts:
                rules[facts].append(format_code_span(rule.name))
                checks[facts] += len(numbers)
    for facts, count in sorted(checks.items(), key=lambda each: (-each[1], each[0])):
        yield ", ".join(map(format_code_span, facts)), f"{count:,}", ", ".join(rules[facts])


def _format_location(place: Location) -> str:
    return format_code_span(f"{place.file}:{place.line}:{place.column}")


def _format_connector(connector: ConnectorRef | None) -> str:
    return (
        format_code_span(connector.name or connector.id or connector.pointer) if connector else ""
    )


def _render_section(
    title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]], room: int
) -> Iterator[str]:
    """Write a table under its title, as much as there is room for; nothing if it has no rows."""
    left_out = 0
    lines: list[str] = []
    for row in rows:
        line = f"| {' | '.join(row)} |"
        room -= len(line.encode()) + 1
        if room < 0 or len(lines) == _MAX_ROWS:
            room, left_out = -1, left_out + 1
        else:
            lines.append(line)
    if not lines and not left_out:
        return
    yield from (f"### {title}", "")
    if lines:
        yield from (f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}", *lines, "")
    if left_out:
        yield from (f"… and {left_out:,} more, which `--format json` lists.", "")
