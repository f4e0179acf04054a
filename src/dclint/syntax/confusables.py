"""Letters that look like letters of another script (Unicode Technical Standard 39)."""

import re
from collections.abc import Iterator
from functools import cache

from dclint.syntax.characters import describe_character

_ACCENTS = "\u0300-\u036f\u0483-\u0487"  # accents, which belong to the letter before them

# Superscripts, fractions and the like, which `\w` takes for letters.
_NUMERIC_LETTERS = "\xb2\xb3\xb9\xbc-\xbe\u2070\u2074-\u2089\u2150-\u218b\u2460-\u249b"


def split_words(text: str) -> Iterator[re.Match[str]]:
    """Yield the maximal runs of letters, with their accents."""
    letter = rf"[^\W\d_{_NUMERIC_LETTERS}]"
    return re.finditer(f"{letter}(?:{letter}|[{_ACCENTS}])*", text)


def is_mixed_word(word: str) -> bool:
    """Whether a run of letters has Latin ones and at least one that looks Latin."""
    return has_latin_letter(word) and find_first_lookalike(word) is not None


def has_latin_letter(text: str) -> bool:
    """Whether there is a Latin letter in it."""
    return bool(_compile_latin().search(text))


def find_first_lookalike(text: str) -> str | None:
    """Return the first letter that looks Latin and is not."""
    found = _compile_lookalikes().search(text)
    return found[0] if found else None


def is_all_lookalike(word: str) -> bool:
    """Whether no letter is Latin and every one looks so."""
    return not re.sub(f"[{_ACCENTS}]", "", _compile_lookalikes().sub("", word))


def replace_lookalikes(text: str) -> str:
    """Write each letter that looks Latin as the Latin letter."""
    return text.translate(_build_translation())


def find_imitation(letter: str) -> str:
    """Name a letter and what it looks like: `U+0435 (Cyrillic small letter ie), which …`."""
    return f"{describe_character(letter)}, which looks like `{replace_lookalikes(letter)}`"


@cache
def _compile_latin() -> re.Pattern[str]:
    from dclint.syntax.unicode_tables import LATIN

    return re.compile(f"[{LATIN}]")


@cache
def _compile_lookalikes() -> re.Pattern[str]:
    from dclint.syntax.unicode_tables import LOOKALIKES

    return re.compile(f"[{''.join(LOOKALIKES)}]")


@cache
def _build_translation() -> dict[int, str]:
    from dclint.syntax.unicode_tables import LOOKALIKES

    return str.maketrans(LOOKALIKES)
