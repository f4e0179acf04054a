"""Paths that the settings call public: what is found about reading them does not count."""

from dataclasses import dataclass

from dclint.analysis.access.declared import find_declared_path
from dclint.analysis.access.effect import Effect, infer_effect
from dclint.analysis.access.table import ANONYMOUS, BYPASS, UNBOUND
from dclint.findings.suppression import Suppression, SuppressionKind
from dclint.model.connector import Connector

# The rules that report who reads what; a change of something public still counts.
_RULES = frozenset({ANONYMOUS, BYPASS, UNBOUND})


@dataclass(frozen=True, slots=True)
class PublicPaths:
    """The patterns of `public` under `[access]`."""

    patterns: tuple[str, ...]
    refused: frozenset[str]
    """The rules of which nothing may be suppressed."""

    def match_rule(self, rule: str, connector: Connector) -> Suppression | None:
        """Return why a finding of `rule` about `connector` does not count; None if it does."""
        if not self.patterns or rule not in _RULES - self.refused:
            return None
        if infer_effect(connector).value is not Effect.READ:
            return None
        pattern = find_declared_path(self.patterns, connector.url_template)
        if pattern is None:
            return None
        reason = f"`{pattern}` is public"
        return Suppression(SuppressionKind.WAIVER, "the settings:access", reason)
