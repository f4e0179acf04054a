"""Hits and problems become findings: with a place, an identity, and nothing secret in them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dclint.base.pointer import Pointer, format_pointer
from dclint.config.settings import Config
from dclint.document import Document
from dclint.engine.locations import LocationResolver
from dclint.engine.plan import LintPlan
from dclint.findings.finding import ConnectorRef, Finding, Location
from dclint.findings.fingerprints import compute_fingerprint, make_natural_pointer
from dclint.findings.hit import Claim, Hit
from dclint.model.subject import Subject
from dclint.ruleset.rule import Rule
from dclint.secrets.redaction import redact_known, shorten_message

MAX_CODE_FLOWS = 10  # values that one finding follows


@dataclass(frozen=True, slots=True)
class ClaimedFinding:
    """A finding that counts only if another connector has claimed the same before."""

    finding: Finding
    """Its message lacks the place of that connector, and what comes after it."""
    kind: str
    key: str
    words_after: str
    file: str
    at: Pointer
    connector_id: str | None


def describe_connector(subject: Subject) -> ConnectorRef:
    """Return how reports name a connector."""
    connector = subject.connector
    name = connector.name if isinstance(connector.name, str) else None
    own = connector.id if isinstance(connector.id, str) else None
    return ConnectorRef(
        subject.file,
        format_pointer(subject.at),
        subject.ordinal,
        name and shorten_message(name),
        own and shorten_message(own),
    )


def build_text_finding(rule: Rule, hit: Hit, location: Location, config: Config) -> Finding:
    """Return the finding of what is wrong with a text as such, not with a connector."""
    identity = compute_fingerprint(rule.name, "", (), [hit.message, location.excerpt.text])
    return build_finding(rule, hit, location, identity, config)


def build_finding(
    rule: Rule, hit: Hit, location: Location, identity: str, config: Config
) -> Finding:
    """Return a hit with its weight; what belongs to a connector is still missing."""
    severity = config.severity.get(rule.name) or hit.severity or rule.severity
    security_severity = hit.security_severity
    if security_severity is None:
        security_severity = rule.security_severity
    return Finding(
        rule=rule.name,
        severity=severity,
        security_severity=security_severity,
        confidence=hit.confidence or rule.confidence,
        message=shorten_message(hit.message),
        remedy=hit.remedy and shorten_message(hit.remedy),
        location=location,
        connector=None,
        related=(),
        code_flows=(),
        path="",
        fingerprint=identity,
    )


def build_findings(
    document: Document, subject: Subject, hits: Iterable[tuple[Rule, Hit | Claim]], plan: LintPlan
) -> list[Finding | ClaimedFinding]:
    """Return the findings of one connector that the profile of the settings includes."""
    wanted = [(rule, hit) for rule, hit in hits if _is_wanted(_unwrap_claim(hit), plan.config)]
    if not wanted:
        return []
    plain = [(rule, _unwrap_claim(hit)) for rule, hit in wanted]
    masked = [hit for rule, hit in plain if rule.sensitive or hit.sensitive]
    resolver = LocationResolver(document, subject, masked)
    connector = describe_connector(subject)
    findings: list[Finding | ClaimedFinding] = []
    for rule, hit in wanted:
        finding = _build_subject_finding(rule, _unwrap_claim(hit), subject, resolver, plan)
        finding = replace(finding, connector=connector)
        if isinstance(hit, Claim):
            findings.append(_claim_finding(finding, hit, subject))
        else:
            findings.append(finding)
    return findings


def _unwrap_claim(hit: Hit | Claim) -> Hit:
    return hit.hit if isinstance(hit, Claim) else hit


def _is_wanted(hit: Hit, config: Config) -> bool:
    return hit.profile is None or config.profile.includes_profile(hit.profile)


def _build_subject_finding(
    rule: Rule, hit: Hit, subject: Subject, resolver: LocationResolver, plan: LintPlan
) -> Finding:
    at = make_natural_pointer(subject.connector.raw, hit.at)
    identity = compute_fingerprint(rule.name, subject.key, at, resolver.read_value(hit))
    location = resolver.locate(hit.at, hit.fragment, on_key=hit.on_key)
    finding = build_finding(rule, resolver.mask_hit(hit), location, identity, plan.config)
    show_exploits = plan.options.show_exploits
    return replace(
        finding,
        path=redact_known(format_pointer(at)),
        fix=resolver.write_fix(hit.suggested_fix)
        if hit.suggested_fix and plan.options.write_fixes
        else None,
        related=tuple(map(resolver.locate_step, hit.related)),
        code_flows=tuple(
            resolver.build_code_flow(flow, show_exploit=show_exploits)
            for flow in hit.flows[:MAX_CODE_FLOWS]
        ),
    )


def _claim_finding(finding: Finding, claim: Claim, subject: Subject) -> ClaimedFinding:
    own = subject.connector.id
    return ClaimedFinding(
        finding=finding,
        kind=claim.kind,
        key=claim.key,
        words_after=claim.words_after,
        file=subject.file,
        at=subject.at,
        connector_id=own if isinstance(own, str) else None,
    )
