"""The report as Markdown, for the summary of a job and for comments on a pull request.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands and
https://github.github.com/gfm/#tables-extension-
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import starmap

from dclint.engine.report import RULE_FAILED, Facts, Report
from dclint.findings.finding import ConnectorRef, Finding, Location
from dclint.findings.suppression import BaselineEntry, Suppression
from dclint.report.audit import list_unread
from dclint.report.markdown_escape import escape_markdown, format_code_span
from dclint.report.style import Style, format_count
from dclint.report.summary import format_headline, summarize_coverage

_MAX_ROWS = 50  # rows of a table

# Bytes of a table; a comment on GitHub may have 65,536 characters in all.
_MAX_FINDINGS_BYTES, _MAX_SUPPRESSED_BYTES, _MAX_OTHER_BYTES = 24_000, 16_000, 4_000


def render(report: Report, _style: Style) -> str:
    """Return counts, findings, what is suppressed and why, and what could not be checked."""
    lines = ["## dclint", "", f"**{format_headline(report, Style())}**", ""]
    for table in _list_tables(report):
        lines += _render_table(*table)
    if report.dropped:
        lines += [f"{format_count(report.dropped, 'more finding')} not shown.", ""]
    lines += [escape_markdown(line) for line in summarize_coverage(report)]
    return "\n".join(lines).rstrip() + "\n"


_Rows = Iterable[tuple[str, ...]]


def _list_tables(report: Report) -> Iterator[tuple[str, tuple[str, ...], _Rows, int]]:
    """Yield the title, the columns, the rows and the number of bytes of each table."""
    findings = map(_format_finding_row, report.findings)
    yield "Findings", _FINDING_COLUMNS, findings, _MAX_FINDINGS_BYTES
    suppressed = starmap(_format_suppression_row, report.list_suppressed())
    yield "Silenced, and why", _SUPPRESSION_COLUMNS, suppressed, _MAX_SUPPRESSED_BYTES
    fixed = map(_format_fixed_row, report.fixed_baseline_entries)
    yield "Fixed since the baseline", ("Rule", "Connector", "Place"), fixed, _MAX_OTHER_BYTES
    relaxed = ((escape_markdown(setting),) for setting in report.relaxed_settings)
    yield "Kept quiet by the settings", ("What",), relaxed, _MAX_OTHER_BYTES
    unread = ((format_code_span(n), escape_markdown(reason)) for n, reason in list_unread(report))
    yield "Not read", ("What", "Why"), unread, _MAX_OTHER_BYTES
    failed = ((format_code_span(c.rule), _format_connector(c.connector)) for c in report.crashes)
    yield "Rules that failed", ("Rule", "Connector"), failed, _MAX_OTHER_BYTES
    unknown = _list_not_observable(report)
    yield "Not observable", ("Unknown", "Checks", "Rules"), unknown, _MAX_OTHER_BYTES


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
    sources = [format_code_span(by.place)]
    if by.owner:
        sources.append(format_code_span(by.owner))
    if by.expires:
        sources.append(f"until {format_code_span(by.expires)}")
    return (
        by.kind,
        finding.severity,
        format_code_span(finding.rule),
        _format_location(finding.location),
        _format_connector(finding.connector),
        escape_markdown(by.reason or ""),
        ", ".join(sources),
    )


def _format_fixed_row(entry: BaselineEntry) -> tuple[str, ...]:
    return tuple(format_code_span(text) for text in (entry.rule, entry.connector, entry.path))


def _list_not_observable(report: Report) -> Iterator[tuple[str, str, str]]:
    rules: defaultdict[Facts, list[str]] = defaultdict(list)
    checks: Counter[Facts] = Counter()
    for rule in report.rules:
        for facts, numbers in report.coverage[rule.name].unobserved.items():
            if RULE_FAILED not in facts:
                rules[facts].append(format_code_span(rule.name))
                checks[facts] += len(numbers)
    for facts, count in sorted(checks.items(), key=lambda item: (-item[1], item[0])):
        unknown = ", ".join(format_code_span(fact) for fact in facts)
        yield unknown, f"{count:,}", ", ".join(rules[facts])


def _format_location(place: Location) -> str:
    return format_code_span(f"{place.file}:{place.line}:{place.column}")


def _format_connector(connector: ConnectorRef | None) -> str:
    if connector is None:
        return ""
    return format_code_span(connector.name or connector.id or connector.pointer)


def _render_table(
    title: str, columns: tuple[str, ...], rows: _Rows, max_bytes: int
) -> Iterator[str]:
    """Yield a table under its title, as much as there is room for; nothing if it has no rows."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if not lines:
        return
    count = _count_fitting_lines(lines, max_bytes)
    yield from (f"### {title}", "")
    if count:
        yield from (f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}")
        yield from (*lines[:count], "")
    if count < len(lines):
        yield from (f"… and {len(lines) - count:,} more, which `--format json` lists.", "")


def _count_fitting_lines(lines: list[str], max_bytes: int) -> int:
    size = 0
    for number, line in enumerate(lines[:_MAX_ROWS]):
        size += len(line.encode()) + 1
        if size > max_bytes:
            return number
    return min(len(lines), _MAX_ROWS)
