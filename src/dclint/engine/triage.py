"""What counts: the only place that decides which findings fail a run, and writes the report."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from dclint.config.settings import Config, FailOn
from dclint.document.unreadable import Unreadable
from dclint.engine.document_check import MAX_FINDINGS, DocumentResult
from dclint.engine.finding_builder import build_finding, build_text_finding
from dclint.engine.merge import MergedDocument
from dclint.engine.plan import LintPlan
from dclint.engine.report import Coverage, Crash, Report
from dclint.findings.finding import ConnectorRef, Excerpt, Finding, Location
from dclint.findings.fingerprints import compute_fingerprint
from dclint.findings.hit import Hit
from dclint.ruleset.registry import list_rule_names
from dclint.ruleset.rule import Rule
from dclint.secrets.redaction import redact_text, shorten_message

if TYPE_CHECKING:
    from dclint.analysis.profile import RiskProfile
    from dclint.findings.suppression import Suppression
    from dclint.suppression.waivers import LapsedWaiver, Waivers

_LAPSED_WAIVER = "lapsed-waiver"
_WAIVER_HEAD = "[[waivers]]"
_LONGEST_REASON = 1000  # characters of a reason that are looked at; fewer are shown


@dataclass(slots=True)
class _Totals:
    """What the documents of a run add up to."""

    coverage: dict[str, Coverage]
    findings: list[Finding] = field(default_factory=list)
    connectors: list[ConnectorRef] = field(default_factory=list)
    risk_profiles: "list[RiskProfile]" = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    crashes: dict[str, Crash] = field(default_factory=dict)
    nanoseconds: Counter[str] = field(default_factory=Counter)
    draft_files: set[str] = field(default_factory=set)
    documents: int = 0
    skipped: int = 0
    dropped: int = 0

    def add(self, result: DocumentResult) -> None:
        """Add all of a document but its findings."""
        first = len(self.connectors)
        self.documents += 1
        self.dropped += result.dropped
        self.connectors += result.connectors
        self.risk_profiles += result.risk_profiles
        self.nanoseconds.update(result.nanoseconds)
        for rule, crash in result.crashes.items():
            self.crashes.setdefault(rule, crash)
        if result.is_draft:
            self.draft_files.add(result.name)
        for rule, count in result.not_applicable.items():
            self.coverage[rule].not_applicable += count
        for rule, unobserved in result.not_observable.items():
            for facts, numbers in unobserved.items():
                self.coverage[rule].unobserved[facts] += [first + number for number in numbers]

    def add_finding(self, finding: Finding) -> bool:
        """Add a finding; return False if there are too many already."""
        if len(self.findings) >= MAX_FINDINGS:
            self.dropped += 1
            return False
        self.findings.append(finding)
        return True


def triage(documents: Iterable[MergedDocument | Unreadable], plan: LintPlan) -> Report:
    """Return the report of a run, and call `on_finding` for what no comment suppresses."""
    totals = _Totals({name: Coverage() for name in plan.rules})
    on_finding = plan.options.on_finding
    for document in documents:
        if isinstance(document, Unreadable):
            totals.unreadable.append(document)
            continue
        result, findings = document
        if result.is_skipped:
            totals.skipped += 1
            continue
        totals.add(result)
        for finding in _apply_comments(result, findings, plan):
            is_added = totals.add_finding(finding)
            if is_added and on_finding and finding.suppression is None:
                on_finding(finding)
    return _write_report(totals, plan)


def _apply_comments(
    result: DocumentResult, findings: list[Finding], plan: LintPlan
) -> Iterator[Finding]:
    """Yield the findings with the comments that suppress them, then what is wrong with those."""
    suppressions = result.suppressions
    if suppressions is None:
        yield from findings
        return
    for finding in findings:
        suppression = finding.suppression or suppressions.match_finding(finding)
        yield replace(finding, suppression=suppression)
    enabled = plan.rules.keys() - result.ignored
    for problem in suppressions.list_problems(enabled, partial(list_rule_names, plan.config.rules)):
        if problem.rule in enabled:
            rule, hit = plan.rules[problem.rule], Hit(problem.message, remedy=problem.remedy)
            yield build_text_finding(rule, hit, problem.location, plan.config)


def _write_report(totals: _Totals, plan: LintPlan) -> Report:
    config, options, baseline = plan.config, plan.options, plan.options.baseline
    waivers = _load_waivers(plan)
    found = _tell_equal_findings_apart(totals)
    judged = [_suppress_finding(finding, waivers, plan) for finding in found]
    counting = [finding for finding in judged if finding.suppression is None]
    if waivers and _LAPSED_WAIVER in plan.rules:
        lapsed = waivers.list_lapsed(found, totals.connectors, plan.rules)
        counting += [_build_lapsed_finding(each, plan) for each in lapsed]
    return Report(
        rules=tuple(plan.rules.values()),
        coverage=_count_checked(totals),
        findings=counting,
        suppressed=[finding for finding in judged if finding.suppression],
        relaxed_settings=tuple(describe_relaxed_settings(tuple(plan.rules.values()), config)),
        fixed_baseline_entries=(
            baseline.list_fixed(found, totals.connectors, plan.rules) if baseline else []
        ),
        fixed_count=options.fixed_count,
        connectors=totals.connectors,
        documents=totals.documents,
        skipped=totals.skipped,
        unreadable=totals.unreadable,
        crashes=list(totals.crashes.values()),
        dropped=totals.dropped,
        risk_profiles=totals.risk_profiles,
        kind=options.kind,
        audit=options.audit,
        nanoseconds=totals.nanoseconds if options.time_rules else Counter(),
    )


def _load_waivers(plan: LintPlan) -> "Waivers | None":
    """Return the waivers of the settings; most have none, and the module is not imported."""
    if not plan.config.waivers:
        return None
    from dclint.suppression.waivers import Waivers

    return Waivers(plan.config.waivers, plan.never_waived)


def _count_checked(totals: _Totals) -> dict[str, Coverage]:
    """Return the coverage; what is neither not applicable nor not observable was checked."""
    for coverage in totals.coverage.values():
        others = coverage.not_applicable + coverage.not_observable
        coverage.checked = len(totals.connectors) - others
    return totals.coverage


def _tell_equal_findings_apart(totals: _Totals) -> list[Finding]:
    """Return the findings in the order of files and lines, equal ones numbered.

    What is found in a live version keeps its identity when a draft is added beside it.
    """
    counts: Counter[str] = Counter()
    numbered: list[Finding] = []
    live_first = sorted(
        totals.findings,
        key=lambda each: (each.location.file in totals.draft_files, _order_of(each)),
    )
    for finding in live_first:
        counts[finding.fingerprint] += 1
        if (count := counts[finding.fingerprint]) > 1:
            identity = compute_fingerprint(finding.rule, finding.fingerprint, (), count)
            numbered.append(replace(finding, fingerprint=identity))
        else:
            numbered.append(finding)
    return sorted(numbered, key=_order_of)


def _order_of(finding: Finding) -> tuple[str, int, int, str, str]:
    place = finding.location
    return place.file, place.line, place.column, finding.rule, place.pointer


def _suppress_finding(finding: Finding, waivers: "Waivers | None", plan: LintPlan) -> Finding:
    """Return the finding with who suppresses it: a comment, else a waiver, else the baseline."""
    suppression = finding.suppression
    if suppression is None and waivers:
        suppression = waivers.match_finding(finding)
    if suppression is None and plan.options.baseline:
        suppression = plan.options.baseline.match_finding(finding)
    if suppression is None:
        return finding
    return replace(finding, suppression=_clean_suppression(suppression))


def _clean_suppression(suppression: "Suppression") -> "Suppression":
    """Shorten what people wrote, and mask what may be a secret in it: it is text from a file."""
    return replace(
        suppression,
        reason=_clean_text(suppression.reason),
        owner=_clean_text(suppression.owner),
    )


def _clean_text(text: str | None) -> str | None:
    return text and shorten_message(redact_text(text[:_LONGEST_REASON]))


def _build_lapsed_finding(lapsed: "LapsedWaiver", plan: LintPlan) -> Finding:
    """Return the finding of a waiver that accepts nothing any more."""
    rule, waiver = plan.rules[_LAPSED_WAIVER], lapsed.waiver
    excerpt = Excerpt(_WAIVER_HEAD, 0, len(_WAIVER_HEAD))
    line, end = waiver.line, 1 + len(_WAIVER_HEAD)
    location = Location(waiver.file, "", line, 1, line, end, excerpt)
    hit = Hit(lapsed.message, remedy=lapsed.remedy)
    identity = compute_fingerprint(rule.name, waiver.fingerprint, (), lapsed.message)
    return build_finding(rule, hit, location, identity, plan.config)


def describe_relaxed_settings(rules: Sequence[Rule], config: Config) -> Iterator[str]:
    """Yield in a few words what the settings leave out, lower, or let pass."""
    if config.ignore:
        yield f"`ignore` leaves out {_join_names(config.ignore)}"
    for pattern, names in config.per_file_ignores.items():
        yield f"`per-file-ignores` leaves out {_join_names(names)} in `{pattern}`"
    if config.access.public:
        yield f"`access.public` makes {_join_names(config.access.public)} public"
    given = config.severity
    lowered = [r.name for r in rules if r.name in given and given[r.name].rank < r.severity.rank]
    if lowered:
        yield f"`severity` is lowered for {_join_names(lowered)}"
    if config.fail_on in (FailOn.ERROR, FailOn.NEVER):
        yield f"`fail-on` is {config.fail_on}"


def _join_names(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
