"""Foreign text that stays text in Markdown: no link, no mention, no HTML, no second table cell."""

import re

from dclint.report.style import visible

LONGEST = 300  # characters of a text that are shown

# A word as people write it. Whatever else there is becomes code: services make links of addresses,
# numbers and names wherever they stand, behind a backslash as well.
_PROSE = re.compile(r"\(?(?:[^\W\d_]+(?:['’-][^\W\d_]+)*|[0-9]{1,6})[.,;:?!)…]*|[.,;:?!()…]+")

_COMMIT = re.compile(r"[0-9a-f]{7,}")
_IN_CODE = str.maketrans({"`": "\\x60", "|": "\\x7c"})


def inert(text: str) -> str:
    """Write `text` as Markdown of one line that says it and does nothing else."""
    words: list[str] = []
    for number, part in enumerate(_cut(text).split("`")):
        words += [code(part)] if number % 2 else map(_word, part.split())
    joined = " ".join(filter(None, words))
    joined = re.sub(r"` ([.,;:?!)]+)(?= |$)", r"`\1", joined)
    return re.sub(r"(?<![^ ])\( `", "(`", joined)


def code(text: str) -> str:
    """Write `text` as a code span; what could end it or its table cell is escaped."""
    text = _cut(text).translate(_IN_CODE)
    return f"`{text}`" if text.strip() else ""


def _cut(text: str) -> str:
    text = visible(text[: LONGEST + 1])
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _word(word: str) -> str:
    is_prose = _PROSE.fullmatch(word) and not _COMMIT.fullmatch(word)
    return word if is_prose else code(word)
