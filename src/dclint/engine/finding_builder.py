"""Hits and problems become findings: with a place, an identity, and nothing secret in them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dclint.base.pointer import Pointer, format_pointer, resolve_pointer
from dclint.config.settings import Config
from dclint.document import Document
from dclint.engine.locations import LocationResolver
from dclint.engine.plan import LintPlan
from dclint.findings.finding import ConnectorRef, Finding, Location
from dclint.findings.fingerprints import compute_fingerprint, make_natural_pointer
from dclint.findings.hit import Claim, Hit
from dclint.model.detection import shape_of
from dclint.model.loader import load_connector
from dclint.model.subject import Subject
from dclint.ruleset.rule import Rule
from dclint.secrets.redaction import redact_known, shorten_message

MAX_CODE_FLOWS = 10  # values that one finding follows


@dataclass(frozen=True, slots=True)
class ClaimedFinding:
    """A finding that counts only if another connector has claimed the same before.

    Most are never needed, so it is built from the document when it is.
    """

    rule: Rule
    claim: Claim
    document: Document
    at: Pointer
    ordinal: int
    version: str | None
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
    rule: Rule, hit: Hit, location: Location, identity: str, config: Config, **of_connector: Any
) -> Finding:
    """Return a hit with its weight; `of_connector` are fields that only one of a connector has."""
    security_severity = hit.security_severity
    if security_severity is None:
        security_severity = rule.security_severity
    return Finding(
        rule=rule.name,
        severity=config.severity.get(rule.name) or hit.severity or rule.severity,
        security_severity=security_severity,
        confidence=hit.confidence or rule.confidence,
        message=shorten_message(hit.message),
        remedy=hit.remedy and shorten_message(hit.remedy),
        location=location,
        fingerprint=identity,
        **of_connector,
    )


def build_findings(
    document: Document, subject: Subject, hits: Sequence[tuple[Rule, Hit]], plan: LintPlan
) -> list[Finding]:
    """Return the findings of one connector."""
    masked = [hit for rule, hit in hits if rule.sensitive or hit.sensitive]
    resolver = LocationResolver(document, subject, masked)
    connector = describe_connector(subject)
    return [
        _build_subject_finding(rule, hit, subject, connector, resolver, plan) for rule, hit in hits
    ]


def claim_finding(rule: Rule, claim: Claim, document: Document, subject: Subject) -> ClaimedFinding:
    """Return what is needed to build the finding of a claim later."""
    own = subject.connector.id
    return ClaimedFinding(
        rule=rule,
        claim=claim,
        document=document,
        at=subject.at,
        ordinal=subject.ordinal,
        version=subject.version,
        connector_id=own if isinstance(own, str) else None,
    )


def build_claimed_finding(claimed: ClaimedFinding, first_place: str, plan: LintPlan) -> Finding:
    """Return the finding of a claim that another connector, at `first_place`, made before."""
    raw = resolve_pointer(claimed.document.data, claimed.at)
    connector = load_connector(raw, shape_of(raw))
    document = claimed.document
    subject = Subject(document.name, claimed.at, claimed.ordinal, connector, claimed.version)
    (finding,) = build_findings(document, subject, [(claimed.rule, claimed.claim.hit)], plan)
    message = f"{finding.message}{first_place}{claimed.claim.words_after}"
    return replace(finding, message=shorten_message(message))


def _build_subject_finding(
    rule: Rule,
    hit: Hit,
    subject: Subject,
    connector: ConnectorRef,
    resolver: LocationResolver,
    plan: LintPlan,
) -> Finding:
    at = make_natural_pointer(subject.connector.raw, hit.at)
    options, public = plan.options, plan.public_paths
    finding = build_finding(
        rule,
        resolver.mask_hit(hit),
        resolver.locate(hit.at, hit.fragment, on_key=hit.on_key),
        compute_fingerprint(rule.name, subject.key, at, resolver.read_value(hit)),
        plan.config,
        connector=connector,
        path=redact_known(format_pointer(at)),
        fix=resolver.write_fix(hit.suggested_fix) if options.write_fixes else None,
        related=tuple(map(resolver.locate_step, hit.related)),
        code_flows=tuple(
            resolver.build_code_flow(flow, show_exploit=options.show_exploits)
            for flow in hit.flows[:MAX_CODE_FLOWS]
        ),
    )
    suppression = public.match_rule(rule.name, subject.connector) if public else None
    return replace(finding, suppression=suppression) if suppression else finding
