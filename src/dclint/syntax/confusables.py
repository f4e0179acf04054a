"""Letters that look like letters of another script (Unicode Technical Standard 39)."""

import re
from collections.abc import Iterator
from functools import cache

from dclint.syntax.characters import describe_character

_MARKS = "\u0300-\u036f\u0483-\u0487"  # accents, which belong to the letter before them

# Superscripts, fractions and the like, which `\w` takes for letters.
_FIGURES = "\xb2\xb3\xb9\xbc-\xbe\u2070\u2074-\u2089\u2150-\u218b\u2460-\u249b"


def split_words(text: str) -> Iterator[re.Match[str]]:
    """Yield the maximal runs of letters, with their accents."""
    letter = rf"[^\W\d_{_FIGURES}]"
    return re.finditer(f"{letter}(?:{letter}|[{_MARKS}])*", text)


def is_mixed(word: str) -> bool:
    """Whether a run of letters has Latin ones and at least one that looks Latin."""
    return has_latin(word) and first_lookalike(word) is not None


def has_latin(text: str) -> bool:
    """Whether there is a Latin letter in it."""
    return bool(_latin().search(text))


def first_lookalike(text: str) -> str | None:
    """Return the first letter that looks Latin and is not."""
    found = _lookalike().search(text)
    return found[0] if found else None


def is_all_lookalike(word: str) -> bool:
    """Whether no letter is Latin and every one looks so."""
    return not re.sub(f"[{_MARKS}]", "", _lookalike().sub("", word))


def in_latin(text: str) -> str:
    """Write each letter that looks Latin as the Latin letter."""
    return text.translate(_translation())


def find_imitation(letter: str) -> str:
    """Name a letter and what it looks like: `U+0435 (Cyrillic small letter ie), which …`."""
    return f"{describe_character(letter)}, which looks like `{in_latin(letter)}`"


@cache
def _latin() -> re.Pattern[str]:
    from dclint.syntax.unicode_tables import LATIN

    return re.compile(f"[{LATIN}]")


@cache
def _lookalike() -> re.Pattern[str]:
    from dclint.syntax.unicode_tables import LOOKALIKES

    return re.compile(f"[{''.join(LOOKALIKES)}]")


@cache
def _translation() -> dict[int, str]:
    from dclint.syntax.unicode_tables import LOOKALIKES

    return str.maketrans(LOOKALIKES)
