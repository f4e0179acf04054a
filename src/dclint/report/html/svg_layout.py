"""Where everything stands in the pictures: plain coordinates, and texts cut to their room."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from dclint.report.html.call_path import CallStage, Tone
from dclint.report.style import escape_unsafe, measure_width

_BREAK_POINT = re.compile(r"(?<=[\s.,:/_@-])")  # where a long name may be broken

# Width of a column in a wide font such as DejaVu Sans; wider letters are cut by their frame.
BOLD_CHARACTER_WIDTH, _SMALL_CHARACTER_WIDTH = 8.0, 6.7

_ICON_WIDTH = 42  # what the icon of a station and its edges take of its width
BOX_HEIGHT = 52  # height of a station


def fit_text(text: str, columns: int, count: int) -> tuple[str, ...]:
    """Break a text into at most `count` lines of that many columns; what is cut off ends in `…`.

    Names are broken where they have a joint, unless they only fit when they are broken anywhere.
    """
    text = escape_unsafe(text).strip()
    lines = _fill_lines(_BREAK_POINT.split(text), columns)
    if len(lines) > count:
        lines = _fill_lines([text], columns)
    if len(lines) > count:
        last = lines[count - 1]
        lines = [*lines[: count - 1], f"{last[: _count_fitting(last, columns - 1)]}…"]
    return tuple(line.strip() for line in lines)


def _fill_lines(parts: Sequence[str], columns: int) -> list[str]:
    lines = [""]
    for part in parts:
        rest = part
        if lines[-1] and measure_width(lines[-1] + rest.rstrip()) > columns:
            lines.append("")
        while measure_width(lines[-1] + rest.rstrip()) > columns:
            room = _count_fitting(rest, columns)
            lines[-1] += rest[:room]
            rest = rest[room:]
            lines.append("")
        lines[-1] += rest
    return lines if lines[-1] else lines[:-1] or [""]


def _count_fitting(text: str, columns: int) -> int:
    """Count the characters, one at least, that fit into so many columns."""
    if text.isascii():
        return max(1, columns)
    used = 0
    for number, character in enumerate(text):
        used += measure_width(character)
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


class RowLayout(NamedTuple):
    """How the boxes of a row are laid out: `across` beside each other, then in a next line."""

    name: str
    width: int
    per_line: int
    widths: tuple[float, ...]
    gap: float

    @property
    def height(self) -> float:
        """Height of a row."""
        lines = len(self.widths) // self.per_line
        return lines * BOX_HEIGHT + (lines - 1) * self.gap


WIDE = RowLayout("wide", 920, 6, (120, 138, 160, 104, 196, 152), 10)
NARROW = RowLayout("narrow", 344, 2, (166, 166, 166, 166, 166, 166), 12)


class RowDrawing(NamedTuple):
    """The boxes of one row, and the arrows between them."""

    boxes: tuple[Box, ...]
    arrows: tuple[str, ...]


def arrange_boxes(way: Sequence[CallStage], layout: RowLayout) -> RowDrawing:
    """Place the stations of one row below its name."""
    boxes: list[Box] = []
    x = y = 0.0
    for number, (station, broad) in enumerate(zip(way, layout.widths, strict=True)):
        if number and number % layout.per_line == 0:
            x, y = 0.0, y + BOX_HEIGHT + layout.gap
        head = fit_text(station.head, int((broad - _ICON_WIDTH) / BOLD_CHARACTER_WIDTH), 2)
        (detail,) = fit_text(station.detail, int((broad - _ICON_WIDTH) / _SMALL_CHARACTER_WIDTH), 1)
        path = _draw_outline(station.tone, broad)
        boxes.append(Box(x, y, broad, path, station.tone, station.icon, head, detail))
        x += broad + layout.gap
    return RowDrawing(tuple(boxes), tuple(_draw_arrow(a, b) for a, b in pairwise(boxes)))


def _draw_outline(tone: Tone, broad: float) -> str:
    """Draw the shape that says how open a station is: round, cut corners, or pointed."""
    right, low, middle = broad - 1, BOX_HEIGHT - 1, BOX_HEIGHT / 2
    if tone is Tone.ALARM:
        return f"M7 1H{right - 6}L{right} {middle}L{right - 6} {low}H7L1 {middle}Z"
    if tone is Tone.WATCH:
        return f"M9 1H{right - 8}L{right} 9V{low - 8}L{right - 8} {low}H9L1 {low - 8}V9Z"
    return (
        f"M11 1H{right - 10}A10 10 0 0 1 {right} 11V{low - 10}A10 10 0 0 1 {right - 10} {low}"
        f"H11A10 10 0 0 1 1 {low - 10}V11A10 10 0 0 1 11 1Z"
    )


def _draw_arrow(one: Box, other: Box) -> str:
    """Draw the way to the next box: to the right, or back to the beginning of the next line."""
    if other.y == one.y:
        x, y = other.x, one.y + BOX_HEIGHT / 2
        return f"M{one.x + one.width} {y}H{x - 1}M{x - 5} {y - 4}L{x - 1} {y}L{x - 5} {y + 4}"
    start, end = one.x + one.width / 2, other.x + other.width / 2
    middle = one.y + BOX_HEIGHT + (other.y - one.y - BOX_HEIGHT) / 2
    return (
        f"M{start} {one.y + BOX_HEIGHT}V{middle}H{end}V{other.y - 1}"
        f"M{end - 4} {other.y - 5}L{end} {other.y - 1}L{end + 4} {other.y - 5}"
    )
