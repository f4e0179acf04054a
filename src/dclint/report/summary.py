"""A run in a line or two: what was found, what is silenced, what could not be checked."""

from collections import Counter
from collections.abc import Iterator

from dclint.engine.report import Report
from dclint.findings.severity import Severity
from dclint.findings.suppression import SuppressionKind
from dclint.report.audit import describe_scope
from dclint.report.style import Style, escape_unsafe, format_count

_MAX_NAMED_FILES = 3  # files that are named in the summary
_SEVERITY_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def summarize_report(report: Report, style: Style) -> list[str]:
    """Say in a line or two what was found and what could not be checked."""
    lines = [format_headline(report, style)]
    if report.documents or not report.unreadable:
        lines += [
            *_list_suppressions(report),
            *_list_relaxed_settings(report),
            *_summarize_fixes(report),
            *summarize_coverage(report),
        ]
    return lines


def format_headline(report: Report, style: Style) -> str:
    """Say in one line what was found in how much."""
    if report.unreadable and not report.documents:
        return "Nothing could be read, so nothing was checked."
    counts = ", ".join(
        style.paint(
            format_count(count, "note" if severity is Severity.INFO else severity), severity
        )
        for severity in _SEVERITY_ORDER
        if (count := report.count(severity))
    )
    connectors = format_count(len(report.connectors), "connector")
    read = f"{connectors} in {format_count(report.documents, 'file')}"
    if report.audit:
        read = f"{describe_scope(report)}, {format_count(report.audit.requests, 'request')}"
    if skipped := report.skipped:
        skipped_too = f"; {format_count(skipped, 'file')} without a connector skipped"
    else:
        skipped_too = ""
    fixed = f", {report.fixed_count:,} fixed" * bool(report.fixed_count)
    counts = f"{counts or 'No findings'}{fixed}{_count_suppressions(report)}"
    return f"{counts}: {read}, {format_count(len(report.rules), 'rule')}{skipped_too}."


def _count_suppressions(report: Report) -> str:
    found = Counter(by.kind for _, by in report.list_suppressed())
    counts = ", ".join(f"{found[kind]:,} {kind}" for kind in SuppressionKind if found[kind])
    return f" ({counts})" if counts else ""


def _list_relaxed_settings(report: Report) -> Iterator[str]:
    """Say what the settings keep quiet: a pull request may have changed them."""
    if report.relaxed_settings:
        yield f"Settings: {escape_unsafe('; '.join(report.relaxed_settings))}."


def _summarize_fixes(report: Report) -> Iterator[str]:
    """Say what an option would fix; a live workspace is never changed."""
    fixes = [finding.fix for finding in report.findings if finding.fix]
    if not fixes or report.audit:
        return
    safe = sum(fix.is_safe for fix in fixes)
    parts = [f"{safe:,} with --fix"] * bool(safe)
    if unsafe := len(fixes) - safe:
        parts.append(f"{unsafe:,}{' more' * bool(safe)} with --fix --unsafe-fixes")
    yield f"Fixable: {', '.join(parts)}."


def _list_suppressions(report: Report) -> Iterator[str]:
    """Say where somebody silences findings, and that findings of the baseline are gone."""
    places: dict[SuppressionKind, set[str]] = {}
    for _, by in report.list_suppressed():
        is_file = by.kind is SuppressionKind.BASELINE
        place = by.place if is_file else by.place.rpartition(":")[0]
        places.setdefault(by.kind, set()).add(place)
    if places:
        said = [
            f"{kind} in {_join_places(places[kind])}" for kind in SuppressionKind if kind in places
        ]
        yield f"Silenced: {'; '.join(said)} (`--format markdown` lists them)."
    if report.fixed_baseline_entries:
        fixed = format_count(len(report.fixed_baseline_entries), "finding")
        yield f"{fixed} of the baseline fixed."


def _join_places(places: set[str]) -> str:
    """Name the first few places."""
    names = [escape_unsafe(place) for place in sorted(places)]
    more = (
        f" and {format_count(len(names) - _MAX_NAMED_FILES, 'other file')}"
        if len(names) > _MAX_NAMED_FILES
        else ""
    )
    return ", ".join(names[:_MAX_NAMED_FILES]) + more


def summarize_coverage(report: Report) -> Iterator[str]:
    """Say how many checks were done, and which facts were unknown; nothing without a connector."""
    if not report.connectors:
        return
    outcomes = report.coverage.values()
    text = (
        f"Checks: {sum(c.checked for c in outcomes):,} done, "
        f"{sum(c.not_applicable for c in outcomes):,} not applicable, "
        f"{report.not_observable:,} not observable"
    )
    missing: dict[str, int] = {}
    for one in outcomes:
        for facts, numbers in one.unobserved.items():
            for fact in facts:
                missing[fact] = missing.get(fact, 0) + len(numbers)
    most = sorted(missing, key=lambda fact: (-missing[fact], fact))[:4]
    reasons = ", ".join(f"{fact} {missing[fact]:,}" for fact in most)
    more = ", …" if len(missing) > len(most) else ""
    yield f"{text} (unknown: {reasons}{more})." if most else f"{text}."
