"""Where everything stands in the pictures: plain coordinates, and texts cut to their room."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from dclint.report.html.call_path import Station, Tone
from dclint.report.style import visible, width

_BREAK = re.compile(r"(?<=[\s.,:/_@-])")  # where a long name may be broken

# Width of a column in a wide font such as DejaVu Sans; wider letters are cut by their frame.
BOLD, _SMALL = 8.0, 6.7

_ICON = 42  # what the icon of a station and its edges take of its width
BOX = 52  # height of a station


def fitted(text: str, columns: int, count: int) -> tuple[str, ...]:
    """Break a text into at most `count` lines of that many columns; what is cut off ends in `…`.

    Names are broken where they have a joint, unless they only fit when they are broken anywhere.
    """
    text = visible(text).strip()
    lines = _filled(_BREAK.split(text), columns)
    if len(lines) > count:
        lines = _filled([text], columns)
    if len(lines) > count:
        last = lines[count - 1]
        lines = [*lines[: count - 1], f"{last[: _cut(last, columns - 1)]}…"]
    return tuple(line.strip() for line in lines)


def _filled(parts: Sequence[str], columns: int) -> list[str]:
    lines = [""]
    for part in parts:
        rest = part
        if lines[-1] and width(lines[-1] + rest.rstrip()) > columns:
            lines.append("")
        while width(lines[-1] + rest.rstrip()) > columns:
            room = _cut(rest, columns)
            lines[-1] += rest[:room]
            rest = rest[room:]
            lines.append("")
        lines[-1] += rest
    return lines if lines[-1] else lines[:-1] or [""]


def _cut(text: str, columns: int) -> int:
    """Count the characters, one at least, that fit into so many columns."""
    if text.isascii():
        return max(1, columns)
    used = 0
    for number, character in enumerate(text):
        used += width(character)
        if used > columns:
            return max(1, number)
    return max(1, len(text))


class Box(NamedTuple):
    """A station at its place: an outline, an icon, one or two lines, and one below them."""

    x: float
    y: float
    width: float
    path: str
    tone: Tone
    icon: str
    head: tuple[str, ...]
    detail: str


class Layout(NamedTuple):
    """How the boxes of a row are laid out: `across` beside each other, then in a next line."""

    name: str
    width: int
    across: int
    widths: tuple[float, ...]
    gap: float

    @property
    def height(self) -> float:
        """Height of a row."""
        lines = len(self.widths) // self.across
        return lines * BOX + (lines - 1) * self.gap


WIDE = Layout("wide", 920, 6, (120, 138, 160, 104, 196, 152), 10)
NARROW = Layout("narrow", 344, 2, (166, 166, 166, 166, 166, 166), 12)


class Boxes(NamedTuple):
    """The boxes of one row, and the arrows between them."""

    boxes: tuple[Box, ...]
    arrows: tuple[str, ...]


def arrange(way: Sequence[Station], layout: Layout) -> Boxes:
    """Place the stations of one row below its name."""
    boxes: list[Box] = []
    x = y = 0.0
    for number, (station, broad) in enumerate(zip(way, layout.widths, strict=True)):
        if number and number % layout.across == 0:
            x, y = 0.0, y + BOX + layout.gap
        head = fitted(station.head, int((broad - _ICON) / BOLD), 2)
        (detail,) = fitted(station.detail, int((broad - _ICON) / _SMALL), 1)
        path = _outline(station.tone, broad)
        boxes.append(Box(x, y, broad, path, station.tone, station.icon, head, detail))
        x += broad + layout.gap
    return Boxes(tuple(boxes), tuple(_arrow(a, b) for a, b in pairwise(boxes)))


def _outline(tone: Tone, broad: float) -> str:
    """Draw the shape that says how open a station is: round, cut corners, or pointed."""
    right, low, middle = broad - 1, BOX - 1, BOX / 2
    if tone is Tone.ALARM:
        return f"M7 1H{right - 6}L{right} {middle}L{right - 6} {low}H7L1 {middle}Z"
    if tone is Tone.WATCH:
        return f"M9 1H{right - 8}L{right} 9V{low - 8}L{right - 8} {low}H9L1 {low - 8}V9Z"
    return (
        f"M11 1H{right - 10}A10 10 0 0 1 {right} 11V{low - 10}A10 10 0 0 1 {right - 10} {low}"
        f"H11A10 10 0 0 1 1 {low - 10}V11A10 10 0 0 1 11 1Z"
    )


def _arrow(one: Box, other: Box) -> str:
    """Draw the way to the next box: to the right, or back to the beginning of the next line."""
    if other.y == one.y:
        x, y = other.x, one.y + BOX / 2
        return f"M{one.x + one.width} {y}H{x - 1}M{x - 5} {y - 4}L{x - 1} {y}L{x - 5} {y + 4}"
    start, end = one.x + one.width / 2, other.x + other.width / 2
    middle = one.y + BOX + (other.y - one.y - BOX) / 2
    return (
        f"M{start} {one.y + BOX}V{middle}H{end}V{other.y - 1}"
        f"M{end - 4} {other.y - 5}L{end} {other.y - 1}L{end + 4} {other.y - 5}"
    )
