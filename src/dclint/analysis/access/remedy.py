"""The cheapest way out: which switches to change until the table says that a connector is safe."""

import functools
from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

from dclint.analysis.access.judgement import PossibleValues, list_completions
from dclint.analysis.access.table import USERS, Cell, find_row


class RemedyOption(NamedTuple):
    """Something that somebody can do: give these fields of the cell these values."""

    advice: str
    values: Mapping[str, object]

    def narrow_values(self, possible: PossibleValues) -> PossibleValues:
        """Return what is possible afterwards."""
        pairs = zip(Cell._fields, possible, strict=True)
        return tuple((self.values[f],) if f in self.values else values for f, values in pairs)


# The cheapest first. A passcode still serves everybody, and asks for one email in half an hour;
# without bypass a session must be genuine; an audience turns people away; without Fin somebody has
# to build a workflow.
_REMEDY_OPTIONS = (
    RemedyOption("set `customer_authentication` to true", {"passcode": True}),
    RemedyOption("set `bypass_authentication` to false", {"bypass": False}),
    RemedyOption(
        "set `bypass_authentication` to false and `customer_authentication` to true",
        {"bypass": False, "passcode": True},
    ),
    RemedyOption("limit `audiences` to users", {"audience": USERS}),
    RemedyOption("set `direct_fin_usage` to false and call it from a workflow", {"fin": False}),
)


@functools.cache
def find_remedy(possible: PossibleValues) -> str:
    """Find the cheapest change, or else the cheapest two, that are safe whatever is still open.

    Two always suffice: without Fin and without bypass every row is safe.
    """
    attempts = (*combinations(_REMEDY_OPTIONS, 1), *combinations(_REMEDY_OPTIONS, 2))
    safe = next(changes for changes in attempts if _is_safe_after(possible, changes))
    return ", and ".join(change.advice for change in safe)


def _is_safe_after(possible: PossibleValues, changes: tuple[RemedyOption, ...]) -> bool:
    for change in changes:
        possible = change.narrow_values(possible)
    return not any(find_row(cell).severity for cell in list_completions(possible))
