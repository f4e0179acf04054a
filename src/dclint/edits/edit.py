"""Changes of a connector's data: what checks propose, without any knowledge of text."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from dclint.base.pointer import Json, Pointer


class Rewrite(NamedTuple):
    """Write `text` in place of a string, or of code points of it."""

    at: Pointer
    text: str
    fragment: tuple[int, int] | None = None


Scalar = str | bool


class PutValue(NamedTuple):
    """Give a member this value, whether it is there or not."""

    at: Pointer
    value: Scalar


class Rename(NamedTuple):
    """Call a member otherwise."""

    at: Pointer
    name: str


class Remove(NamedTuple):
    """Remove an item or a member."""

    at: Pointer


class Append(NamedTuple):
    """Add an item to the list at `at`, which may be absent."""

    at: Pointer
    item: Json


Structural = PutValue | Rename | Remove | Append

# A change of a connector's data, which knows nothing of the text in which these stand.
Edit = Rewrite | Structural


class SuggestedFix(NamedTuple):
    """What a check would do about a hit; its edits belong together."""

    edits: tuple[Edit, ...]
    is_safe: bool
    """Whether it leaves alone what a correct connector does."""


def suggest_safe_fix(*edits: Edit) -> SuggestedFix | None:
    """Return a fix that leaves alone what a correct connector does; None without edits."""
    return SuggestedFix(edits, is_safe=True) if edits else None


def suggest_unsafe_fix(*edits: Edit) -> SuggestedFix | None:
    """Return a fix at which somebody has to look; None without edits."""
    return SuggestedFix(edits, is_safe=False) if edits else None


def prefix_edit(prefix: Pointer, edit: Edit) -> Edit:
    """Return the edit for what has the connector at `prefix`."""
    return edit._replace(at=prefix + edit.at)


def apply_edits(data: Json, edits: Iterable[Edit]) -> Json:
    """Return a copy of `data` with all edits applied; each speaks of `data` as it was."""
    places: dict[Pointer, list[Edit]] = defaultdict(list)
    new: dict[Pointer, list[Edit]] = defaultdict(list)
    for edit in edits:
        places[edit.at].append(edit)
        if isinstance(edit, PutValue | Append):
            new[edit.at[:-1]].append(edit)
    return _copy_path((), data, places, new)


_Places = Mapping[Pointer, list[Edit]]


def _copy_path(at: Pointer, value: Json, places: _Places, new: _Places) -> Json:
    """Copy a value, one part of which may stand in several places, as YAML's aliases make it."""
    here = places.get(at, [])
    match value:
        case list():
            items = enumerate(value)
            kept = [
                (i, item) for i, item in items if Remove((*at, i)) not in places.get((*at, i), [])
            ]
            value = [_copy_path((*at, i), item, places, new) for i, item in kept]
        case dict():
            members = {}
            for name, child in value.items():
                there = (*at, name)
                edits = places.get(there, [])
                if Remove(there) not in edits:
                    called = next((e.name for e in edits if isinstance(e, Rename)), name)
                    members[called] = _copy_path(there, child, places, new)
            for edit in new.get(at, []):
                if edit.at[-1] not in value:
                    members[str(edit.at[-1])] = _apply_edit([edit], None)
            value = members
        case _:
            pass
    return _apply_edit(here, value)


def _apply_edit(edits: Iterable[Edit], value: Json) -> Json:
    """Apply what changes a value itself, the later parts of a string first."""
    parts = sorted(
        (e for e in edits if isinstance(e, Rewrite)), key=_replace_fragment, reverse=True
    )
    for part in parts:
        start, end = part.fragment or (0, len(value))
        value = value[:start] + part.text + value[end:]
    for edit in edits:
        match edit:
            case PutValue(_, scalar):
                value = scalar
            case Append(_, item):
                value = [*(value or []), item]
            case _:
                pass
    return value


def _replace_fragment(part: Rewrite) -> tuple[int, int]:
    return part.fragment or (0, 0)
