"""What a report of a live workspace says before and behind its findings."""

from collections.abc import Iterator

from dclint.analysis.profile import Portrait
from dclint.engine.report import Audit, Report
from dclint.findings.finding import ConnectorRef
from dclint.report.style import Style, plural, visible

# What the API tells of no connector.
UNSEEN = (
    "values of headers, which the API hides always, and their placeholders",
    "where an input gets its value: from the customer's words, an attribute, or a constant",
    "audience rules that are finer than users, leads and visitors",
    "what workflows, procedures and teammates check before they call",
    "whether Intercom encodes the values that it inserts",
    "what the other services authorise, and what a stored token may do there",
)

_ASKED = 10  # connectors of which the questions are shown, the most exposed ones
_LISTED = 20  # connectors that the order of exposure shows


def by_exposure(report: Report) -> list[int]:
    """Return the positions of the connectors, the most exposed first."""
    return sorted(
        range(len(report.risk_profiles)), key=lambda n: (report.risk_profiles[n].order, n)
    )


def opening(report: Report, audit: Audit, style: Style) -> Iterator[str]:
    """Say what was read, what could not be seen, and what a human must answer."""
    yield style.paint(visible(_title(audit)), "bold")
    read = f"Read {audit.taken_at} with API version {visible(audit.api_version)}"
    yield f"{read} in {plural(audit.requests, 'request')}: {scope(report)}."
    if audit.since:
        yield f"Recorded calls since {audit.since}: {audit.results:,} looked at{_sampled(audit)}."
    yield from ("", style.paint("What nobody could see", "bold"))
    yield from (f"  {line}" for line in UNSEEN if report.connectors)
    for name, reason in (*audit.gaps, *report.unreadable):
        yield f"  {visible(name)}: {visible(reason)}"
    yield ""
    yield from _questions(report, style)


def _questions(report: Report, style: Style) -> Iterator[str]:
    """List what a human must answer, once a connector, for the most exposed ones."""
    by_connector: dict[str, int] = {}
    for number in by_exposure(report):
        if report.risk_profiles[number].questions:
            by_connector.setdefault(report.connectors[number].id or str(number), number)
    asked = list(by_connector.values())
    if not asked:
        return
    yield style.paint("Questions that a human must answer", "bold")
    for number in asked[:_ASKED]:
        yield f"  {_called(report.connectors[number])}"
        yield from (
            f"    {visible(question)}" for question in report.risk_profiles[number].questions
        )
    if (more := len(asked) - _ASKED) > 0:
        yield f"  … and of {plural(more, 'other connector')}: see --format json"
    yield ""


def exposure(report: Report, style: Style) -> Iterator[str]:
    """List the connectors, the most exposed first, each with the reason."""
    order = by_exposure(report)
    if not order:
        return
    yield style.paint("Most exposed first", "bold")
    for number in order[:_LISTED]:
        portrait = report.risk_profiles[number]
        yield f"  {_called(report.connectors[number])}"
        yield f"    {visible(_words(portrait))}"
    if (more := len(order) - _LISTED) > 0:
        yield f"  … and {plural(more, 'other version')}: see --format json"
    yield ""


def _sampled(audit: Audit) -> str:
    more = f"; {plural(audit.sampled, 'connector')} had more" if audit.sampled else ""
    return f" (the latest of each connector{more})"


def scope(report: Report) -> str:
    """Say how many connectors were read, in how many versions."""
    connectors = len({each.id or number for number, each in enumerate(report.connectors)})
    versions = plural(len(report.connectors), "version")
    return f"{plural(connectors, 'connector')} in {versions}"


def _words(portrait: Portrait) -> str:
    return f"{portrait.reach}; {portrait.effect}; {portrait.guard}"


def _title(audit: Audit) -> str:
    name = audit.name or "A workspace"
    return f"{name} ({audit.workspace}, {audit.region})"


def _called(connector: ConnectorRef) -> str:
    name = connector.name or "(without a name)"
    return visible(f"{name} ({connector.file})")
