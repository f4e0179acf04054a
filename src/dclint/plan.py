"""What is run on every connector: the check of each rule, with its options and what it needs."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from dclint.checks import declarative
from dclint.config import Config
from dclint.errors import RuleError
from dclint.result import Coverage
from dclint.rule import Check, Outcome, Rule, Scope
from dclint.subject import Subject, Token, Workspace


class Plan(NamedTuple):
    """One rule, ready to be run."""

    rule: Rule
    check: Check
    coverage: Coverage
    workspace: Workspace | None
    """What the check is given beside the subject; None if it wants the connector alone."""

    def outcomes(self, subject: Subject) -> Iterator[Outcome]:
        """Run the check."""
        if self.workspace is None:
            return self.check(subject.connector)
        return self.check(subject, self.workspace)


def plans(rules: Sequence[Rule], config: Config, coverage: Mapping[str, Coverage]) -> list[Plan]:
    """Make a plan of every rule that looks at connectors.

    Raises RuleError if one cannot be run.
    """
    tokens = {key: Token(t.header, t.domain) for key, t in config.tokens.items()}
    workspace = Workspace(frozenset(config.known_variables), tokens)
    return [
        Plan(
            rule,
            _bind(rule, config),
            coverage[rule.name],
            workspace if rule.scope is Scope.WORKSPACE else None,
        )
        for rule in rules
        if rule.scope is not Scope.DOCUMENT
    ]


def _bind(rule: Rule, config: Config) -> Check:
    """Give a check its options.  Raises RuleError if the rule cannot be run."""
    given = config.options.get(rule.name, {})
    options = {name: given.get(name, option.default) for name, option in rule.options.items()}
    try:
        function = declarative.build(rule) if rule.check is None else rule.function()
    except (ImportError, AttributeError) as error:
        raise RuleError(f"rule `{rule.name}` cannot be run: {error}") from None
    return partial(function, **options) if options else function
