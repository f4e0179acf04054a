"""Documents together: what only one connector may have belongs to the first that claims it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dclint.base.pointer import format_pointer
from dclint.document.unreadable import Unreadable
from dclint.engine.document_check import DocumentResult
from dclint.engine.finding_builder import ClaimedFinding
from dclint.findings.finding import Finding
from dclint.secrets.redaction import shorten_message

_Owners = dict[tuple[str, str], ClaimedFinding]


@dataclass(frozen=True, slots=True)
class MergedDocument:
    """One document after all before it: its claims are findings now, or nothing."""

    result: DocumentResult
    findings: tuple[Finding, ...]


def merge(results: Iterable[DocumentResult | Unreadable]) -> Iterator[MergedDocument | Unreadable]:
    """Yield the results in order, with the findings that count beside other connectors.

    A claimed finding counts where another connector, in this document or one before it, has
    claimed the same.
    """
    owners: _Owners = {}
    for result in results:
        if isinstance(result, Unreadable):
            yield result
        else:
            yield MergedDocument(result, tuple(_resolve_claims(result.findings, owners)))


def _resolve_claims(
    findings: Iterable[Finding | ClaimedFinding], owners: _Owners
) -> Iterator[Finding]:
    for found in findings:
        if isinstance(found, Finding):
            yield found
            continue
        first = owners.setdefault((found.kind, found.key), found)
        if not _is_same_connector(first, found):
            place = f"{first.file} at {format_pointer(first.at)}" if first.at else first.file
            message = shorten_message(f"{found.finding.message}{place}{found.words_after}")
            yield replace(found.finding, message=message)


def _is_same_connector(one: ClaimedFinding, other: ClaimedFinding) -> bool:
    """Whether two claims are of one connector, perhaps in its other version."""
    if (one.file, one.at) == (other.file, other.at):
        return True
    return one.connector_id is not None and one.connector_id == other.connector_id
