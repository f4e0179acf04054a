"""Hits and problems become findings: with a place, an identity, and nothing secret in them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from dclint.checks.credentials import secrets_of
from dclint.config import Config
from dclint.credentials import mask
from dclint.document import Document, Problem, Span
from dclint.finding import (
    ConnectorRef,
    Finding,
    Flow,
    Fragment,
    Hit,
    Location,
    Related,
    Step,
    Trail,
    fingerprint,
    natural,
)
from dclint.locate import Locator
from dclint.pointer import Json, Pointer, resolve, to_text
from dclint.redaction import redact_known
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
        name and _short(name),
        own and _short(own),
    )


class Findings:
    """Collects the findings of a run."""

    def __init__(self, rules: Mapping[str, Rule], config: Config) -> None:
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
        self._add(
            Hit(message=problem.message, remedy=problem.remedy),
            self._rules[problem.rule],
            location,
            identity,
        )

    def add_hits(
        self, document: Document, subject: Subject, hits: Iterable[tuple[Rule, Hit]]
    ) -> None:
        """Add what checks say of one connector."""
        visible = [
            (rule, hit)
            for rule, hit in hits
            if self._config.profile.includes(hit.profile or rule.profile)
        ]
        if not visible:
            return
        if self._is_full():
            self.dropped += len(visible)
            return
        place = _Placer(document, subject, [hit for rule, hit in visible if rule.sensitive])
        connector = reference(subject)
        for rule, hit in visible:
            value = place.value(hit)
            at = natural(subject.connector.raw, hit.at)
            identity = fingerprint(rule.name, subject.key, at, value)
            location = place.at(hit.at, hit.fragment, on_key=hit.on_key)
            self._add(
                place.cleaned(hit),
                rule,
                location,
                identity,
                connector=connector,
                related=tuple(map(place.step, hit.related)),
                trails=tuple(map(place.trail, hit.flows[:MAX_TRAILS])),
            )

    def _add(
        self,
        hit: Hit,
        rule: Rule,
        location: Location,
        identity: str,
        *,
        connector: ConnectorRef | None = None,
        related: tuple[Step, ...] = (),
        trails: tuple[Trail, ...] = (),
    ) -> None:
        if self._is_full():
            self.dropped += 1
            return
        severity = self._config.severity.get(rule.name) or hit.severity or rule.severity
        self._identities[identity] += 1
        if (count := self._identities[identity]) > 1:
            identity = fingerprint(rule.name, identity, (), count)
        self.found.append(
            Finding(
                rule=rule.name,
                severity=severity,
                security_severity=rule.security_severity,
                confidence=rule.confidence,
                message=_short(hit.message),
                remedy=hit.remedy and _short(hit.remedy),
                location=location,
                connector=connector,
                related=related,
                trails=trails,
                fingerprint=identity,
            )
        )

    def _is_full(self) -> bool:
        return len(self.found) >= MAX_FINDINGS


_TELLING = 4
"""Characters of a secret that may be shown; a message may quote more and cut off the rest."""

_LONGEST = 500
"""Characters of a message; names in it come from the text and may be of any length."""

_SCANNED = 2 * _LONGEST
"""Characters of a message in which secrets are looked for; what follows is never shown."""


def _short(message: str) -> str:
    message = redact_known(message[:_SCANNED])
    return message if len(message) <= _LONGEST else f"{message[: _LONGEST - 1]}…"


class _Secret(NamedTuple):
    text: str
    masked: str


class _Placer:
    """Knows where one connector stands and what of it must not be shown."""

    def __init__(self, document: Document, subject: Subject, sensitive: Iterable[Hit]) -> None:
        self._subject = subject
        self._raw = subject.connector.raw
        spans: list[Span] = []
        self._secrets: list[_Secret] = []
        places = [(at, (start, end)) for at, start, end, _ in secrets_of(subject.connector)]
        for at, fragment in (*places, *((hit.at, hit.fragment) for hit in sensitive)):
            spans.append(document.locate(subject.at + at, fragment))
            value = resolve(self._raw, at)
            if isinstance(value, str) and value:
                text = value[slice(*fragment)] if fragment else value
                self._secrets.append(_Secret(text, mask(text, 0, len(text))))
        self._locator = Locator(document, spans, document.locate(subject.at))

    def value(self, hit: Hit) -> Json:
        """What stands at a hit, as far as it belongs to the hit's identity."""
        value = None if hit.on_key else self._at(hit.at)
        return None if isinstance(value, (dict, list)) else value

    def at(
        self, at: Pointer, fragment: Fragment | None = None, *, on_key: bool = False
    ) -> Location:
        """Return the place of a hit; an object is known by its name."""
        pointer = self._subject.at + at
        if isinstance(self._at(at), dict) and not on_key:
            return self._locator.handle(pointer)
        return self._locator.at(pointer, fragment, on_key=on_key)

    def step(self, related: Related) -> Step:
        """Return the place of what belongs to a hit."""
        return Step(_short(self.clean(related.message)), self.at(related.at, related.fragment))

    def trail(self, flow: Flow) -> Trail:
        """Return the places through which a value goes."""
        return Trail(_short(flow.name), tuple(map(self.step, flow.steps)))

    def clean(self, text: str) -> str:
        """Mask the connector's secrets in what a message quotes; the rest of it is ours."""
        text = text[:_SCANNED]
        return "`".join(
            self._masked(part) if number % 2 else part
            for number, part in enumerate(text.split("`"))
        )

    def _masked(self, text: str) -> str:
        for secret in self._secrets:
            if secret.text[: _TELLING + 1] not in text:
                continue
            text = text.replace(secret.text, secret.masked)
            for length in range(min(len(secret.text) - 1, len(text)), _TELLING, -1):
                text = text.replace(f"{secret.text[:length]}…", f"{secret.masked[:length]}…")
        return text

    def cleaned(self, hit: Hit) -> Hit:
        """Mask the connector's secrets in what a hit says."""
        if not self._secrets:
            return hit
        remedy = hit.remedy and self.clean(hit.remedy)
        return Hit(message=self.clean(hit.message), remedy=remedy, severity=hit.severity)

    def _at(self, at: Pointer) -> Json:
        return resolve(self._raw, at)
