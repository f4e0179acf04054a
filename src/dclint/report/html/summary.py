"""What stands on top: what was checked, what could not be seen, what a human must answer."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from dclint.engine.report import Audit, Report
from dclint.findings.severity import Severity
from dclint.report.audit import UNSEEN, describe_scope, rank_by_exposure
from dclint.report.style import format_count

_MAX_ASKED = 6  # connectors of which the questions are seen at once


class ConnectorQuestions(NamedTuple):
    """What a human must answer about one connector."""

    name: str
    place: str
    questions: tuple[str, ...]


class Overview(NamedTuple):
    """The first screen of the page."""

    title: str
    is_live: bool
    """Whether it is of a live workspace."""
    verdict: str
    tiles: tuple[tuple[str, str, int], ...]
    """Severity or `silenced`, the noun for it, and how many there are."""
    checked: tuple[tuple[str, str], ...]
    unseen: tuple[str, ...]
    unread: tuple[tuple[str, str], ...]
    missing: tuple[tuple[str, int], ...]
    """Facts that checks would have needed, and for how many checks."""
    failures: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Rules that failed, the place, and the lines that say where in dclint."""
    dropped: int
    asked: tuple[ConnectorQuestions, ...]
    later: tuple[ConnectorQuestions, ...]


def build_overview(report: Report) -> Overview:
    """Say what a report is about and how far it got."""
    asked = tuple(_collect_questions(report))
    return Overview(
        title=_format_title(report),
        is_live=report.audit is not None,
        verdict=_format_verdict(report),
        tiles=tuple(_build_tiles(report)),
        checked=tuple(_list_checked(report)),
        unseen=_list_unseen(report),
        unread=tuple(
            map(tuple, (*(report.audit.gaps if report.audit else ()), *report.unreadable))
        ),
        missing=tuple(_count_missing_facts(report)),
        failures=tuple(
            (crash.rule, crash.connector.file, tuple(crash.traceback.splitlines()))
            for crash in report.crashes
        ),
        dropped=report.dropped,
        asked=asked[:_MAX_ASKED],
        later=asked[_MAX_ASKED:],
    )


def _format_title(report: Report) -> str:
    if report.audit:
        return f"Data connectors of {report.audit.name or report.audit.workspace}"
    files = {each.file for each in report.connectors}
    if len(files) == 1:
        return f"Data connectors in {next(iter(files))}"
    return f"Data connectors in {format_count(len(files), 'file')}"


def _format_verdict(report: Report) -> str:
    if not report.documents and report.unreadable:
        return "Nothing could be read, so nothing was checked."
    if report.findings:
        places = {each.connector for each in report.findings if each.connector}
        have = "has" if len(report.connectors) == 1 else "have"
        whole = format_count(len(report.connectors), "connector")
        return f"{len(places):,} of {whole} {have} something to look at."
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
        yield (
            "Connectors",
            f"{len(report.connectors):,} in {format_count(report.documents, 'file')}",
        )
    if report.skipped:
        yield "Skipped", f"{format_count(report.skipped, 'file')} without a connector"
    coverage = report.coverage.values()
    yield "Rules", f"{len(report.rules):,}"
    yield "Checks done", f"{sum(each.checked for each in coverage):,}"
    yield "Not applicable", f"{sum(each.not_applicable for each in coverage):,}"
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


def _list_unseen(report: Report) -> tuple[str, ...]:
    """Name what no connector shows; in files, unlike through the API, headers have values."""
    return UNSEEN if report.audit else UNSEEN[1:]


def _count_missing_facts(report: Report) -> list[tuple[str, int]]:
    missing: Counter[str] = Counter()
    for coverage in report.coverage.values():
        for facts, numbers in coverage.unobserved.items():
            for fact in facts:
                missing[fact] += len(numbers)
    return sorted(missing.items(), key=lambda each: (-each[1], each[0]))


def _collect_questions(report: Report) -> Iterator[ConnectorQuestions]:
    """Ask once a connector, not once a version."""
    seen = set()
    for number in rank_by_exposure(report):
        connector, questions = report.connectors[number], report.risk_profiles[number].questions
        key = connector.id or str(number)
        if questions and key not in seen:
            seen.add(key)
            yield ConnectorQuestions(
                connector.name or "(without a name)", connector.file, questions
            )
