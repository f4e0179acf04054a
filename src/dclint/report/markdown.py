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
from dclint.report.markdown_escape import code, inert
from dclint.report.style import Style, plural
from dclint.report.summary import coverage, headline

_ROWS = 50  # rows of a table

# Bytes of a table; a comment on GitHub may have 65,536 characters in all.
_FINDINGS, _SILENCED, _OTHER = 24_000, 16_000, 4_000


def render(report: Report, _style: Style) -> str:
    """Write counts, findings, what is silenced and why, and what could not be checked."""
    lines = ["## dclint", "", f"**{headline(report, Style())}**", ""]
    lines += _section("Findings", _HEAD, map(_finding, report.findings), _FINDINGS)
    lines += _section(
        "Silenced, and why", _SAID, starmap(_silenced, report.list_suppressed()), _SILENCED
    )
    fixed = ((code(f.rule), code(f.connector), code(f.path)) for f in report.fixed_baseline_entries)
    lines += _section("Fixed since the baseline", ("Rule", "Connector", "Place"), fixed, _OTHER)
    muted = ((inert(each),) for each in report.relaxed_settings)
    lines += _section("Kept quiet by the settings", ("What",), muted, _OTHER)
    lines += _section("Not read", ("What", "Why"), _unread(report), _OTHER)
    failed = ((code(c.rule), _called(c.connector)) for c in report.crashes)
    lines += _section("Rules that failed", ("Rule", "Connector"), failed, _OTHER)
    lines += _section("Not observable", ("Unknown", "Checks", "Rules"), _unseen(report), _OTHER)
    if report.dropped:
        lines += [f"{plural(report.dropped, 'more finding')} not shown.", ""]
    return "\n".join([*lines, *map(inert, coverage(report))]).rstrip() + "\n"


_HEAD = ("Severity", "Rule", "Place", "Connector", "What is wrong", "What to do")


def _finding(finding: Finding) -> tuple[str, ...]:
    return (
        finding.severity,
        code(finding.rule),
        _place(finding.location),
        _called(finding.connector),
        inert(finding.message),
        inert(finding.remedy or ""),
    )


_SAID = ("How", "Severity", "Rule", "Place", "Connector", "Why", "Said by")


def _silenced(finding: Finding, by: Suppression) -> tuple[str, ...]:
    said = [code(by.place)]
    if by.owner:
        said.append(code(by.owner))
    if by.expires:
        said.append(f"until {code(by.expires)}")
    return (
        by.kind,
        finding.severity,
        code(finding.rule),
        _place(finding.location),
        _called(finding.connector),
        inert(by.reason or ""),
        ", ".join(said),
    )


def _unread(report: Report) -> Iterator[tuple[str, str]]:
    for name, reason in (*(report.audit.gaps if report.audit else ()), *report.unreadable):
        yield code(name), inert(reason)


def _unseen(report: Report) -> Iterator[tuple[str, str, str]]:
    """What was unknown, for how many checks, of which rules."""
    rules: defaultdict[Facts, list[str]] = defaultdict(list)
    checks: Counter[Facts] = Counter()
    for rule in report.rules:
        for facts, numbers in report.coverage[rule.name].unobserved.items():
            if RULE_FAILED not in facts:
                rules[facts].append(code(rule.name))
                checks[facts] += len(numbers)
    for facts, count in sorted(checks.items(), key=lambda each: (-each[1], each[0])):
        yield ", ".join(map(code, facts)), f"{count:,}", ", ".join(rules[facts])


def _place(place: Location) -> str:
    return code(f"{place.file}:{place.line}:{place.column}")


def _called(connector: ConnectorRef | None) -> str:
    return code(connector.name or connector.id or connector.pointer) if connector else ""


def _section(
    title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]], room: int
) -> Iterator[str]:
    """Write a table under its title, as much as there is room for; nothing if it has no rows."""
    left_out = 0
    lines: list[str] = []
    for row in rows:
        line = f"| {' | '.join(row)} |"
        room -= len(line.encode()) + 1
        if room < 0 or len(lines) == _ROWS:
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
