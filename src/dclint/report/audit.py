"""What a report of a live workspace says before and after its findings."""

from collections.abc import Iterator

from dclint.engine.report import Audit, Report
from dclint.findings.finding import ConnectorRef
from dclint.report.style import Style, escape_unsafe, format_count

# What the API shows of no connector.
UNSEEN = (
    "values of headers, which the API hides always, and their placeholders",
    "where an input gets its value: from the customer's words, an attribute, or a constant",
    "audience rules that are finer than users, leads and visitors",
    "what workflows, procedures and teammates check before they call",
    "whether Intercom encodes the values that it inserts",
    "what the other services authorise, and what a stored token may do there",
)

_MAX_ASKED = 10  # connectors of which the questions are shown, the most exposed ones
_MAX_LISTED = 20  # connectors that the order of exposure shows


def rank_by_exposure(report: Report) -> list[int]:
    """Return the positions of the connectors, the most exposed first."""
    profiles = report.risk_profiles
    return sorted(range(len(profiles)), key=lambda number: (profiles[number].order, number))


def list_connectors_with_questions(report: Report) -> list[int]:
    """Return the positions of what a human must answer for, once a connector, not a version."""
    by_connector: dict[str, int] = {}
    for number in rank_by_exposure(report):
        if report.risk_profiles[number].questions:
            by_connector.setdefault(report.connectors[number].id or str(number), number)
    return list(by_connector.values())


def list_unread(report: Report) -> list[tuple[str, str]]:
    """Return what was to be read and could not be: its name and the reason."""
    unread = [(item.name, item.reason) for item in report.unreadable]
    if not report.audit:
        return unread
    return [(gap.what, gap.reason) for gap in report.audit.gaps] + unread


def format_audit_intro(report: Report, audit: Audit, style: Style) -> Iterator[str]:
    """Yield what was read, what could not be seen, and what a human must answer."""
    yield style.paint(escape_unsafe(_format_title(audit)), "bold")
    read = f"Read {audit.taken_at} with API version {escape_unsafe(audit.api_version)}"
    yield f"{read} in {format_count(audit.requests, 'request')}: {describe_scope(report)}."
    if audit.since:
        more = ""
        if audit.sampled:
            more = f"; {format_count(audit.sampled, 'connector')} had more"
        counted = f"{audit.results:,} looked at (the latest of each connector{more})"
        yield f"Recorded calls since {audit.since}: {counted}."
    yield ""
    yield style.paint("What nobody could see", "bold")
    if report.connectors:
        yield from (f"  {line}" for line in UNSEEN)
    for name, reason in list_unread(report):
        yield f"  {escape_unsafe(name)}: {escape_unsafe(reason)}"
    yield ""
    yield from _list_questions(report, style)


def _list_questions(report: Report, style: Style) -> Iterator[str]:
    numbers = list_connectors_with_questions(report)
    if not numbers:
        return
    yield style.paint("Questions that a human must answer", "bold")
    for number in numbers[:_MAX_ASKED]:
        yield f"  {_name_connector(report.connectors[number])}"
        for question in report.risk_profiles[number].questions:
            yield f"    {escape_unsafe(question)}"
    more = len(numbers) - _MAX_ASKED
    if more > 0:
        yield f"  … and of {format_count(more, 'other connector')}: see --format json"
    yield ""


def list_exposed_connectors(report: Report, style: Style) -> Iterator[str]:
    """Yield the connectors, the most exposed first, each with the reason."""
    order = rank_by_exposure(report)
    if not order:
        return
    yield style.paint("Most exposed first", "bold")
    for number in order[:_MAX_LISTED]:
        profile = report.risk_profiles[number]
        yield f"  {_name_connector(report.connectors[number])}"
        yield f"    {escape_unsafe(f'{profile.reach}; {profile.effect}; {profile.guard}')}"
    more = len(order) - _MAX_LISTED
    if more > 0:
        yield f"  … and {format_count(more, 'other version')}: see --format json"
    yield ""


def describe_scope(report: Report) -> str:
    """Return how many connectors were read, in how many versions."""
    ids = {connector.id or number for number, connector in enumerate(report.connectors)}
    versions = format_count(len(report.connectors), "version")
    return f"{format_count(len(ids), 'connector')} in {versions}"


def _format_title(audit: Audit) -> str:
    name = audit.name or "A workspace"
    return f"{name} ({audit.workspace}, {audit.region})"


def _name_connector(connector: ConnectorRef) -> str:
    name = connector.name or "(without a name)"
    return escape_unsafe(f"{name} ({connector.file})")
