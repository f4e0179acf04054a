"""What a run does with every document: made once from rules, settings and options."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Self

from dclint.config.settings import Config
from dclint.engine.report import Audit
from dclint.errors import ConfigError
from dclint.findings.finding import Finding
from dclint.findings.hit import Claim, NotApplicable
from dclint.model.context import Token
from dclint.model.subject import Subject, Workspace
from dclint.ruleset.python_checks import load_check
from dclint.ruleset.rule import Check, Outcome, Rule, Scope

if TYPE_CHECKING:
    from dclint.suppression.baseline import Baseline
    from dclint.suppression.public_paths import PublicPaths

FindingListener = Callable[[Finding], None]


@dataclass(frozen=True, slots=True)
class LintOptions:
    """What is wanted beside the findings, and what is known of the run."""

    time_rules: bool = False
    """Fill `Report.nanoseconds`."""
    show_exploits: bool = False
    """Add counterexamples to the code flows of findings."""
    profile_risks: bool = False
    """Fill `Report.risk_profiles`."""
    write_fixes: bool = True
    """Write the edits of fixes as text; it costs a tenth of a run and few formats show it."""
    baseline: "Baseline | None" = None
    """Findings that do not count, because they were there before."""
    on_finding: FindingListener | None = None
    """Called with each finding at once, in the order of the documents."""
    kind: str = "files"
    """What kind of run it is, if it is not of a live workspace: `files` or `diff`."""
    audit: Audit | None = None
    """What the items are read from, if it is a live workspace."""
    fixed_count: int = 0
    """Findings that were fixed before."""


@dataclass(frozen=True)
class RuleCheck:
    """One rule, ready to be run."""

    rule: Rule
    options: dict[str, Any]

    @cached_property
    def check(self) -> Check:
        """The check with its options, imported when the first connector needs it."""
        if self.rule.is_declarative:
            from dclint.ruleset import declarative

            return declarative.build_check(self.rule)
        function = load_check(self.rule)
        return partial(function, **self.options) if self.options else function

    def run(
        self, subject: Subject, workspace: Workspace
    ) -> Iterator[Outcome | Claim | NotApplicable]:
        """Yield what the check says.  Raises RuleError if a declarative one cannot be applied."""
        if self.rule.scope is Scope.WORKSPACE:
            return self.check(subject, workspace)
        return self.check(subject.connector)


@dataclass(frozen=True)
class LintPlan:
    """All that is the same for every document of a run."""

    rules: Mapping[str, Rule]
    """The enabled ones, by name."""
    config: Config
    options: LintOptions
    checks: Sequence[RuleCheck]
    workspace: Workspace
    """What the settings tell of it."""
    per_file_ignores: "PerFileIgnores"
    public_paths: "PublicPaths | None"
    """None if the settings name none."""

    @classmethod
    def of(cls, rules: Sequence[Rule], config: Config, options: LintOptions) -> Self:
        """Make the plan of a run.  Raises ConfigError if a pattern of the settings is not one."""
        tokens = {key: Token(t.header, t.domain) for key, t in config.tokens.items()}
        return cls(
            rules={rule.name: rule for rule in rules},
            config=config,
            options=options,
            checks=list_checks(rules, config),
            workspace=Workspace(
                frozenset(config.known_variables), tokens, access_patterns=config.access
            ),
            per_file_ignores=PerFileIgnores(config, rules),
            public_paths=_load_public_paths(rules, config),
        )

    @cached_property
    def needs(self) -> frozenset[tuple[str, ...]]:
        """The combinations of fields without which there is nothing to check."""
        return frozenset(check.rule.needs for check in self.checks)

    @cached_property
    def never_waived(self) -> frozenset[str]:
        """The rules of which nothing may be suppressed."""
        return _list_never_waived(self.rules.values(), self.config)


def _list_never_waived(rules: Iterable[Rule], config: Config) -> frozenset[str]:
    named = set(config.never_waive)
    return frozenset(rule.name for rule in rules if {rule.name, rule.category} & named)


def _load_public_paths(rules: Sequence[Rule], config: Config) -> "PublicPaths | None":
    """Return the paths that the settings call public; most name none, and it is not imported."""
    if not config.access.public:
        return None
    from dclint.suppression.public_paths import PublicPaths

    return PublicPaths(config.access.public, _list_never_waived(rules, config))


def list_checks(rules: Sequence[Rule], config: Config) -> list[RuleCheck]:
    """Return the check of every rule that looks at connectors, with its options."""
    return [
        RuleCheck(rule, _read_options(rule, config.options.get(rule.name, {})))
        for rule in rules
        if rule.scope is not Scope.DOCUMENT
    ]


def _read_options(rule: Rule, given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: given.get(name, option.default) for name, option in rule.options.items()}


class PerFileIgnores:
    """Rules that are off for some files, by patterns as in `.gitignore`."""

    def __init__(self, config: Config, rules: Sequence[Rule]) -> None:
        self._rules_by_pattern: list[tuple[Any, frozenset[str]]] = []
        if not config.per_file_ignores:
            return
        from pathspec import GitIgnoreSpec

        for pattern, names in config.per_file_ignores.items():
            off = frozenset(r.name for r in rules if r.name in names or r.category in names)
            try:
                spec = GitIgnoreSpec.from_lines([pattern])
            except (ValueError, re.error):
                raise ConfigError(f"per-file-ignores: `{pattern}` is no pattern") from None
            self._rules_by_pattern.append((spec, off))

    def list_ignored(self, file: str) -> frozenset[str]:
        """Return the rules that are off for `file`, a path with forward slashes."""
        ignored: frozenset[str] = frozenset()
        for pattern, names in self._rules_by_pattern:
            if pattern.match_file(file):
                ignored |= names
        return ignored
