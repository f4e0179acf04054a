"""A run in a line or two: what was found, what is silenced, what could not be checked."""

from collections import Counter
from collections.abc import Iterator

from dclint.engine.report import Report
from dclint.findings.severity import Severity
from dclint.findings.suppression import SuppressionKind
from dclint.report.audit import scope
from dclint.report.style import Style, plural, visible

_NAMED = 3  # files that are named in the summary
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def summary(report: Report, style: Style) -> list[str]:
    """Say in a line or two what was found and what could not be checked."""
    lines = [headline(report, style)]
    if report.documents or not report.unreadable:
        lines += [*_silenced(report), *_muted(report), *_fixable(report), *coverage(report)]
    return lines


def headline(report: Report, style: Style) -> str:
    """Say in one line what was found in how much."""
    if report.unreadable and not report.documents:
        return "Nothing could be read, so nothing was checked."
    counts = ", ".join(
        style.paint(plural(count, "note" if severity is Severity.INFO else severity), severity)
        for severity in _ORDER
        if (count := report.count(severity))
    )
    read = f"{plural(len(report.connectors), 'connector')} in {plural(report.documents, 'file')}"
    if report.audit:
        read = f"{scope(report)}, {plural(report.audit.requests, 'request')}"
    if skipped := report.skipped:
        skipped_too = f"; {plural(skipped, 'file')} without a connector skipped"
    else:
        skipped_too = ""
    fixed = f", {report.fixed_count:,} fixed" * bool(report.fixed_count)
    counts = f"{counts or 'No findings'}{fixed}{_silenced_counts(report)}"
    return f"{counts}: {read}, {plural(len(report.rules), 'rule')}{skipped_too}."


def _silenced_counts(report: Report) -> str:
    found = Counter(by.kind for _, by in report.list_suppressed())
    counts = ", ".join(f"{found[kind]:,} {kind}" for kind in SuppressionKind if found[kind])
    return f" ({counts})" if counts else ""


def _muted(report: Report) -> Iterator[str]:
    """Say what the settings keep quiet: a pull request may have changed them."""
    if report.relaxed_settings:
        yield f"Settings: {visible('; '.join(report.relaxed_settings))}."


def _fixable(report: Report) -> Iterator[str]:
    """Say what an option would fix; a live workspace is never changed."""
    fixes = [finding.fix for finding in report.findings if finding.fix]
    if not fixes or report.audit:
        return
    safe = sum(fix.is_safe for fix in fixes)
    parts = [f"{safe:,} with --fix"] * bool(safe)
    if unsafe := len(fixes) - safe:
        parts.append(f"{unsafe:,}{' more' * bool(safe)} with --fix --unsafe-fixes")
    yield f"Fixable: {', '.join(parts)}."


def _silenced(report: Report) -> Iterator[str]:
    """Say where somebody silences findings, and that findings of the baseline are gone."""
    places: dict[SuppressionKind, set[str]] = {}
    for _, by in report.list_suppressed():
        is_file = by.kind is SuppressionKind.BASELINE
        place = by.place if is_file else by.place.rpartition(":")[0]
        places.setdefault(by.kind, set()).add(place)
    if places:
        said = [f"{kind} in {_listed(places[kind])}" for kind in SuppressionKind if kind in places]
        yield f"Silenced: {'; '.join(said)} (`--format markdown` lists them)."
    if report.fixed_baseline_entries:
        yield f"{plural(len(report.fixed_baseline_entries), 'finding')} of the baseline fixed."


def _listed(places: set[str]) -> str:
    """Name the first few places."""
    names = [visible(place) for place in sorted(places)]
    more = f" and {plural(len(names) - _NAMED, 'other file')}" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def coverage(report: Report) -> Iterator[str]:
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
