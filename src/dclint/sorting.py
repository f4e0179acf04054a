"""Which findings count, and which somebody has suppressed, waived or known before."""

from collections.abc import Sequence

from dclint.baseline import Known
from dclint.config import Config
from dclint.finding import Excerpt, Finding, Location
from dclint.identity import fingerprint
from dclint.placer import short
from dclint.redaction import redact
from dclint.result import Report
from dclint.rule import Rule
from dclint.silenced import Silenced
from dclint.waiver import Lapse, Waivers

_LAPSED = "lapsed-waiver"
_HEAD = "[[waivers]]"
_LONGEST = 1000
"""Characters of a reason that are looked at; fewer are shown."""


class Sorter:
    """Knows what the settings and a baseline say of findings."""

    def __init__(self, rules: Sequence[Rule], config: Config, known: Known | None) -> None:
        self.refused = frozenset(
            rule.name for rule in rules if {rule.name, rule.category} & {*config.never_waive}
        )
        """Rules of which nothing may be silenced."""
        self._rules = {rule.name: rule for rule in rules}
        self._config = config
        self._known = known
        self._waivers = Waivers(config.waivers, self.refused)

    def sort(self, report: Report, found: Sequence[tuple[Finding, Silenced | None]]) -> None:
        """Put findings into the report; with each comes the comment that silences it."""
        for finding, comment in found:
            silenced = comment or self._waivers.match(finding)
            if silenced is None and self._known:
                silenced = self._known.match(finding)
            if silenced:
                report.silenced.append(_clean(silenced))
            else:
                report.findings.append(finding)
        findings = [finding for finding, _ in found]
        if _LAPSED in self._rules:
            lapses = self._waivers.lapses(findings, report.connectors, self._rules)
            report.findings += map(self._lapsed, lapses)
        if self._known:
            report.fixed = self._known.fixed(findings, report.connectors, self._rules)

    def _lapsed(self, lapse: Lapse) -> Finding:
        """Make a finding of a waiver that accepts nothing any more."""
        rule, waiver = self._rules[_LAPSED], lapse.waiver
        excerpt = Excerpt(_HEAD, 0, len(_HEAD))
        line = waiver.line
        place = Location(waiver.file, "", line, 1, line, 1 + len(_HEAD), excerpt)
        return Finding(
            rule=rule.name,
            severity=self._config.severity.get(rule.name) or rule.severity,
            security_severity=rule.security_severity,
            confidence=rule.confidence,
            message=lapse.message,
            remedy=lapse.remedy,
            location=place,
            connector=None,
            related=(),
            trails=(),
            path="",
            fingerprint=fingerprint(rule.name, waiver.fingerprint, (), lapse.message),
        )


def _clean(silenced: Silenced) -> Silenced:
    """Shorten what people wrote, and mask what may be a secret in it: it is text from a file."""
    return silenced._replace(reason=_told(silenced.reason), owner=_told(silenced.owner))


def _told(text: str | None) -> str | None:
    return text and short(redact(text[:_LONGEST]))
