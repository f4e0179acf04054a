"""Findings that are kept and counted and fail nothing: somebody said why, or knew them before."""

from enum import StrEnum
from typing import NamedTuple

from dclint.findings.finding import Finding
from dclint.findings.severity import Severity


class Means(StrEnum):
    """By what a finding is silenced."""

    COMMENT = "suppressed"
    """A comment in the file."""
    WAIVER = "waived"
    """An entry of the settings, with an owner and an end."""
    BASELINE = "known"
    """It was there before: in the baseline, or at the revision to which this one is compared."""


class Silenced(NamedTuple):
    """A finding that does not count, and who says so."""

    finding: Finding
    means: Means
    place: str
    """Where that is said: `orders.yaml:3`, `dclint.toml:12`, the baseline's file."""
    reason: str | None = None
    owner: str | None = None
    expires: str | None = None
    """The last day of a waiver, as ISO 8601."""


class Fixed(NamedTuple):
    """A finding of the baseline that is no longer there."""

    fingerprint: str
    severity: Severity
    """The one that is known: a finding that has become worse is another one."""
    rule: str
    connector: str
    path: str
