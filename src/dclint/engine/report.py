"""What a run results in: findings, and how far each rule got on each connector."""

import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from dclint.document.unreadable import Unreadable
from dclint.findings.finding import ConnectorRef, Finding
from dclint.findings.severity import Severity
from dclint.ruleset.rule import Rule

if TYPE_CHECKING:
    from dclint.analysis.profile import RiskProfile
    from dclint.findings.suppression import BaselineEntry, Suppression

Facts = tuple[str, ...]
RULE_FAILED = "the rule failed"  # the fact that is missing where a rule crashed


class Crash(NamedTuple):
    """A rule that failed, and the first connector on which it did: a fault of dclint."""

    rule: str
    connector: ConnectorRef
    traceback: str


def format_traceback(error: BaseException) -> str:
    """Tell where an error was raised and its kind, not what it says: it may quote a secret."""
    frames = traceback.format_tb(error.__traceback__, limit=-20)
    return "".join(["Traceback (most recent call last):\n", *frames, type(error).__name__])


class Gap(NamedTuple):
    """Something beside the connectors that was asked for and could not be read."""

    what: str
    reason: str


@dataclass(slots=True, kw_only=True)
class Audit:
    """What a visit to a live workspace was, and what it could not see."""

    workspace: str
    """Its id, `unknown` if the API does not tell."""
    name: str | None
    region: str
    host: str
    api_version: str
    state: str
    """Which versions were asked for: `live`, `draft` or `both`."""
    taken_at: str
    """ISO 8601, in UTC."""
    requests: int = 0
    gaps: list[Gap] = field(default_factory=list)
    since: str | None = None
    """From when on recorded calls were looked at; None if they were not."""
    results: int = 0
    """Recorded calls that were looked at."""
    sampled: int = 0
    """Connectors that had more calls than were looked at."""


@dataclass(slots=True)
class Coverage:
    """The outcomes of one rule; the three counts sum to the number of connectors."""

    checked: int = 0
    not_applicable: int = 0
    unobserved: dict[Facts, list[int]] = field(default_factory=lambda: defaultdict(list))
    """The facts that were missing → the numbers of the connectors for which they were."""

    @property
    def not_observable(self) -> int:
        """The number of connectors for which a fact was missing."""
        return sum(map(len, self.unobserved.values()))

    @property
    def failed(self) -> int:
        """The number of connectors on which the rule crashed."""
        return sum(len(found) for facts, found in self.unobserved.items() if RULE_FAILED in facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that a run found, and all that it could not look at."""

    rules: Sequence[Rule]
    """The rules that were enabled."""
    coverage: dict[str, Coverage]
    """Rule → how far it got."""
    findings: list[Finding] = field(default_factory=list)
    """Those that count."""
    suppressed: list[Finding] = field(default_factory=list)
    """Those that a comment, a waiver or the baseline suppresses."""
    relaxed_settings: tuple[str, ...] = ()
    """What the settings leave out, lower or let pass, in words."""
    fixed_baseline_entries: "list[BaselineEntry]" = field(default_factory=list)
    """Findings of the baseline that are gone."""
    fixed_count: int = 0
    """Findings that were fixed before the documents were linted."""
    connectors: list[ConnectorRef] = field(default_factory=list)
    documents: int = 0
    """Texts that hold connectors, or that were meant to."""
    skipped: int = 0
    """Files that nobody named and that hold no connector."""
    unreadable: list[Unreadable] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)
    dropped: int = 0
    """Findings beyond the number that one run reports."""
    risk_profiles: "list[RiskProfile]" = field(default_factory=list)
    """Each of `connectors` in words, if that was wanted."""
    kind: str = "files"
    """What kind of run it was, if it is not of a live workspace: `files` or `diff`."""
    audit: Audit | None = None
    """What the documents were read from, if it was a live workspace."""
    nanoseconds: Counter[str] = field(default_factory=Counter)
    """Rule → the time that its check took, if it was measured."""

    def list_suppressed(self) -> "Iterator[tuple[Finding, Suppression]]":
        """Yield each suppressed finding, and who says that it does not count."""
        for finding in self.suppressed:
            if finding.suppression:
                yield finding, finding.suppression

    def count(self, severity: Severity) -> int:
        """The number of findings of one severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def not_observable(self) -> int:
        """How many checks could not be done because a fact was missing."""
        return sum(coverage.not_observable for coverage in self.coverage.values())
