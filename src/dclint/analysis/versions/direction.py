"""Which way a change of one switch goes, whatever else the connector says.

Directions are those in which the authentication table is proven to be monotone, and those of the
guards beside it: checks of missing values, restricted responses, redacted fields.
"""

from dclint.analysis.versions.aspects import AspectKey
from dclint.base.pointer import Json

# What another version does to security: the effects of a `Difference`.
WEAKER, STRONGER, CHANGED, UNKNOWN = "weaker", "stronger", "changed", "unknown"

_PROTECTIVE_FIELDS = frozenset(
    {
        ("customer_authentication",),
        ("validate_missing_attributes",),
        ("data_inputs", "required"),
        ("response_fields", "redacted"),
    }
)

_PERMISSIVE_FIELDS = frozenset({("direct_fin_usage",), ("bypass_authentication",)})
_NON_USERS = frozenset({"leads", "visitors"})
_RESTRICTED_TRANSFORMATIONS = frozenset({"redacted_access", "code_block_transformation"})


def judge_direction(key: AspectKey, ours: Json, theirs: Json) -> str:
    """Tell whether going from `ours` to `theirs` is `weaker`, `stronger` or neither: `changed`."""
    kind = key[::2]  # without the natural key of an item
    match kind:
        case _ if kind in _PROTECTIVE_FIELDS:
            return _compare_protection(ours is True, theirs is True)
        case _ if kind in _PERMISSIVE_FIELDS:
            return _compare_protection(theirs is True, ours is True)
        case ("data_transformation_type",):
            return _compare_protection(
                ours in _RESTRICTED_TRANSFORMATIONS, theirs in _RESTRICTED_TRANSFORMATIONS
            )
        case ("execution_type",):
            return _compare_protection(ours != "client_side", theirs != "client_side")
        case ("audiences",):
            return _compare_audiences(frozenset(ours), frozenset(theirs))
        case _:
            return CHANGED


def _compare_protection(guarded: bool, still: bool) -> str:  # noqa: FBT001 - a pair of equals
    if guarded is still:
        return CHANGED
    return WEAKER if guarded else STRONGER


def _compare_audiences(ours: frozenset[str], theirs: frozenset[str]) -> str:
    if ours < theirs or _NON_USERS & (theirs - ours):
        return WEAKER
    return STRONGER if theirs < ours else CHANGED
