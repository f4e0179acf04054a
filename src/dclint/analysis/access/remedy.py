"""The cheapest way out: which switches to change until the table says that a connector is safe."""

import functools
from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

from dclint.analysis.access.judgement import Possible, completions
from dclint.analysis.access.table import USERS, Cell, row


class Change(NamedTuple):
    """Something that somebody can do: give these fields of the cell these values."""

    advice: str
    values: Mapping[str, object]

    def apply(self, possible: Possible) -> Possible:
        """Return what is possible afterwards."""
        pairs = zip(Cell._fields, possible, strict=True)
        return tuple((self.values[f],) if f in self.values else values for f, values in pairs)


# The cheapest first. A passcode still serves everybody, and asks for one email in half an hour;
# without bypass a session must be genuine; an audience turns people away; without Fin somebody has
# to build a workflow.
_CHANGES = (
    Change("set `customer_authentication` to true", {"passcode": True}),
    Change("set `bypass_authentication` to false", {"bypass": False}),
    Change(
        "set `bypass_authentication` to false and `customer_authentication` to true",
        {"bypass": False, "passcode": True},
    ),
    Change("limit `audiences` to users", {"audience": USERS}),
    Change("set `direct_fin_usage` to false and call it from a workflow", {"fin": False}),
)


@functools.cache
def remedy(possible: Possible) -> str:
    """Find the cheapest change, or else the cheapest two, that are safe whatever is still open.

    Two always suffice: without Fin and without bypass every row is safe.
    """
    attempts = (*combinations(_CHANGES, 1), *combinations(_CHANGES, 2))
    safe = next(changes for changes in attempts if _is_safe(possible, changes))
    return ", and ".join(change.advice for change in safe)


def _is_safe(possible: Possible, changes: tuple[Change, ...]) -> bool:
    for change in changes:
        possible = change.apply(possible)
    return not any(row(cell).severity for cell in completions(possible))
