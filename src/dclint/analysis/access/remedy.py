"""The cheapest way out: which switches to change until the table says that a connector is safe."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from dclint.analysis.access.judgement import Completion, PossibleValues, list_completions
from dclint.analysis.access.picks import Selection
from dclint.analysis.access.table import USERS, judge_cell


@dataclass(frozen=True, eq=False, slots=True)
class RemedyOption:
    """Something that somebody can do: give these fields of a completion these values."""

    advice: str
    values: Mapping[str, object]
    if_nothing_typed: bool = False
    """Whether it helps only where no input picks anything."""

    def narrow_values(self, possible: PossibleValues) -> PossibleValues:
        """Return what is possible afterwards."""
        pairs = zip(Completion._fields, possible, strict=True)
        return tuple((self.values[f],) if f in self.values else values for f, values in pairs)


# The cheapest first. A passcode still serves everybody, and asks for one email in half an hour;
# without bypass a session must be genuine; an audience turns people away; without Fin somebody has
# to build a workflow; a bound look-up changes the request and perhaps the service.
_REMEDY_OPTIONS = (
    RemedyOption("set `customer_authentication` to true", {"passcode": True}),
    RemedyOption("set `bypass_authentication` to false", {"bypass": False}),
    RemedyOption(
        "set `bypass_authentication` to false and `customer_authentication` to true",
        {"bypass": False, "passcode": True},
    ),
    RemedyOption("limit `audiences` to users", {"audience": USERS}, if_nothing_typed=True),
    RemedyOption(
        "look the data up by `{{user.email}}` instead of what people type",
        {"selection": Selection.NONE, "exposed_selection": Selection.PERSON},
    ),
    RemedyOption(
        "set `customer_authentication` to true, and look the data up by `{{user.email}}`",
        {"passcode": True, "selection": Selection.NONE},
    ),
    RemedyOption("set `direct_fin_usage` to false and call it from a workflow", {"fin": False}),
)


@functools.cache
def find_remedy(possible: PossibleValues) -> str:
    """Find the cheapest change, or else the cheapest two, that are safe whatever is still open.

    Two always suffice: without Fin and without bypass every row is safe.
    """
    selections = possible[Completion._fields.index("selection")]
    is_typed = selections != (Selection.NONE,)
    options = [each for each in _REMEDY_OPTIONS if not (each.if_nothing_typed and is_typed)]
    attempts = (*combinations(options, 1), *combinations(options, 2))
    safe = next(changes for changes in attempts if _is_safe_after(possible, changes))
    return ", and ".join(change.advice for change in safe)


def _is_safe_after(possible: PossibleValues, changes: tuple[RemedyOption, ...]) -> bool:
    for change in changes:
        possible = change.narrow_values(possible)
    return not any(judge_cell(each.cell).severity for each in list_completions(possible))
