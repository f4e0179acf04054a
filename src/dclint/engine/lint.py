"""Linting: every enabled rule on every connector of every document."""

from collections.abc import Iterable, Sequence

from dclint.config.settings import Config
from dclint.document.unreadable import Unreadable
from dclint.engine.document_check import check_document
from dclint.engine.merge import merge
from dclint.engine.plan import LintOptions, LintPlan
from dclint.engine.report import Report
from dclint.engine.triage import triage
from dclint.model.source_item import SourceItem
from dclint.ruleset.rule import Rule

_DEFAULT_OPTIONS = LintOptions()


def lint(
    items: Iterable[SourceItem | Unreadable],
    rules: Sequence[Rule],
    config: Config,
    options: LintOptions = _DEFAULT_OPTIONS,
) -> Report:
    """Return what `rules` find in all connectors of `items`, and what could not be checked.

    `rules` are those that `dclint.ruleset.registry.select` chose.  Raises RuleError if one of them
    cannot be run, ConfigError if a pattern of the settings is not one.
    """
    return lint_with_plan(items, LintPlan.of(rules, config, options))


def lint_with_plan(items: Iterable[SourceItem | Unreadable], plan: LintPlan) -> Report:
    """Do what `lint` does, with a plan that serves several runs."""
    results = (
        check_document(item, plan) if isinstance(item, SourceItem) else item for item in items
    )
    return triage(merge(results, plan), plan)
