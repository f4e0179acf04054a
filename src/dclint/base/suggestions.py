"""What somebody probably meant: the nearest of the names that exist."""

import re
from collections.abc import Iterable

_SEPARATORS = re.compile(r"[\s_\-]+")


def normalize_name(name: str) -> str:
    """Reduce a name to what is left when case, blanks, `_` and `-` do not matter."""
    return _SEPARATORS.sub("", name).casefold()


def find_same_letters(name: str, known: Iterable[str]) -> str | None:
    """Return the one known name that differs in case and separators only, if there is just one."""
    wanted = normalize_name(name)
    found = [other for other in known if other != name and normalize_name(other) == wanted]
    return found[0] if len(found) == 1 else None


def measure_distance(one: str, other: str) -> int:
    """Damerau-Levenshtein distance: insertions, deletions, substitutions, swaps of neighbours."""
    from rapidfuzz.distance import DamerauLevenshtein

    return int(DamerauLevenshtein.distance(one, other))


def find_nearest_name(name: str, known: Iterable[str], *, within: int = 2) -> str | None:
    """Return the one known name that is nearest and at most `within` edits away."""
    ranked = sorted((measure_distance(name, other), other) for other in known if other != name)
    if not ranked or ranked[0][0] > within:
        return None
    if len(ranked) > 1 and ranked[1][0] == ranked[0][0]:
        return None
    return ranked[0][1]


def describe_unknown_name(kind: str, name: str, known: Iterable[str]) -> str:
    """Say that there is no such thing, and what was probably meant."""
    guess = find_nearest_name(name, known, within=4)
    return f"unknown {kind} `{name}`" + (f"; did you mean `{guess}`?" if guess else "")
