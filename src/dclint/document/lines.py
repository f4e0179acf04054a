"""Lines of a text, by an index whose size does not depend on how many there are."""

from bisect import bisect_left

_BLOCK = 4096


class LineIndex:
    r"""Line and column of any offset, both from 1; only `\n` ends a line, as in most editors."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines_before = [0]
        """How many lines end before each block of the text."""
        for start in range(0, len(text), _BLOCK):
            self._lines_before.append(
                self._lines_before[-1] + text.count("\n", start, start + _BLOCK)
            )

    def line_column(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of a code point."""
        block = min(offset, len(self._text)) // _BLOCK
        number = self._lines_before[block] + self._text.count("\n", block * _BLOCK, offset) + 1
        return number, offset - self.line_start(number) + 1

    def line_start(self, number: int) -> int:
        """Return where a line begins; where the text ends if it has fewer lines."""
        if number > self._lines_before[-1] + 1:
            return len(self._text)
        block = max(0, bisect_left(self._lines_before, number - 1) - 1)
        start = block * _BLOCK
        for _ in range(number - 1 - self._lines_before[block]):
            start = self._text.index("\n", start) + 1
        return start

    def line_end(self, number: int) -> int:
        """Return where a line ends, its line break excluded."""
        end = self.line_start(number + 1) - (number <= self._lines_before[-1])
        return end - self._text.endswith("\r", self.line_start(number), end)
