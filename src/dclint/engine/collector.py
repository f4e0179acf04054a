"""Hits and problems become findings: with a place, an identity, and nothing secret in them."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from dclint.base.pointer import to_text
from dclint.config.settings import Config
from dclint.document import Document, Problem
from dclint.engine.locations import Placer
from dclint.engine.locator import Locator
from dclint.findings.finding import ConnectorRef, Finding, Location
from dclint.findings.fingerprints import fingerprint, natural
from dclint.findings.hit import Hit
from dclint.model.subject import Subject
from dclint.ruleset.rule import Rule
from dclint.secrets.redaction import redact_known, short
from dclint.suppression.comments import Suppressions
from dclint.suppression.model import Silenced

MAX_FINDINGS = 50_000  # findings that one run reports; a hostile text could cause any number
Heard = Callable[[Finding], None]  # somebody who does not wait for the end of a run
MAX_TRAILS = 10  # values that one finding follows


class _Added(NamedTuple):
    finding: Finding
    comment: Silenced | None


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
    """Collects the findings of a run, and tells `heard` of each at once."""

    def __init__(
        self, rules: Iterable[Rule], config: Config, heard: Heard | None, *, proved: bool
    ) -> None:
        self.dropped = 0
        self.comments: Suppressions | None = None
        """The comments of the document at hand."""
        self._found: list[_Added] = []
        self._drafts: set[str] = set()
        """The files that hold drafts of live connectors."""
        self._rules = {rule.name: rule for rule in rules}
        self._config = config
        self._heard = heard
        self._proved = proved

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
        if subject.version == "draft":
            self._drafts.add(document.name)
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
                    path=redact_known(to_text(at)),
                    fix=hit.repair and place.fix(hit.repair),
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
            security_severity=rule.security_severity
            if hit.security_severity is None
            else hit.security_severity,
            confidence=hit.confidence or rule.confidence,
            message=short(hit.message),
            remedy=hit.remedy and short(hit.remedy),
            location=location,
            connector=None,
            related=(),
            trails=(),
            path="",
            fingerprint=identity,
        )

    def ordered(self) -> list[tuple[Finding, Silenced | None]]:
        """Return the findings in the order of files and lines, equal ones told apart by number.

        With each comes the comment that silences it, if there is one.  What is found in a live
        version keeps its identity when a draft comes to stand beside it.
        """
        identities: Counter[str] = Counter()
        numbered: list[_Added] = []
        for finding, comment in sorted(self._found, key=self._age):
            identity = finding.fingerprint
            identities[identity] += 1
            if (count := identities[identity]) > 1:
                identity = fingerprint(finding.rule, identity, (), count)
            known = finding._replace(fingerprint=identity)
            numbered.append(_Added(known, comment and comment._replace(finding=known)))
        return [*sorted(numbered, key=_order)]

    def _age(self, added: _Added) -> tuple[bool, tuple[str, int, int, str, str]]:
        return added.finding.location.file in self._drafts, _order(added)

    def _add(self, finding: Finding) -> None:
        if self._is_full():
            self.dropped += 1
            return
        comment = self.comments.match(finding) if self.comments is not None else None
        self._found.append(_Added(finding, comment))
        if self._heard and not comment:
            self._heard(finding)

    def _is_full(self) -> bool:
        return len(self._found) >= MAX_FINDINGS


def _order(added: _Added) -> tuple[str, int, int, str, str]:
    place = added.finding.location
    return place.file, place.line, place.column, added.finding.rule, place.pointer
