"""Documents together: what only one connector may have belongs to the first that claims it."""

from collections.abc import Iterable, Iterator

from dclint.base.pointer import Pointer, format_pointer
from dclint.document.unreadable import Unreadable
from dclint.engine.document_check import DocumentResult
from dclint.engine.finding_builder import ClaimedFinding, build_claimed_finding
from dclint.engine.plan import LintPlan
from dclint.findings.finding import Finding

# Kind and key of a claim → the file, the place in it and the id of the first connector.
_Owners = dict[tuple[str, str], tuple[str, Pointer, str | None]]

# One document after all before it: its claims are findings now, or nothing.
MergedDocument = tuple[DocumentResult, list[Finding]]


def merge(
    results: Iterable[DocumentResult | Unreadable], plan: LintPlan
) -> Iterator[MergedDocument | Unreadable]:
    """Yield the results in order, with the findings that count beside other connectors.

    A claimed finding counts where another connector, in this document or one before it, has
    claimed the same.
    """
    owners: _Owners = {}
    for result in results:
        if isinstance(result, Unreadable):
            yield result
        else:
            yield result, list(_resolve_claims(result.findings, owners, plan))


def _resolve_claims(
    findings: Iterable[Finding | ClaimedFinding], owners: _Owners, plan: LintPlan
) -> Iterator[Finding]:
    for found in findings:
        if isinstance(found, Finding):
            yield found
            continue
        own = (found.document.name, found.at, found.connector_id)
        file, at, connector_id = owners.setdefault((found.claim.kind, found.claim.key), own)
        is_same_version = (file, at) == own[:2]
        is_same_connector = connector_id is not None and connector_id == found.connector_id
        if not is_same_version and not is_same_connector:
            place = f"{file} at {format_pointer(at)}" if at else file
            yield build_claimed_finding(found, place, plan)
