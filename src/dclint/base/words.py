"""The words of a name: split at case changes, digits and punctuation, without accents."""

import functools
import re
import unicodedata

# Between `order` and `Id`, `VAT` and `Number` (but not in `orderIDs`), `line` and `2`.
_CAMEL = re.compile(
    r"(?<=[^\W\d_A-Z])(?=[A-Z])"
    r"|(?<=[A-Z])(?=[A-Z](?!s(?![a-z]))[a-z])"
    r"|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"
)

_WORD = re.compile(r"[^\W_]+")

# Letters that Unicode does not decompose into a base letter and a mark.
_BASE_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"})


@functools.lru_cache(maxsize=8192)
def split_words(name: str) -> tuple[str, ...]:
    """Split `name` at case changes, digits and punctuation: `customerIDs` is `customer`, `ids`."""
    return tuple(_WORD.findall(_CAMEL.sub(" ", name).lower()))


def remove_accents(word: str) -> str:
    """Return a word in lower case without accents: `Größe` is `grosse`."""
    word = word.lower()
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", word.translate(_BASE_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
