"""Letters of other alphabets that pass for Latin ones.

Definitions: UTS #39 (https://www.unicode.org/reports/tr39/), of whose confusables.txt only the
Cyrillic and Greek letters count that look like one ASCII letter.
"""

import re
from collections.abc import Iterator

from dclint.analysis.placeholders import is_unseen
from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_text
from dclint.edits.edit import Rewrite, suggest_unsafe_fix
from dclint.findings.hit import Hit, NotObservable, Related
from dclint.model.connector import Connector
from dclint.ruleset.rule import Outcome
from dclint.syntax.characters import describe_character
from dclint.syntax.confusables import (
    _ACCENTS,
    _compile_latin,
    _compile_lookalikes,
    find_first_lookalike,
    find_imitation,
    is_mixed_word,
    replace_lookalikes,
    split_words,
)

_GREEK = "\u0370-\u03ff"

# Iota, omicron and upsilon, which nobody writes as a symbol: they look like i, o and u.
_NON_SYMBOL_GREEK = "\u03b9\u03bf\u03c5"


def confusable_text(connector: Connector) -> Iterator[Outcome]:
    """Report words that mix Latin letters with letters that look like some."""
    unseen = set()
    for at, text in _iter_non_ascii_texts(connector):
        if isinstance(text, str):
            yield from _check_mixed_words(connector, at, text)
        elif is_unseen(connector, text):
            unseen.add(f"{at[0]}[].{at[2]}" if at[1:] else str(at[0]))
    yield from map(NotObservable, sorted(unseen))


def _iter_non_ascii_texts(connector: Connector) -> Iterator[tuple[Pointer, object]]:
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


def _check_mixed_words(connector: Connector, at: Pointer, text: str) -> Iterator[Hit]:
    if find_first_lookalike(text) is None:
        return
    found = [
        word
        for word in split_words(text)
        if is_mixed_word(word[0]) and not _is_greek_notation(word[0])
    ]
    if not found:
        return
    word = found[0][0]
    letter = _find_odd_letter(word)
    if _is_all_latin(replace_lookalikes(word)):
        message = f"{quote_text(word)} is written with {find_imitation(letter[0])}"
        remedy = f"type {quote_text(replace_lookalikes(word))} in Latin letters"
    else:
        message = (
            f"{quote_text(word)} mixes alphabets: one letter is {describe_character(letter[0])}"
        )
        remedy = "type the word in one alphabet"
    if found[1:]:
        message += f"; {len(found) - 1} more mixed {'words' if found[2:] else 'word'}"
    start = found[0].start() + letter.start()
    related = _find_lookalike_input(connector, at, text)
    typed = ((replace_lookalikes(word[0]), word.span()) for word in found[:_MAX_FIXED_WORDS])
    suggested = suggest_unsafe_fix(
        *(Rewrite(at, latin, span) for latin, span in typed if _is_all_latin(latin))
    )
    yield Hit(
        message, at, (start, start + 1), remedy=remedy, related=related, suggested_fix=suggested
    )


_MAX_FIXED_WORDS = 100  # words of one text that one finding mends


def _find_lookalike_input(connector: Connector, at: Pointer, text: str) -> tuple[Related, ...]:
    """Point at the input whose name looks the same as the name at `at`."""
    index = connector.input_names.get(replace_lookalikes(text))
    if index is None or at[0] != "data_inputs" or at[-1] != "name":
        return ()
    return (Related("this name looks the same", ("data_inputs", index, "name")),)


def _find_odd_letter(word: str) -> re.Match[str]:
    """Return the first of the letters that are fewer in a mixed word: the Latin or the others."""
    latin = list(_compile_latin().finditer(word))
    return latin[0] if 2 * len(latin) < len(word) else next(_compile_lookalikes().finditer(word))


def _is_greek_notation(word: str) -> bool:
    """Whether small Greek letters stand among capitals, as in TNFα and γGT: nobody is deceived."""
    greek = "".join(re.findall(f"[{_GREEK}]", word))
    if not set(_NON_SYMBOL_GREEK).isdisjoint(greek):
        return False
    rest = re.sub(f"[{_GREEK}]", "", word)
    return greek.islower() and rest.isupper() and find_first_lookalike(rest) is None


def _is_all_latin(word: str) -> bool:
    return not re.sub(f"[{_ACCENTS}]", "", _compile_latin().sub("", word))
