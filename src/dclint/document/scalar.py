"""Where a part of a YAML scalar's value stands in its source, whatever the style."""

import re

Fragment = tuple[int, int]

_ESCAPE = re.compile(
    r"\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\\r?\n[ \t]*|\\."
    r"|[ \t]*\r?\n[ \t\r\n]*|.",
    re.DOTALL,
)


def align(raw: str, value: str, fragment: Fragment, base: int) -> Fragment:
    """Map code points of `value` to those of its source text `raw`, which begins at `base`.

    The whole scalar is returned if the two cannot be brought together.
    """
    offset = raw.find(value)
    if offset >= 0 and raw[:offset].strip(" \t\"'") == "":
        return base + offset + fragment[0], base + offset + fragment[1]
    edges = _double_quoted(raw) if raw.startswith('"') else _other(raw, value)
    if len(edges) != len(value):
        return base, base + len(raw)
    start = edges[fragment[0]] if fragment[0] < len(edges) else len(raw)
    last = edges[fragment[1] - 1] if fragment[1] > fragment[0] else start - 1
    return base + start, base + max(start, _end_of(raw, last))


def _double_quoted(raw: str) -> list[int]:
    edges: list[int] = []
    for found in _ESCAPE.finditer(raw, 1, len(raw) - 1):
        piece = found[0]
        if piece.startswith(("\\\n", "\\\r")):
            continue
        breaks = piece.count("\n") if not piece.startswith("\\") else 0
        edges += [found.start()] * max(1, breaks - 1)
    return edges


def _other(raw: str, value: str) -> list[int]:
    """Plain, single-quoted and block scalars: the same characters, but for white space and `''`."""
    position = raw.find("\n") + 1 if raw[:1] in "|>" else int(raw.startswith("'"))
    edges: list[int] = []
    for character in value:
        if not character.isspace():
            while position < len(raw) and raw[position].isspace():
                position += 1
            if raw[position : position + 1] != character:
                return []
            edges.append(position)
            position += 2 if raw.startswith("''", position) and raw[0] == "'" else 1
        else:
            edges.append(min(position, len(raw) - 1))
            position += raw[position : position + 1].isspace()
    return edges


def _end_of(raw: str, start: int) -> int:
    if raw.startswith('"') and (found := _ESCAPE.match(raw, start)):
        return found.end()
    return start + (2 if raw[0] == "'" and raw.startswith("''", start) else 1)
