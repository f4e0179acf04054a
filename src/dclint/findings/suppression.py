"""Who says that a finding does not count, and what a baseline keeps of one."""

from dataclasses import dataclass
from enum import StrEnum

from dclint.findings.severity import Severity


class SuppressionKind(StrEnum):
    """By what a finding is suppressed; the values are words of the reports."""

    COMMENT = "suppressed"
    """A comment in the file."""
    WAIVER = "waived"
    """An entry of the settings, with an owner and an end."""
    BASELINE = "known"
    """It was there before: in the baseline, or at the revision to which this one is compared."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why a finding is kept and counted and fails nothing."""

    kind: SuppressionKind
    place: str
    """Where that is said: `orders.yaml:3`, `dclint.toml:12`, the baseline's file."""
    reason: str | None = None
    owner: str | None = None
    expires: str | None = None
    """The last day of a waiver, as ISO 8601."""


@dataclass(frozen=True, slots=True)
class BaselineEntry:
    """What a baseline keeps of a finding: nothing that is secret, no line number."""

    fingerprint: str
    severity: Severity
    """A finding that has become more severe is another one."""
    rule: str
    connector: str
    path: str
