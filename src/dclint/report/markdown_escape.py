"""Foreign text that remains text in Markdown: no link, mention, HTML or second table cell."""

import re

from dclint.report.style import escape_unsafe

MAX_LENGTH = 300  # characters of a text that are shown

# A word as people write it. All else becomes code: services make links of addresses, numbers and
# names anywhere, after a backslash as well.
_PROSE_WORD = re.compile(r"\(?(?:[^\W\d_]+(?:['’-][^\W\d_]+)*|[0-9]{1,6})[.,;:?!)…]*|[.,;:?!()…]+")

_COMMIT_HASH = re.compile(r"[0-9a-f]{7,}")
_CODE_ESCAPES = str.maketrans({"`": "\\x60", "|": "\\x7c"})


def escape_markdown(text: str) -> str:
    """Return `text` as Markdown of one line that shows it and does nothing else."""
    words: list[str] = []
    for number, part in enumerate(_truncate_text(text).split("`")):
        is_code = number % 2 == 1
        if is_code:
            words.append(format_code_span(part))
        else:
            words += [_escape_word(word) for word in part.split()]
    joined = " ".join(word for word in words if word)
    joined = re.sub(r"` ([.,;:?!)]+)(?= |$)", r"`\1", joined)
    return re.sub(r"(?<![^ ])\( `", "(`", joined)


def format_code_span(text: str) -> str:
    """Return `text` as a code span; what could end it or its table cell is escaped."""
    text = _truncate_text(text).translate(_CODE_ESCAPES)
    return f"`{text}`" if text.strip() else ""


def _truncate_text(text: str) -> str:
    text = escape_unsafe(text[: MAX_LENGTH + 1])
    return text if len(text) <= MAX_LENGTH else f"{text[: MAX_LENGTH - 1]}…"


def _escape_word(word: str) -> str:
    is_prose = _PROSE_WORD.fullmatch(word) and not _COMMIT_HASH.fullmatch(word)
    return word if is_prose else format_code_span(word)
