"""What the report for programs tells of a live workspace: see `dclint.report.v1_audit`."""

from dclint.portrait import Portrait
from dclint.report.v1_audit import AuditV1, ExposureV1
from dclint.report.visit import UNSEEN, by_exposure
from dclint.result import Audit, Report


def convert_audit(report: Report, audit: Audit) -> AuditV1:
    """Bring a visit into the frozen form."""
    return {
        "workspace": {
            "id": audit.workspace,
            "name": audit.name,
            "region": audit.region,
            "host": audit.host,
        },
        "api_version": audit.api_version,
        "taken_at": audit.taken_at,
        "requests": audit.requests,
        "executions_since": audit.since,
        "executions": audit.results,
        "sampled": audit.sampled,
        "unseen": list(UNSEEN),
        "gaps": [{"what": gap.what, "reason": gap.reason} for gap in audit.gaps],
        "exposure": [_exposure(number, report.portraits[number]) for number in by_exposure(report)],
    }


def _exposure(number: int, portrait: Portrait) -> ExposureV1:
    return {
        "connector": number,
        "reach": portrait.reach,
        "effect": portrait.effect,
        "guard": portrait.guard,
        "questions": list(portrait.questions),
    }
