"""The top of the page: what was checked, what could not be seen, what a human must answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dclint.engine.report import Audit, Report
from dclint.findings.severity import Severity
from dclint.report.audit import (
    UNSEEN,
    describe_scope,
    list_connectors_with_questions,
    list_unread,
)
from dclint.report.style import format_count
from dclint.report.summary import NOTHING_READ, count_missing_facts

_MAX_ASKED = 6  # connectors of which the questions are seen at once


@dataclass(frozen=True, slots=True)
class ConnectorQuestions:
    """What a human must answer about one connector."""

    name: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The first screen of the page."""

    title: str
    is_live: bool
    """Whether it is of a live workspace."""
    verdict: str
    tiles: Sequence[tuple[str, str, int]]
    """Severity or `silenced`, the noun for it, and how many findings there are."""
    checked: Sequence[tuple[str, str]]
    unseen: Sequence[str]
    unread: Sequence[tuple[str, str]]
    missing: Sequence[tuple[str, int]]
    """Facts that checks would have needed, and for how many checks."""
    failures: Sequence[tuple[str, str, Sequence[str]]]
    """Rules that failed, the place, and the lines that say where in dclint."""
    dropped: int
    asked: Sequence[ConnectorQuestions]
    later: Sequence[ConnectorQuestions]
    """Connectors of which the questions are folded away."""


def build_overview(report: Report) -> Overview:
    """Return what a report is about and how far it got."""
    asked = _collect_questions(report)
    return Overview(
        title=_format_title(report),
        is_live=report.audit is not None,
        verdict=_format_verdict(report),
        tiles=list(_build_tiles(report)),
        checked=list(_list_checked(report)),
        unseen=UNSEEN if report.audit else UNSEEN[1:],  # in files, headers have values
        unread=list_unread(report),
        missing=count_missing_facts(report),
        failures=[
            (crash.rule, crash.connector.file, crash.traceback.splitlines())
            for crash in report.crashes
        ],
        dropped=report.dropped,
        asked=asked[:_MAX_ASKED],
        later=asked[_MAX_ASKED:],
    )


def _format_title(report: Report) -> str:
    if report.audit:
        return f"Data connectors of {report.audit.name or report.audit.workspace}"
    files = {connector.file for connector in report.connectors}
    if len(files) == 1:
        return f"Data connectors in {next(iter(files))}"
    return f"Data connectors in {format_count(len(files), 'file')}"


def _format_verdict(report: Report) -> str:
    if not report.documents and report.unreadable:
        return NOTHING_READ
    if report.findings:
        affected = {finding.connector for finding in report.findings if finding.connector}
        connectors = format_count(len(report.connectors), "connector")
        have = "has" if len(report.connectors) == 1 else "have"
        return f"{len(affected):,} of {connectors} {have} something to look at."
    if not report.connectors:
        return "There was no connector to check."
    if report.suppressed:
        return "Nothing that somebody has not accepted or known before."
    return "Nothing was found, as far as dclint can see."


def _build_tiles(report: Report) -> Iterator[tuple[str, str, int]]:
    for severity in Severity:
        noun = "note" if severity is Severity.INFO else severity.value
        count = report.count(severity)
        yield severity.value, noun if count == 1 else f"{noun}s", count
    yield "silenced", "silenced", len(report.suppressed)


def _list_checked(report: Report) -> Iterator[tuple[str, str]]:
    if report.audit:
        yield from _describe_audit(report.audit)
        yield "Read", describe_scope(report)
    else:
        files = format_count(report.documents, "file")
        yield "Connectors", f"{len(report.connectors):,} in {files}"
    if report.skipped:
        yield "Skipped", f"{format_count(report.skipped, 'file')} without a connector"
    outcomes = report.coverage.values()
    yield "Rules", f"{len(report.rules):,}"
    yield "Checks done", f"{sum(outcome.checked for outcome in outcomes):,}"
    yield "Not applicable", f"{sum(outcome.not_applicable for outcome in outcomes):,}"
    yield "Not observable", f"{report.not_observable:,}"
    if report.fixed_baseline_entries:
        yield "Gone since the baseline", f"{len(report.fixed_baseline_entries):,}"


def _describe_audit(audit: Audit) -> Iterator[tuple[str, str]]:
    yield "Workspace", f"{audit.name or 'no name'} ({audit.workspace})"
    yield "Region", f"{audit.region}, {audit.host}"
    yield "Read at", audit.taken_at
    yield "API version", f"{audit.api_version}, {format_count(audit.requests, 'request')}"
    if audit.since:
        yield "Recorded calls", f"{audit.results:,} since {audit.since}"
    else:
        yield "Recorded calls", "not looked at"


def _collect_questions(report: Report) -> list[ConnectorQuestions]:
    return [
        ConnectorQuestions(
            report.connectors[number].name or "(without a name)",
            report.risk_profiles[number].questions,
        )
        for number in list_connectors_with_questions(report)
    ]
