"""Hits and problems become findings: with a place, an identity, and nothing secret in them."""

from collections import Counter
from collections.abc import Iterable, Mapping

from dclint.config import Config
from dclint.document import Document, Problem
from dclint.finding import ConnectorRef, Finding, Hit, Location
from dclint.identity import fingerprint, natural
from dclint.locate import Locator
from dclint.placer import Placer, short
from dclint.pointer import to_text
from dclint.rule import Rule
from dclint.subject import Subject

MAX_FINDINGS = 50_000
"""Findings that one run reports; a hostile text could cause any number."""

MAX_TRAILS = 10
"""Values that one finding follows."""


def reference(subject: Subject) -> ConnectorRef:
    """Name a connector as reports do."""
    connector = subject.connector
    name = connector.name if isinstance(connector.name, str) else None
    own = connector.id if isinstance(connector.id, str) else None
    return ConnectorRef(
        subject.file,
        to_text(subject.at),
        subject.ordinal,
        name and short(name),
        own and short(own),
    )


class Findings:
    """Collects the findings of a run."""

    def __init__(self, rules: Mapping[str, Rule], config: Config, *, proved: bool) -> None:
        self._proved = proved
        self.found: list[Finding] = []
        self.dropped = 0
        self._rules = rules
        self._config = config
        self._identities: Counter[str] = Counter()

    def add_problem(self, problem: Problem, locator: Locator) -> None:
        """Add what is wrong with a text as such, if its rule is enabled."""
        if problem.rule not in self._rules:
            return
        if self._is_full():
            self.dropped += 1
            return
        location = locator.span(problem.span, problem.at)
        identity = fingerprint(problem.rule, "", (), [problem.message, location.excerpt.text])
        hit = Hit(message=problem.message, remedy=problem.remedy)
        self._add(self._finding(self._rules[problem.rule], hit, location, identity))

    def add_hits(
        self, document: Document, subject: Subject, hits: Iterable[tuple[Rule, Hit]]
    ) -> None:
        """Add what checks say of one connector."""
        visible = [
            (rule, hit)
            for rule, hit in hits
            if hit.profile is None or self._config.profile.includes(hit.profile)
        ]
        if not visible:
            return
        if self._is_full():
            self.dropped += len(visible)
            return
        masked = [hit for rule, hit in visible if rule.sensitive or hit.sensitive]
        place = Placer(document, subject, masked)
        connector = reference(subject)
        for rule, hit in visible:
            value = place.value(hit)
            at = natural(subject.connector.raw, hit.at)
            identity = fingerprint(rule.name, subject.key, at, value)
            location = place.at(hit.at, hit.fragment, on_key=hit.on_key)
            finding = self._finding(rule, place.cleaned(hit), location, identity)
            self._add(
                finding._replace(
                    connector=connector,
                    related=tuple(map(place.step, hit.related)),
                    trails=tuple(
                        place.trail(flow, proved=self._proved) for flow in hit.flows[:MAX_TRAILS]
                    ),
                )
            )

    def _finding(self, rule: Rule, hit: Hit, location: Location, identity: str) -> Finding:
        """Weigh a hit; what belongs to a connector is still missing."""
        return Finding(
            rule=rule.name,
            severity=self._config.severity.get(rule.name) or hit.severity or rule.severity,
            security_severity=rule.security_severity,
            confidence=rule.confidence,
            message=short(hit.message),
            remedy=hit.remedy and short(hit.remedy),
            location=location,
            connector=None,
            related=(),
            trails=(),
            fingerprint=identity,
        )

    def _add(self, finding: Finding) -> None:
        if self._is_full():
            self.dropped += 1
            return
        identity = finding.fingerprint
        self._identities[identity] += 1
        if (count := self._identities[identity]) > 1:
            finding = finding._replace(fingerprint=fingerprint(finding.rule, identity, (), count))
        self.found.append(finding)

    def _is_full(self) -> bool:
        return len(self.found) >= MAX_FINDINGS
