"""Lines of a text, by an index whose size does not depend on how many there are."""

from bisect import bisect_left

_BLOCK = 4096


class Lines:
    r"""Line and column of any offset, both from 1; only `\n` ends a line, as in most editors."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._before = [0]
        """How many lines end before each block of the text."""
        for start in range(0, len(text), _BLOCK):
            self._before.append(self._before[-1] + text.count("\n", start, start + _BLOCK))

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of a code point."""
        block = min(offset, len(self._text)) // _BLOCK
        number = self._before[block] + self._text.count("\n", block * _BLOCK, offset) + 1
        return number, offset - self.start(number) + 1

    def start(self, number: int) -> int:
        """Return where a line begins; where the text ends if it has fewer lines."""
        if number > self._before[-1] + 1:
            return len(self._text)
        block = max(0, bisect_left(self._before, number - 1) - 1)
        start = block * _BLOCK
        for _ in range(number - 1 - self._before[block]):
            start = self._text.index("\n", start) + 1
        return start

    def end(self, number: int) -> int:
        """Return where a line ends, its line break excluded."""
        end = self.start(number + 1) - (number <= self._before[-1])
        return end - self._text.endswith("\r", self.start(number), end)
