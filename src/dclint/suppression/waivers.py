"""Waivers: entries of the settings that accept one finding, for a reason and for a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from dclint.config.settings import Waiver
from dclint.findings.finding import ConnectorRef, Finding
from dclint.findings.suppression import Suppression, SuppressionKind


class LapsedWaiver(NamedTuple):
    """A waiver that accepts nothing any more, and why."""

    waiver: Waiver
    message: str
    remedy: str


class Waivers:
    """All waivers of the settings on one day."""

    def __init__(
        self, waivers: Sequence[Waiver], refused: frozenset[str], *, today: date | None = None
    ) -> None:
        self._waivers = waivers
        self._refused = refused
        self._today = today or date.today()  # noqa: DTZ011 - waivers end where their people live
        self._by_finding = {(each.rule, each.fingerprint): each for each in waivers}

    def match_finding(self, finding: Finding) -> Suppression | None:
        """Return who accepts a finding; a waiver holds until its last day is over."""
        waiver = self._by_finding.get((finding.rule, finding.fingerprint))
        if waiver is None or self._is_void(waiver) or not _accepts(waiver, finding):
            return None
        place = f"{waiver.file}:{waiver.line}"
        expires = waiver.expires.isoformat()
        kind = SuppressionKind.WAIVER
        return Suppression(kind, place, waiver.reason, waiver.owner, expires)

    def list_lapsed(
        self,
        findings: Iterable[Finding],
        connectors: Sequence[ConnectorRef],
        enabled: Iterable[str],
    ) -> Iterator[LapsedWaiver]:
        """Yield the waivers that accept nothing any more.

        `findings` are all that were made, whatever became of them.  Of a connector that was not
        looked at, and of a rule that was not run, nothing can be said.
        """
        running = frozenset(enabled)
        present = {(f.rule, f.fingerprint): f for f in findings}
        for each in self._waivers:
            if each.rule in self._refused:
                message = f"The settings allow nobody to waive `{each.rule}`"
                yield LapsedWaiver(each, message, "mend what it reports")
            elif each.expires < self._today:
                message = f"The waiver of `{each.rule}` has ended on {each.expires.isoformat()}"
                yield LapsedWaiver(each, message, "mend what it accepted, or decide anew")
            elif each.rule in running:
                yield from _explain_vanished(each, present, connectors)

    def _is_void(self, waiver: Waiver) -> bool:
        return waiver.rule in self._refused or waiver.expires < self._today


def _explain_vanished(
    waiver: Waiver, present: Mapping[tuple[str, str], Finding], connectors: Sequence[ConnectorRef]
) -> Iterator[LapsedWaiver]:
    """Say that what a waiver accepts is gone, if its connector was looked at, or is worse."""
    rule = waiver.rule
    remedy = "look at it again, and decide anew"
    finding = present.get((rule, waiver.fingerprint))
    if finding is not None:
        if not _names(waiver, finding.connector):
            message = f"The waiver of `{rule}` names another connector than its fingerprint"
            yield LapsedWaiver(waiver, message, remedy)
        elif not _accepts(waiver, finding):
            message = f"What the waiver of `{rule}` accepted is {finding.severity} now"
            yield LapsedWaiver(waiver, message, remedy)
    elif any(_names(waiver, connector) for connector in connectors):
        places = {(other.rule, other.path) for other in present.values()}
        if (rule, waiver.path) in places:
            yield LapsedWaiver(waiver, f"What the waiver of `{rule}` accepted has changed", remedy)
        else:
            message = f"Nothing of `{rule}` is found there any more"
            yield LapsedWaiver(waiver, message, "remove the waiver")


def _accepts(waiver: Waiver, finding: Finding) -> bool:
    is_worse = finding.severity.rank > waiver.severity.rank
    return not is_worse and _names(waiver, finding.connector)


def _names(waiver: Waiver, connector: ConnectorRef | None) -> bool:
    return connector is not None and waiver.connector in (connector.id, connector.name)
