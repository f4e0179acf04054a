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
            claimed = list(_resolve_claims(result.claims, owners, plan))
            findings = [*result.findings, *claimed]
            yield result, sorted(findings, key=_order_of_checks) if claimed else findings


def _order_of_checks(finding: Finding) -> tuple[bool, int, str]:
    """Sort as the checks were run: connector after connector, then what is wrong with the text."""
    connector = finding.connector
    if connector is None:
        return True, 0, ""
    return False, connector.ordinal, finding.rule


def _resolve_claims(
    claims: Iterable[ClaimedFinding], owners: _Owners, plan: LintPlan
) -> Iterator[Finding]:
    for claimed in claims:
        own = (claimed.document.name, claimed.at, claimed.connector_id)
        file, at, connector_id = owners.setdefault((claimed.claim.kind, claimed.claim.key), own)
        is_same_version = (file, at) == own[:2]
        is_same_connector = connector_id is not None and connector_id == claimed.connector_id
        if not is_same_version and not is_same_connector:
            place = f"{file} at {format_pointer(at)}" if at else file
            yield build_claimed_finding(claimed, place, plan)
