"""What is run on every connector: the check of each rule, with its options and what it needs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from pydantic import BaseModel

from dclint.base.pointer import Pointer
from dclint.config.settings import Config
from dclint.engine.report import Coverage, Facts
from dclint.errors import ConfigError
from dclint.model.connector import Connector
from dclint.model.context import Evidence, Token
from dclint.model.subject import Subject, Workspace
from dclint.model.values import HIDDEN, Unset
from dclint.ruleset.python_checks import load_check
from dclint.ruleset.rule import Check, Outcome, Rule, Scope


@dataclass(frozen=True)
class Plan:
    """One rule, ready to be run."""

    rule: Rule
    coverage: Coverage
    options: dict[str, Any]

    @cached_property
    def check(self) -> Check:
        """The check with its options, imported when the first connector needs it."""
        if self.rule.is_declarative:
            from dclint.ruleset import declarative

            return declarative.build(self.rule)
        function = load_check(self.rule)
        return partial(function, **self.options) if self.options else function

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


class Ignores:
    """Tells which rules are off for a file, by patterns as in `.gitignore`."""

    def __init__(self, config: Config, rules: Sequence[Rule]) -> None:
        self._by_pattern: list[tuple[Any, frozenset[str]]] = []
        if not config.per_file_ignores:
            return
        from pathspec import GitIgnoreSpec

        for pattern, names in config.per_file_ignores.items():
            off = frozenset(r.name for r in rules if r.name in names or r.category in names)
            try:
                spec = GitIgnoreSpec.from_lines([pattern])
            except (ValueError, re.error):
                raise ConfigError(f"per-file-ignores: `{pattern}` is no pattern") from None
            self._by_pattern.append((spec, off))

    def on(self, file: str) -> frozenset[str]:
        """The rules that are off for `file`, a path with forward slashes."""
        off: frozenset[str] = frozenset()
        for pattern, names in self._by_pattern:
            if pattern.match_file(file):
                off |= names
        return off


def unknown(
    rule: Rule, evidence: Evidence, missing: Mapping[tuple[str, ...], Facts | None]
) -> Facts | None:
    """List what must be seen for `rule` and is not; None if the rule is not applicable."""
    if rule.evidence is None or getattr(evidence, rule.evidence) is not None:
        return missing[rule.needs]
    return (rule.evidence,) if rule.evidence in evidence.unasked else None


def missing_of(connector: Connector, needs: tuple[str, ...]) -> Facts | None:
    """List what of `needs` is unknown; None if all is known and there is nothing to check."""
    unknown = sorted(filter(connector.is_unknown, needs))
    return None if not unknown and any(map(connector.is_blank, needs)) else tuple(unknown)


def is_hidden(connector: Connector, at: Pointer) -> bool:
    """Whether what `at` points at cannot be seen."""
    value: Any = connector
    for step in at:
        if isinstance(value, list) and isinstance(step, int):
            value = value[step]
        elif isinstance(value, BaseModel) and step in type(value).model_fields:
            value = getattr(value, str(step))
        else:
            return False
        if isinstance(value, Unset):
            return value is HIDDEN
    return False
