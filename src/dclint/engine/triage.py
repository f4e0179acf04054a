"""Which findings count, and which somebody has suppressed, waived or known before."""

from collections.abc import Iterator, Sequence

from dclint.config.settings import Config, FailOn
from dclint.engine.report import Report
from dclint.findings.finding import Excerpt, Finding, Location
from dclint.findings.fingerprints import fingerprint
from dclint.ruleset.rule import Rule
from dclint.secrets.redaction import redact, short
from dclint.suppression.baseline import Known
from dclint.suppression.model import Silenced
from dclint.suppression.waivers import Lapse, Waivers

_LAPSED = "lapsed-waiver"
_HEAD = "[[waivers]]"
_LONGEST = 1000  # characters of a reason that are looked at; fewer are shown


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


def muted(rules: Sequence[Rule], config: Config) -> Iterator[str]:
    """Say in a few words what the settings leave out, lower, or let pass."""
    if config.ignore:
        yield f"`ignore` leaves out {_listed(config.ignore)}"
    for pattern, names in config.per_file_ignores.items():
        yield f"`per-file-ignores` leaves out {_listed(names)} in `{pattern}`"
    given = config.severity
    lowered = [r.name for r in rules if r.name in given and given[r.name].rank < r.severity.rank]
    if lowered:
        yield f"`severity` is lowered for {_listed(lowered)}"
    if config.fail_on in (FailOn.ERROR, FailOn.NEVER):
        yield f"`fail-on` is {config.fail_on}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
