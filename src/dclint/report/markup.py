"""Foreign text that stays text in Markdown: no link, no mention, no HTML, no second table cell."""

import re

from dclint.report.style import visible

_PROSE = re.compile(r"\(?(?:[^\W\d_]+(?:['’-][^\W\d_]+)*|[0-9]{1,6})[.,;:?!)]*")
"""A word as people write it.  Whatever else there is becomes code: services make links of
addresses, numbers and names wherever they stand, behind a backslash as well."""
_COMMIT = re.compile(r"[0-9a-f]{7,}")
_IN_CODE = str.maketrans({"`": "\\x60", "|": "\\x7c"})


def inert(text: str, longest: int = 500) -> str:
    """Write `text` as Markdown of one line that says it and does nothing else."""
    text = visible(text)
    text = text if len(text) <= longest else f"{text[: longest - 1]}…"
    words: list[str] = []
    for number, part in enumerate(text.split("`")):
        quoted = bool(number % 2)
        if quoted and part.strip():
            words.append(code(part))
        elif not quoted:
            words += [_word(word) for word in part.split()]
    return _joined(words)


def code(text: str, longest: int = 500) -> str:
    """Write `text` as a code span; what could end it or the table cell is escaped."""
    text = visible(text)
    text = text if len(text) <= longest else f"{text[: longest - 1]}…"
    text = text.translate(_IN_CODE)
    return f"`{text}`" if text.strip() else ""


def _word(word: str) -> str:
    is_prose = _PROSE.fullmatch(word) and not _COMMIT.fullmatch(word)
    return word if is_prose else code(word)


def _joined(words: list[str]) -> str:
    """Join words by blanks, but nothing to a comma or a bracket that belongs to it."""
    return " ".join(filter(None, words))
