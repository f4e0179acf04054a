"""Places in a response: the names in a path such as `items[0].id`, and the leaves of a sample."""

import functools
import re
from collections.abc import Iterator

from dclint.base.pointer import Json, Pointer


@functools.lru_cache(maxsize=4096)
def parse_field_path(path: str) -> tuple[str, ...]:
    """Return the names of members in `path`, without what only chooses an item of a list.

    The API documents no notation, so all usual ones are read: `a.b`, `$.a[0].b`, `a.0.b`, `a[].b`,
    `a.*.b`, `/a/b`, `a["b"]`.
    """
    parts = [part.strip("\"' \t") for part in re.findall(r"[^./\[\]]+", path)]
    if parts[:1] == ["$"]:
        parts = parts[1:]
    return tuple(part for part in parts if part.strip("*") and not part.isdecimal())


def iter_leaf_values(value: Json, at: Pointer) -> Iterator[tuple[Pointer, Json]]:
    """Yield every value below `value`, which stands at `at`, that is neither object nor list."""
    waiting = [(at, value)]
    while waiting:
        at, value = waiting.pop()
        match value:
            case dict():
                waiting += [((*at, key), item) for key, item in reversed(value.items())]
            case list():
                waiting += [((*at, i), value[i]) for i in reversed(range(len(value)))]
            case _:
                yield at, value
