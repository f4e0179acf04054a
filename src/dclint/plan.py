"""What is run on every connector: the check of each rule, with its options and what it needs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from dclint.config import Config
from dclint.evidence import Token
from dclint.result import Coverage
from dclint.rule import Check, Outcome, Rule, Scope
from dclint.subject import Subject, Workspace


@dataclass(frozen=True)
class Plan:
    """One rule, ready to be run."""

    rule: Rule
    coverage: Coverage
    options: dict[str, Any]

    @cached_property
    def check(self) -> Check:
        """The check with its options, imported when the first connector needs it."""
        if self.rule.check is not None:
            function = self.rule.function()
            return partial(function, **self.options) if self.options else function
        from dclint.checks import declarative

        return declarative.build(self.rule)

    def outcomes(self, subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
        """Run the check.  Raises RuleError if a declarative one cannot be applied."""
        if self.rule.scope is Scope.WORKSPACE:
            return self.check(subject, workspace)
        return self.check(subject.connector)


def workspace(config: Config) -> Workspace:
    """Return what the settings tell of the workspace."""
    tokens = {key: Token(t.header, t.domain) for key, t in config.tokens.items()}
    return Workspace(frozenset(config.known_variables), tokens)


def plans(rules: Sequence[Rule], config: Config, coverage: Mapping[str, Coverage]) -> list[Plan]:
    """Make a plan of every rule that looks at connectors."""
    return [
        Plan(rule, coverage[rule.name], _options(rule, config.options.get(rule.name, {})))
        for rule in rules
        if rule.scope is not Scope.DOCUMENT
    ]


def _options(rule: Rule, given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: given.get(name, option.default) for name, option in rule.options.items()}
