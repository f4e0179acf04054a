"""What is seen of a document before and after it was fixed, and whether that is for the worse."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from dclint.analysis.access.judgement import evaluate_access
from dclint.base.pointer import Json, resolve_pointer
from dclint.config.settings import Config
from dclint.engine.lint import lint
from dclint.findings.finding import Finding
from dclint.findings.severity import Severity
from dclint.model.connector import Connector
from dclint.model.source_item import SourceItem
from dclint.model.subject import list_subjects
from dclint.ruleset.rule import Rule
from dclint.secrets.connector import find_connector_secrets


class _Protection(NamedTuple):
    """How well one connector is guarded, and the credentials in it."""

    rank: int
    """Of the verdict in the table of authentication."""
    secrets: frozenset[str]
    permissive_fields: frozenset[tuple[str, Json]]
    """What is written that lets more people in, whether or not it matters today."""


class LintSnapshot(NamedTuple):
    """A document and what is to be said of it."""

    item: SourceItem
    findings: tuple[Finding, ...]
    """Those that count, in order."""
    finding_counts: Counter[tuple[int | None, str, Severity]]
    """How many there are of each connector, rule and severity, those that are silenced included."""
    suppressed_counts: Counter[tuple[int | None, str]]
    """How many findings of each connector and rule a comment or a waiver silences."""
    protections: tuple[_Protection, ...]
    crashes: int


def take_lint_snapshot(item: SourceItem, rules: Sequence[Rule], config: Config) -> LintSnapshot:
    """Lint a document that stands alone."""
    report = lint([item], rules, config)
    everything = [*report.findings, *report.suppressed]
    return LintSnapshot(
        item,
        tuple(report.findings),
        Counter((_get_ordinal(each), each.rule, each.severity) for each in everything),
        Counter((_get_ordinal(each), each.rule) for each in report.suppressed),
        tuple(_measure_protection(subject.connector) for subject in list_subjects(item)),
        len(report.crashes),
    )


def is_same_json(one: Json, other: Json) -> bool:
    """Whether two values are the same, types and the order of members included."""
    return json.dumps(one) == json.dumps(other)


def does_harm(before: LintSnapshot, after: LintSnapshot, fixed: Sequence[Finding]) -> bool:
    """Whether fixing took away a credential or a guard, or brought a finding that weighs as much.

    A new finding of a connector may weigh less than each of those that were fixed there.
    """
    if len(before.protections) != len(after.protections) or after.crashes > before.crashes:
        return True
    for old, new in zip(before.protections, after.protections, strict=True):
        if (
            new.rank > old.rank
            or not old.secrets <= new.secrets
            or new.permissive_fields - old.permissive_fields
        ):
            return True
    if after.suppressed_counts - before.suppressed_counts:
        return True
    least: dict[int | None, int] = {}
    for finding in fixed:
        number = _get_ordinal(finding)
        least[number] = min(least.get(number, finding.severity.rank), finding.severity.rank)
    added = after.finding_counts - before.finding_counts
    return any(
        severity.rank >= least.get(number, min(least.values())) for number, _, severity in added
    )


def _get_ordinal(finding: Finding) -> int | None:
    return finding.connector.ordinal if finding.connector else None


def _measure_protection(connector: Connector) -> _Protection:
    texts = (
        resolve_pointer(connector.raw, secret.at)[secret.start : secret.end]
        for secret in find_connector_secrets(connector)
    )
    raw = connector.raw
    opened = (
        (k, v) for k, v in _PERMISSIVE_VALUES.items() if type(raw.get(k)) is type(v) and raw[k] == v
    )
    rank = evaluate_access(connector).table_match.verdict.rank
    return _Protection(rank, frozenset(texts), frozenset(opened))


# Members that let more people in, each with the value that does.
_PERMISSIVE_VALUES: dict[str, Json] = {
    "state": "live",
    "bypass_authentication": True,
    "customer_authentication": False,
    "direct_fin_usage": True,
    "validate_missing_attributes": False,
}
