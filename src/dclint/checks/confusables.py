"""Letters of other alphabets that pass for Latin ones.

Definitions: UTS #39 (https://www.unicode.org/reports/tr39/), of whose confusables.txt only the
Cyrillic and Greek letters count that look like one ASCII letter.
"""

import re
from collections.abc import Iterator
from functools import cache

from dclint.checks.characters import describe
from dclint.checks.templates import is_unseen
from dclint.checks.wording import quoted
from dclint.connector import Connector
from dclint.edit import Rewrite, unsafe
from dclint.finding import Hit, Related, Unobserved
from dclint.pointer import Pointer
from dclint.rule import Outcome

_MARKS = "\u0300-\u036f\u0483-\u0487"
"""Accents, which belong to the letter before them."""
_FIGURES = "\xb2\xb3\xb9\xbc-\xbe\u2070\u2074-\u2089\u2150-\u218b\u2460-\u249b"
"""Superscripts, fractions and the like, which `\\w` takes for letters."""
_GREEK = "\u0370-\u03ff"
_NO_SYMBOLS = "\u03b9\u03bf\u03c5"
"""Iota, omicron and upsilon, which nobody writes as a symbol: they look like i, o and u."""


def confusable_text(connector: Connector) -> Iterator[Outcome]:
    """Report words that mix Latin letters with letters that look like some."""
    unseen = set()
    for at, text in _unusual(connector):
        if isinstance(text, str):
            yield from _mixtures(connector, at, text)
        elif is_unseen(connector, text):
            unseen.add(f"{at[0]}[].{at[2]}" if at[1:] else str(at[0]))
    yield from map(Unobserved, sorted(unseen))


def _unusual(connector: Connector) -> Iterator[tuple[Pointer, object]]:
    """Yield what a model reads unless it is ASCII, and `data_inputs` if that is no list."""
    for field in ("name", "description", "data_inputs"):
        value = getattr(connector, field)
        if not (value.isascii() if isinstance(value, str) else isinstance(value, list)):
            yield (field,), value
    for index, data_input in enumerate(connector.known_inputs):
        name, description = data_input.name, data_input.description
        if not (isinstance(name, str) and name.isascii()):
            yield ("data_inputs", index, "name"), name
        if not (isinstance(description, str) and description.isascii()):
            yield ("data_inputs", index, "description"), description


def _mixtures(connector: Connector, at: Pointer, text: str) -> Iterator[Hit]:
    if first_lookalike(text) is None:
        return
    found = [word for word in words(text) if is_mixed(word[0]) and not _is_notation(word[0])]
    if not found:
        return
    word = found[0][0]
    letter = _stranger(word)
    if _is_latin(in_latin(word)):
        message = f"{quoted(word)} is written with {imitation(letter[0])}"
        remedy = f"type {quoted(in_latin(word))} in Latin letters"
    else:
        message = f"{quoted(word)} mixes alphabets: one letter is {describe(letter[0])}"
        remedy = "type the word in one alphabet"
    if found[1:]:
        message += f"; {len(found) - 1} more mixed {'words' if found[2:] else 'word'}"
    start = found[0].start() + letter.start()
    related = _twin(connector, at, text)
    typed = ((in_latin(word[0]), word.span()) for word in found[:_MOST_TYPED])
    repair = unsafe(*(Rewrite(at, latin, span) for latin, span in typed if _is_latin(latin)))
    yield Hit(message, at, (start, start + 1), remedy=remedy, related=related, repair=repair)


_MOST_TYPED = 100
"""Words of one text that one finding mends."""


def _twin(connector: Connector, at: Pointer, text: str) -> tuple[Related, ...]:
    """Point at the input whose name looks the same as the name at `at`."""
    index = connector.input_names.get(in_latin(text))
    if index is None or at[0] != "data_inputs" or at[-1] != "name":
        return ()
    return (Related("this name looks the same", ("data_inputs", index, "name")),)


def _stranger(word: str) -> re.Match[str]:
    """Return the first of the letters that are fewer in a mixed word: the Latin or the others."""
    latin = list(_latin().finditer(word))
    return latin[0] if 2 * len(latin) < len(word) else next(_lookalike().finditer(word))


def _is_notation(word: str) -> bool:
    """Whether small Greek letters stand among capitals, as in TNFα and γGT: nobody is deceived."""
    greek = "".join(re.findall(f"[{_GREEK}]", word))
    if not set(_NO_SYMBOLS).isdisjoint(greek):
        return False
    rest = re.sub(f"[{_GREEK}]", "", word)
    return greek.islower() and rest.isupper() and first_lookalike(rest) is None


def words(text: str) -> Iterator[re.Match[str]]:
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


def imitation(letter: str) -> str:
    """Name a letter and what it looks like: `U+0435 (Cyrillic small letter ie), which …`."""
    return f"{describe(letter)}, which looks like `{in_latin(letter)}`"


def _is_latin(word: str) -> bool:
    return not re.sub(f"[{_MARKS}]", "", _latin().sub("", word))


@cache
def _latin() -> re.Pattern[str]:
    from dclint.unicode_tables import LATIN

    return re.compile(f"[{LATIN}]")


@cache
def _lookalike() -> re.Pattern[str]:
    from dclint.unicode_tables import LOOKALIKES

    return re.compile(f"[{''.join(LOOKALIKES)}]")


@cache
def _translation() -> dict[int, str]:
    from dclint.unicode_tables import LOOKALIKES

    return str.maketrans(LOOKALIKES)
