"""Checking one document: all that can be said of it without any other."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from time import perf_counter_ns
from typing import TYPE_CHECKING

from dclint.base.pointer import resolve_pointer
from dclint.document import Document, Problem, Span, Syntax
from dclint.engine.applicability import find_missing_facts, find_missing_fields, is_hidden
from dclint.engine.finding_builder import (
    ClaimedFinding,
    build_findings,
    build_text_finding,
    claim_finding,
    describe_connector,
)
from dclint.engine.locator import Locator
from dclint.engine.plan import LintPlan, RuleCheck
from dclint.engine.report import RULE_FAILED, Crash, Facts, format_traceback
from dclint.errors import RuleError
from dclint.findings.finding import ConnectorRef, Finding
from dclint.findings.hit import Claim, Hit, NotApplicable, NotObservable
from dclint.model.detection import looks_like_attempt, looks_like_connector
from dclint.model.source_item import SourceItem
from dclint.model.subject import NotAConnector, Subject, Workspace, find_subjects
from dclint.ruleset.rule import Rule

if TYPE_CHECKING:
    from dclint.analysis.profile import RiskProfile
    from dclint.suppression.comments import DocumentSuppressions

MAX_HITS = 100  # hits of one rule on one connector that are reported
MAX_CONNECTORS = 50_000  # connectors of one document that are checked
MAX_FINDINGS = 50_000  # findings that one run reports; a hostile text could cause any number


@dataclass(slots=True)
class DocumentResult:
    """What was found in one document; connectors are known by their number in it."""

    name: str
    is_skipped: bool = False
    """Whether nobody named the file and it holds no connector."""
    is_draft: bool = False
    """Whether it holds drafts of live connectors."""
    ignored: frozenset[str] = frozenset()
    """The rules that are off for this file."""
    findings: list[Finding] = field(default_factory=list)
    claims: list[ClaimedFinding] = field(default_factory=list)
    """Findings that count only beside another connector, of this document or another."""
    suppressions: "DocumentSuppressions | None" = None
    connectors: list[ConnectorRef] = field(default_factory=list)
    risk_profiles: "list[RiskProfile]" = field(default_factory=list)
    not_applicable: dict[str, int] = field(default_factory=dict)
    """Rule → the number of connectors that have nothing to check."""
    not_observable: dict[str, dict[Facts, list[int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    """Rule → the facts that were missing → the connectors for which they were."""
    crashes: dict[str, Crash] = field(default_factory=dict)
    """Rule → its first failure."""
    dropped: int = 0
    """Findings beyond the number that is reported."""
    nanoseconds: Counter[str] = field(default_factory=Counter)


def check_document(item: SourceItem, plan: LintPlan) -> DocumentResult:
    """Return what the rules of `plan` say of one document.

    Raises RuleError if a declarative rule cannot be applied.
    """
    document = item.document
    result = DocumentResult(document.name)
    if not item.is_named and not _holds_connectors(document):
        result.is_skipped = True
        return result
    locator = Locator(document)
    result.ignored = plan.per_file_ignores.list_ignored(document.name)
    if document.syntax is Syntax.YAML and "dclint:" in document.text:
        from dclint.suppression.comments import read_suppressions

        result.suppressions = read_suppressions(document, plan.never_waived, locator.locate_span)
    problems = [*document.problems, *_check_subjects(item, plan, result)]
    for problem in problems:
        if problem.rule in plan.rules and problem.rule not in result.ignored:
            location = locator.locate_span(problem.span, problem.at)
            rule, hit = plan.rules[problem.rule], Hit(problem.message, remedy=problem.remedy)
            result.findings.append(build_text_finding(rule, hit, location, plan.config))
    return result


def _holds_connectors(document: Document) -> bool:
    """Whether a text that nobody asked for was meant to hold connectors."""
    if any(True for _ in document.iter_roots()):
        return looks_like_connector(document.iter_roots())
    return bool(document.problems) and looks_like_attempt(document.text)


def _check_subjects(item: SourceItem, plan: LintPlan, result: DocumentResult) -> list[Problem]:
    """Check every connector, and return what else there is where one was expected."""
    document = item.document
    workspace = plan.workspace.with_context(item.context)
    problems: list[Problem] = []
    most = MAX_HITS - len(document.problems)
    for number, found in enumerate(find_subjects(item, workspace.access_patterns)):
        if number == MAX_CONNECTORS:
            message = f"Only the first {MAX_CONNECTORS:,} connectors are checked"
            problems.append(Problem("unsafe-document", message, Span(0, 0)))
            break
        if isinstance(found, Subject):
            result.is_draft = found.version == "draft"
            _check_subject(document, found, workspace, plan, result)
        elif len(problems) < most:
            problems.append(_describe_not_a_connector(document, found))
        else:
            result.dropped += 1
    return problems


def _describe_not_a_connector(document: Document, item: NotAConnector) -> Problem:
    message = "Nothing here is a data connector, so nothing was checked"
    if item.at:
        message = "This is no data connector, so it was not checked"
    start = document.locate_value(item.at).start
    return Problem("not-a-connector", message, Span(start, start + 1), at=item.at)


def _check_subject(
    document: Document,
    subject: Subject,
    workspace: Workspace,
    plan: LintPlan,
    result: DocumentResult,
) -> None:
    """Run every rule on one connector, and add to the result what came out."""
    connector, number = subject.connector, len(result.connectors)
    result.connectors.append(describe_connector(subject))
    if plan.options.profile_risks:
        from dclint.analysis.profile import profile_risk

        result.risk_profiles.append(profile_risk(connector, workspace.context))
    context, ignored = workspace.context, result.ignored
    missing_fields = {needs: find_missing_fields(connector, needs) for needs in plan.needs}
    hits: list[tuple[Rule, Hit | Claim]] = []
    run = _run_timed if plan.options.time_rules else _run_check
    for check in plan.checks:
        rule = check.rule
        facts = find_missing_facts(rule, context, missing_fields)
        if facts is None or rule.name in ignored:
            _count_not_applicable(rule, result)
        elif facts:
            result.not_observable[rule.name][facts].append(number)
        elif found := run(check, subject, workspace, result):
            hits += [(rule, hit) for hit in found]
    if hits:
        _add_findings(document, subject, hits, plan, result)


def _count_not_applicable(rule: Rule, result: DocumentResult) -> None:
    result.not_applicable[rule.name] = result.not_applicable.get(rule.name, 0) + 1


def _run_timed(
    check: RuleCheck, subject: Subject, workspace: Workspace, result: DocumentResult
) -> list[Hit | Claim]:
    started = perf_counter_ns()
    hits = _run_check(check, subject, workspace, result)
    result.nanoseconds[check.rule.name] += perf_counter_ns() - started
    return hits


def _run_check(
    check: RuleCheck, subject: Subject, workspace: Workspace, result: DocumentResult
) -> list[Hit | Claim]:
    """Return the visible hits of one rule on one connector, and note what it could not see."""
    hits: list[Hit | Claim] = []
    missing: list[str] = []
    try:
        for outcome in check.run(subject, workspace):
            if isinstance(outcome, NotApplicable):
                _count_not_applicable(check.rule, result)
                continue
            if isinstance(outcome, NotObservable):
                missing.append(outcome.fact)
                continue
            at = outcome.hit.at if isinstance(outcome, Claim) else outcome.at
            if is_hidden(subject.connector, at):
                continue
            if len(hits) == MAX_HITS:
                result.dropped += 1
                continue
            resolve_pointer(subject.connector.raw, at)  # a check that points at nothing has failed
            hits.append(outcome)
    except RuleError:
        raise
    except Exception as error:  # noqa: BLE001 - one rule on one connector must not stop the others
        name = check.rule.name
        crash = Crash(name, result.connectors[-1], format_traceback(error))
        result.crashes.setdefault(name, crash)
        missing.append(RULE_FAILED)
    if missing:
        number = len(result.connectors) - 1
        result.not_observable[check.rule.name][tuple(sorted(set(missing)))].append(number)
    return hits


def _add_findings(
    document: Document,
    subject: Subject,
    hits: list[tuple[Rule, Hit | Claim]],
    plan: LintPlan,
    result: DocumentResult,
) -> None:
    profile = plan.config.profile
    plain: list[tuple[Rule, Hit]] = []
    for rule, outcome in hits:
        hit = outcome.hit if isinstance(outcome, Claim) else outcome
        if hit.profile is not None and not profile.includes_profile(hit.profile):
            continue
        if isinstance(outcome, Claim):
            result.claims.append(claim_finding(rule, outcome, document, subject))
        elif len(result.findings) + len(plain) >= MAX_FINDINGS:
            result.dropped += 1
        else:
            plain.append((rule, outcome))
    if plain:
        result.findings += build_findings(document, subject, plain, plan)
