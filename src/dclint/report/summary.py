"""A run in a line or two: what was found, what is suppressed, what could not be checked."""

from collections import Counter
from collections.abc import Iterator

from dclint.engine.report import Report
from dclint.findings.severity import Severity
from dclint.findings.suppression import SuppressionKind
from dclint.report.audit import describe_scope
from dclint.report.style import Style, escape_unsafe, format_count

_MAX_NAMED_FILES, _MAX_NAMED_FACTS = 3, 4  # that the summary names
NOTHING_READ = "Nothing could be read, so nothing was checked."
_SEVERITY_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def summarize_report(report: Report, style: Style) -> list[str]:
    """Return in a line or two what was found and what could not be checked."""
    lines = [format_headline(report, style)]
    if report.documents or not report.unreadable:
        lines += _list_suppressions(report)
        lines += _list_relaxed_settings(report)
        lines += _summarize_fixes(report)
        lines += summarize_coverage(report)
    return lines


def format_headline(report: Report, style: Style) -> str:
    """Return in one line what was found in how much."""
    if report.unreadable and not report.documents:
        return NOTHING_READ
    if report.audit:
        read = f"{describe_scope(report)}, {format_count(report.audit.requests, 'request')}"
    else:
        connectors = format_count(len(report.connectors), "connector")
        read = f"{connectors} in {format_count(report.documents, 'file')}"
    read += f", {format_count(len(report.rules), 'rule')}"
    if report.skipped:
        read += f"; {format_count(report.skipped, 'file')} without a connector skipped"
    return f"{_count_findings(report, style)}: {read}."


def _count_findings(report: Report, style: Style) -> str:
    counts = []
    for severity in _SEVERITY_ORDER:
        count = report.count(severity)
        if count:
            noun = "note" if severity is Severity.INFO else severity.value
            counts.append(style.paint(format_count(count, noun), severity))
    text = ", ".join(counts) or "No findings"
    if report.fixed_count:
        text += f", {report.fixed_count:,} fixed"
    kinds = Counter(by.kind for _, by in report.list_suppressed())
    if kinds:
        suppressed = [f"{kinds[kind]:,} {kind}" for kind in SuppressionKind if kinds[kind]]
        text += f" ({', '.join(suppressed)})"
    return text


def _list_relaxed_settings(report: Report) -> Iterator[str]:
    """Yield what the settings keep quiet: a pull request may have changed them."""
    if report.relaxed_settings:
        yield f"Settings: {escape_unsafe('; '.join(report.relaxed_settings))}."


def _summarize_fixes(report: Report) -> Iterator[str]:
    """Yield what an option would fix; a live workspace is never changed."""
    fixes = [finding.fix for finding in report.findings if finding.fix]
    if not fixes or report.audit:
        return
    safe = sum(fix.is_safe for fix in fixes)
    unsafe = len(fixes) - safe
    parts = []
    if safe:
        parts.append(f"{safe:,} with --fix")
    if unsafe:
        more = " more" if safe else ""
        parts.append(f"{unsafe:,}{more} with --fix --unsafe-fixes")
    yield f"Fixable: {', '.join(parts)}."


def _list_suppressions(report: Report) -> Iterator[str]:
    """Yield where findings are suppressed, and how many of the baseline are gone."""
    places: dict[SuppressionKind, set[str]] = {}
    for _, by in report.list_suppressed():
        file = by.place
        if by.kind is not SuppressionKind.BASELINE:
            file = by.place.rpartition(":")[0]
        places.setdefault(by.kind, set()).add(file)
    if places:
        parts = [
            f"{kind} in {_join_places(places[kind])}" for kind in SuppressionKind if kind in places
        ]
        yield f"Silenced: {'; '.join(parts)} (`--format markdown` lists them)."
    if report.fixed_baseline_entries:
        fixed = format_count(len(report.fixed_baseline_entries), "finding")
        yield f"{fixed} of the baseline fixed."


def _join_places(places: set[str]) -> str:
    names = [escape_unsafe(place) for place in sorted(places)]
    text = ", ".join(names[:_MAX_NAMED_FILES])
    more = len(names) - _MAX_NAMED_FILES
    if more > 0:
        text += f" and {format_count(more, 'other file')}"
    return text


def summarize_coverage(report: Report) -> Iterator[str]:
    """Yield how many checks were done and which facts were unknown, if there is a connector."""
    if not report.connectors:
        return
    outcomes = report.coverage.values()
    text = (
        f"Checks: {sum(outcome.checked for outcome in outcomes):,} done, "
        f"{sum(outcome.not_applicable for outcome in outcomes):,} not applicable, "
        f"{report.not_observable:,} not observable"
    )
    missing = count_missing_facts(report)
    reasons = [f"{fact} {count:,}" for fact, count in missing[:_MAX_NAMED_FACTS]]
    if len(missing) > _MAX_NAMED_FACTS:
        reasons.append("…")
    if reasons:
        text += f" (unknown: {', '.join(reasons)})"
    yield f"{text}."


def count_missing_facts(report: Report) -> list[tuple[str, int]]:
    """Return the facts that checks would have needed, each with the number of those checks."""
    missing: Counter[str] = Counter()
    for coverage in report.coverage.values():
        for facts, numbers in coverage.unobserved.items():
            for fact in facts:
                missing[fact] += len(numbers)
    return sorted(missing.items(), key=lambda item: (-item[1], item[0]))
