"""The cheapest way out: which switches to change until the table says that a connector is safe."""

import functools
from itertools import combinations
from typing import NamedTuple

from dclint.checks.access.judgement import Possible, completions
from dclint.checks.access.table import USERS, Cell, row


class Change(NamedTuple):
    """One thing that somebody can do: give `field` of the cell this value."""

    advice: str
    field: str
    value: object

    def apply(self, possible: Possible) -> Possible:
        """Return what is possible afterwards."""
        at = Cell._fields.index(self.field)
        return (*possible[:at], (self.value,), *possible[at + 1 :])


_CHANGES = (
    Change("set `customer_authentication` to true", "passcode", value=True),
    Change("set `bypass_authentication` to false", "bypass", value=False),
    Change("limit `audiences` to users", "audience", value=USERS),
    Change("set `direct_fin_usage` to false and call it from a workflow", "fin", value=False),
)
"""The cheapest first.  A passcode still serves everybody, and asks for one email in half an hour;
without bypass a session must be genuine; an audience turns people away; without Fin somebody has
to build a workflow."""


@functools.cache
def remedy(possible: Possible) -> str:
    """Find the cheapest change, or else the cheapest two, that are safe whatever is still open.

    Two always suffice: without Fin and without bypass every row is safe.
    """
    attempts = (*combinations(_CHANGES, 1), *combinations(_CHANGES, 2))
    return next(_advice(changes) for changes in attempts if _is_safe(possible, changes))


def _is_safe(possible: Possible, changes: tuple[Change, ...]) -> bool:
    for change in changes:
        possible = change.apply(possible)
    return not any(row(cell).severity for cell in completions(possible))


def _advice(changes: tuple[Change, ...]) -> str:
    text = " and ".join(change.advice for change in changes)
    return text[0].upper() + text[1:]
