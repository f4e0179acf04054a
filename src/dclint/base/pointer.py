"""JSON pointers (RFC 6901) as tuples, and patterns of them in which `*` stands for any one step."""

from collections.abc import Iterator
from typing import Any

Json = Any  # a JSON value: None, bool, int, float, str, list or dict with string keys

# The way from a value to one inside it: member names and zero-based indices.
Pointer = tuple[str | int, ...]

ROOT: Pointer = ()


def format_pointer(pointer: Pointer) -> str:
    """Write `pointer` as RFC 6901 text: `("headers", 0)` is `/headers/0`, the root is empty."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in pointer)


def parse_pointer(text: str) -> tuple[str, ...]:
    """Read RFC 6901 text; every step stays text, for `*` and indices alike.

    Raises ValueError if `text` is neither empty nor begins with `/`.
    """
    if text and not text.startswith("/"):
        raise ValueError(f"a JSON pointer begins with `/`: {text!r}")
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in text.split("/")[1:])


def resolve_pointer(data: Json, pointer: Pointer) -> Json:
    """Return the value at `pointer`.  Raises LookupError or TypeError where there is none."""
    for step in pointer:
        data = data[step]
    return data


def match_pattern(data: Json, pattern: tuple[str, ...]) -> Iterator[tuple[Pointer, Json]]:
    """Yield every place of `data` that `pattern` names, in document order, with its value."""
    if not pattern:
        yield (), data
        return
    step, rest = pattern[0], pattern[1:]
    for key, value in _iter_children(data):
        if step in ("*", str(key)):
            for tail, found in match_pattern(value, rest):
                yield (key, *tail), found


def _iter_children(data: Json) -> Iterator[tuple[str | int, Json]]:
    match data:
        case dict():
            yield from data.items()
        case list():
            yield from enumerate(data)
        case _:
            return
