"""What a report of a live workspace says before and behind its findings."""

from collections.abc import Iterator

from dclint.analysis.profile import RiskProfile
from dclint.engine.report import Audit, Report
from dclint.findings.finding import ConnectorRef
from dclint.report.style import Style, escape_unsafe, format_count

# What the API tells of no connector.
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
    return sorted(
        range(len(report.risk_profiles)), key=lambda n: (report.risk_profiles[n].order, n)
    )


def format_audit_intro(report: Report, audit: Audit, style: Style) -> Iterator[str]:
    """Say what was read, what could not be seen, and what a human must answer."""
    yield style.paint(escape_unsafe(_format_title(audit)), "bold")
    read = f"Read {audit.taken_at} with API version {escape_unsafe(audit.api_version)}"
    yield f"{read} in {format_count(audit.requests, 'request')}: {describe_scope(report)}."
    if audit.since:
        counted = f"{audit.results:,} looked at{_describe_sampling(audit)}"
        yield f"Recorded calls since {audit.since}: {counted}."
    yield from ("", style.paint("What nobody could see", "bold"))
    yield from (f"  {line}" for line in UNSEEN if report.connectors)
    for name, reason in (*audit.gaps, *report.unreadable):
        yield f"  {escape_unsafe(name)}: {escape_unsafe(reason)}"
    yield ""
    yield from _list_questions(report, style)


def _list_questions(report: Report, style: Style) -> Iterator[str]:
    """List what a human must answer, once a connector, for the most exposed ones."""
    by_connector: dict[str, int] = {}
    for number in rank_by_exposure(report):
        if report.risk_profiles[number].questions:
            by_connector.setdefault(report.connectors[number].id or str(number), number)
    asked = list(by_connector.values())
    if not asked:
        return
    yield style.paint("Questions that a human must answer", "bold")
    for number in asked[:_MAX_ASKED]:
        yield f"  {_name_connector(report.connectors[number])}"
        yield from (
            f"    {escape_unsafe(question)}" for question in report.risk_profiles[number].questions
        )
    if (more := len(asked) - _MAX_ASKED) > 0:
        yield f"  … and of {format_count(more, 'other connector')}: see --format json"
    yield ""


def list_exposed_connectors(report: Report, style: Style) -> Iterator[str]:
    """List the connectors, the most exposed first, each with the reason."""
    order = rank_by_exposure(report)
    if not order:
        return
    yield style.paint("Most exposed first", "bold")
    for number in order[:_MAX_LISTED]:
        portrait = report.risk_profiles[number]
        yield f"  {_name_connector(report.connectors[number])}"
        yield f"    {escape_unsafe(_describe_risk(portrait))}"
    if (more := len(order) - _MAX_LISTED) > 0:
        yield f"  … and {format_count(more, 'other version')}: see --format json"
    yield ""


def _describe_sampling(audit: Audit) -> str:
    more = f"; {format_count(audit.sampled, 'connector')} had more" if audit.sampled else ""
    return f" (the latest of each connector{more})"


def describe_scope(report: Report) -> str:
    """Say how many connectors were read, in how many versions."""
    connectors = len({each.id or number for number, each in enumerate(report.connectors)})
    versions = format_count(len(report.connectors), "version")
    return f"{format_count(connectors, 'connector')} in {versions}"


def _describe_risk(portrait: RiskProfile) -> str:
    return f"{portrait.reach}; {portrait.effect}; {portrait.guard}"


def _format_title(audit: Audit) -> str:
    name = audit.name or "A workspace"
    return f"{name} ({audit.workspace}, {audit.region})"


def _name_connector(connector: ConnectorRef) -> str:
    name = connector.name or "(without a name)"
    return escape_unsafe(f"{name} ({connector.file})")
