"""Linting: every enabled rule on every connector of every document."""

from collections.abc import Iterable, Sequence
from time import perf_counter_ns
from typing import NamedTuple

from dclint.analysis.profile import portray
from dclint.base.pointer import resolve
from dclint.config.settings import Config
from dclint.document import Document, Problem, Span
from dclint.document.unreadable import Unreadable
from dclint.engine.applicability import (
    Ignores,
    Plan,
    is_hidden,
    missing_of,
    plans,
    unknown,
    workspace,
)
from dclint.engine.collector import Findings, Heard, reference
from dclint.engine.locator import Locator
from dclint.engine.report import RULE_FAILED, Coverage, Crash, Report, trace
from dclint.engine.triage import Sorter, muted
from dclint.errors import RuleError
from dclint.findings.hit import Hit, Unobserved
from dclint.model.detection import is_attempt, is_meant
from dclint.model.source_item import SourceItem
from dclint.model.subject import Stranger, Subject, Workspace, contents
from dclint.ruleset import registry as ruleset
from dclint.ruleset.rule import Rule, Scope
from dclint.suppression.baseline import Known
from dclint.suppression.comments import suppressions

MAX_HITS = 100  # hits of one rule on one connector that are reported
MAX_CONNECTORS = 50_000  # connectors of one document that are checked


class Wishes(NamedTuple):
    """What somebody wants to know beside the findings, and what of them they know already."""

    timed: bool = False
    """Fill `Report.nanoseconds`."""
    proved: bool = False
    """Add counterexamples to the trails of findings."""
    portrayed: bool = False
    """Fill `Report.portraits`."""
    known: Known | None = None
    """Findings that do not count, because they were there before."""
    heard: Heard | None = None
    """Called with each finding at once, in the order of the documents."""


NO_MORE = Wishes()  # nothing beside the findings


def lint(
    items: Iterable[SourceItem | Unreadable],
    rules: Sequence[Rule],
    config: Config,
    wishes: Wishes = NO_MORE,
) -> Report:
    """Apply `rules` to all connectors in `items` and say what was found.

    `rules` are those that `dclint.ruleset.select` chose.  Raises RuleError if one cannot be run.
    """
    run = _Run(rules, config, wishes)
    for item in items:
        run.add(item)
    return run.finish()


