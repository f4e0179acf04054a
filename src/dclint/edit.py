"""Changes of a connector's data: what checks propose, without any knowledge of text."""

from collections.abc import Iterable
from typing import NamedTuple

from dclint.pointer import Json, Pointer, resolve


class Rewrite(NamedTuple):
    """Write `text` in place of a string, or of code points of it."""

    at: Pointer
    text: str
    fragment: tuple[int, int] | None = None


Scalar = str | bool


class Put(NamedTuple):
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


Structural = Put | Rename | Remove | Append

Edit = Rewrite | Structural
"""A change of a connector's data, which knows nothing of the text in which these stand."""


class Repair(NamedTuple):
    """What a check would do about a hit; its edits belong together."""

    edits: tuple[Edit, ...]
    is_safe: bool
    """Whether it leaves alone what a correct connector does."""


def safe(*edits: Edit) -> Repair | None:
    """Return a repair that leaves alone what a correct connector does; None without edits."""
    return Repair(edits, is_safe=True) if edits else None


def unsafe(*edits: Edit) -> Repair | None:
    """Return a repair at which somebody has to look; None without edits."""
    return Repair(edits, is_safe=False) if edits else None


def below(prefix: Pointer, edit: Edit) -> Edit:
    """Return the edit for what has the connector at `prefix`."""
    return edit._replace(at=prefix + edit.at)


def edited(data: Json, edits: Iterable[Edit]) -> Json:
    """Return a copy of `data` with all edits applied; each speaks of `data` as it was.

    Raises LookupError or TypeError if one of them points at nothing.
    """
    root = [_copy(data)]
    for edit in sorted(edits, key=_order):
        _apply(root, edit)
    return root[0]


def _copy(value: Json) -> Json:
    """Copy a value in which one part may stand in several places, as YAML's aliases make it."""
    if isinstance(value, dict):
        return {name: _copy(each) for name, each in value.items()}
    return list(map(_copy, value)) if isinstance(value, list) else value


def _order(edit: Edit) -> tuple[int, int, tuple[tuple[bool, int, str], ...], int]:
    """Bring edits into an order in which none moves what a later one points at."""
    place = tuple((isinstance(s, int), -s if isinstance(s, int) else 0, str(s)) for s in edit.at)
    start = edit.fragment[0] if isinstance(edit, Rewrite) and edit.fragment else 0
    kinds: tuple[type[Edit], ...] = (Rewrite, Put, Append, Remove, Rename)
    return kinds.index(type(edit)), -len(edit.at), place, -start


def _apply(root: list[Json], edit: Edit) -> None:
    at = (0, *edit.at)
    parent, last = resolve(root, at[:-1]), at[-1]
    match edit:
        case Rewrite(_, text, fragment):
            start, end = fragment or (0, len(parent[last]))
            parent[last] = parent[last][:start] + text + parent[last][end:]
        case Put(_, value):
            parent[last] = value
        case Append(_, item):
            if isinstance(parent, dict) and parent.get(last) is None:
                parent[last] = []
            parent[last].append(item)
        case Remove():
            del parent[last]
        case Rename(_, name):
            members = [(name if key == last else key, value) for key, value in parent.items()]
            parent.clear()
            parent.update(members)
