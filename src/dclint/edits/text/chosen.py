"""Edits that are written into a text together, because none touches what another one does."""

from bisect import bisect_left, insort
from collections.abc import Iterable

from dclint.document import Document
from dclint.edits.edit import Edit
from dclint.edits.text import TextChange, are_disjoint, compute_changes


class ChangeSet:
    """The changes of one text that were chosen so far, in order."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.changes: list[TextChange] = []

    def add_edits(self, edits: Iterable[Edit]) -> bool:
        """Add edits that belong together, unless they cannot be written or touch another one."""
        found = compute_changes(self._document, edits)
        if not found or not all(map(self._is_disjoint, found)):
            return False
        for change in found:
            insort(self.changes, change)
        return True

    def _is_disjoint(self, change: TextChange) -> bool:
        at = bisect_left(self.changes, change)
        return are_disjoint(
            [*self.changes[max(0, at - 1) : at], change, *self.changes[at : at + 1]]
        )