class _Run:
    """One pass over all documents; nothing of a document is kept but its findings."""

    def __init__(self, rules: Sequence[Rule], config: Config, wishes: Wishes) -> None:
        self._report = Report(rules, {rule.name: Coverage() for rule in rules})
        self._report.muted = tuple(muted(rules, config))
        self._findings = Findings(rules, config, wishes.heard, proved=wishes.proved)
        self._workspace = workspace(config)
        self._ignores = Ignores(config, rules)
        self._wishes = wishes
        self._config = config
        self._enabled = frozenset(rule.name for rule in rules)
        self._sorter = Sorter(rules, config, wishes.known)
        self._of_documents = [rule for rule in rules if rule.scope is Scope.DOCUMENT]
        self._plans = plans(rules, config, self._report.coverage)
        self._needs = {plan.rule.needs for plan in self._plans}

    def add(self, item: SourceItem | Unreadable) -> None:
        """Lint one document."""
        if isinstance(item, Unreadable):
            self._report.unreadable.append(item)
        elif item.is_named or _is_meant(item.document):
            self._report.documents += 1
            self._document(item)
        else:
            self._report.skipped += 1

    def finish(self) -> Report:
        """Return the report, its findings in the order of files and lines."""
        report = self._report
        self._sorter.sort(report, list(self._findings.ordered()))
        report.dropped += self._findings.dropped
        return report

    def _all_names(self) -> Iterable[str]:
        """The names of all rules, those that are not run included."""
        return ruleset.load(self._config.rules)

    def _document(self, source: SourceItem) -> None:
        document = source.document
        ignored = self._ignores.on(document.name)
        self._findings.comments = suppressions(document, self._sorter.refused)
        problems = list(document.problems)
        around = self._workspace.around(source.context)
        for number, item in enumerate(contents(source)):
            if number == MAX_CONNECTORS:
                message = f"Only the first {MAX_CONNECTORS:,} connectors are checked"
                problems.append(Problem("unsafe-document", message, Span(0, 0)))
                break
            if isinstance(item, Subject):
                self._subject(document, item, around, ignored)
            elif len(problems) < MAX_HITS:
                problems.append(_stranger(document, item))
            else:
                self._report.dropped += 1
        locator = Locator(document)
        for problem in problems:
            if problem.rule not in ignored:
                self._findings.add_problem(problem, locator)
        comments, self._findings.comments = self._findings.comments, None
        if comments is not None:
            for problem in comments.problems(self._enabled - ignored, self._all_names):
                self._findings.add_problem(problem, locator)

    def _subject(
        self, document: Document, subject: Subject, around: Workspace, ignored: frozenset[str]
    ) -> None:
        report = self._report
        number = len(report.connectors)
        report.connectors.append(reference(subject))
        if self._wishes.portrayed:
            report.portraits.append(portray(subject.connector, around.evidence))
        for rule in self._of_documents:
            report.coverage[rule.name].checked += 1
        hits: list[tuple[Rule, Hit]] = []
        missing = {needs: missing_of(subject.connector, needs) for needs in self._needs}
        for plan in self._plans:
            facts = unknown(plan.rule, around.evidence, missing)
            if facts is None or plan.rule.name in ignored:
                plan.coverage.not_applicable += 1
            elif facts:
                plan.coverage.unobserved[facts].append(number)
            elif self._wishes.timed:
                started = perf_counter_ns()
                hits += self._outcomes(plan, subject, around, number)
                report.nanoseconds[plan.rule.name] += perf_counter_ns() - started
            else:
                hits += self._outcomes(plan, subject, around, number)
        if hits:
            self._findings.add_hits(document, subject, hits)

    def _outcomes(
        self, plan: Plan, subject: Subject, around: Workspace, number: int
    ) -> list[tuple[Rule, Hit]]:
        rule, coverage, connector = plan.rule, plan.coverage, subject.connector
        hits: list[tuple[Rule, Hit]] = []
        missing: list[str] = []
        try:
            for outcome in plan.outcomes(subject, around):
                if isinstance(outcome, Unobserved):
                    missing.append(outcome.fact)
                elif is_hidden(connector, outcome.at):
                    continue
                elif len(hits) < MAX_HITS:
                    resolve(connector.raw, outcome.at)  # a check that points at nothing has failed
                    hits.append((rule, outcome))
                else:
                    self._report.dropped += 1
        except RuleError:
            raise
        except Exception as error:  # noqa: BLE001 - one rule on one connector must not stop the others
            self._crashed(rule, number, error)
            missing.append(RULE_FAILED)
        if missing:
            coverage.unobserved[tuple(sorted(set(missing)))].append(number)
        else:
            coverage.checked += 1
        return hits

    def _crashed(self, rule: Rule, number: int, error: Exception) -> None:
        """Keep the first failure of a rule; its coverage counts the others."""
        if all(crash.rule != rule.name for crash in self._report.crashes):
            connector = self._report.connectors[number]
            self._report.crashes.append(Crash(rule.name, connector, trace(error)))


def _is_meant(document: Document) -> bool:
    if any(True for _ in document.roots()):
        return is_meant(document.roots())
    return bool(document.problems) and is_attempt(document.text)


def _stranger(document: Document, item: Stranger) -> Problem:
    message = "Nothing here is a data connector, so nothing was checked"
    if item.at:
        message = "This is no data connector, so it was not checked"
    start = document.locate(item.at).start
    return Problem("not-a-connector", message, Span(start, start + 1), at=item.at)
