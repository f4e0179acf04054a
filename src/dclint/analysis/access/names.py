"""What the name of an input, of a parameter or of a member says of the value behind it."""

import functools
from dataclasses import dataclass
from enum import StrEnum

from dclint.analysis.lexicon import (
    WordClass,
    classify_noun,
    find_stem,
    look_up_word,
    split_name,
)


class NameKind(StrEnum):
    """What a name says."""

    FACT = "fact"
    """It names somebody by itself: an email address."""
    PERSON = "person"
    """It is somebody: a customer, a customer number."""
    RECORD = "record"
    """It is a record: an order, an invoice number."""
    FACTOR = "factor"
    """It is a second fact about somebody: a surname."""
    PUBLIC = "public"
    """It is what everybody may look up: a product, a city."""
    OPTION = "option"
    """It says how the answer is wanted, or it is a kind or a quantity: sort, customer type."""
    IDENTIFIER = "identifier"
    """It is an id of something that it does not name."""
    SEARCH = "search"
    """It is a text that is looked for."""
    UNKNOWN = "unknown"
    """It says nothing."""


@dataclass(frozen=True, slots=True)
class NameReading:
    """What a name says, and whether it says so with an id word: `order_number`, not `order`."""

    kind: NameKind
    has_id: bool = False

    @property
    def is_explicit(self) -> bool:
        """Whether the name alone leaves no doubt that a person or a record is meant."""
        named = (NameKind.PERSON, NameKind.RECORD)
        return self.kind is NameKind.FACT or (self.has_id and self.kind in named)


_NAMED_KINDS = {
    WordClass.PERSON: NameKind.PERSON,
    WordClass.RECORD: NameKind.RECORD,
    WordClass.PUBLIC: NameKind.PUBLIC,
    WordClass.COMPUTE: NameKind.PUBLIC,
}

# Words before a noun that make it a quantity: number of guests, anzahl tage.
_COUNTING = frozenset(
    {"number", "count", "num", "no", "anzahl", "nombre", "cantidad", "numero", "total"}
    | {"quantidade", "aantal", "liczba", "antal"}
)
_LONGEST_PHRASE = 3  # words that are sought as one: date of birth
_FEWEST_COUNTED = 2  # words of a counting name: number of, guests


@functools.lru_cache(maxsize=8192)
def read_name(name: str) -> NameReading:
    """Tell what `name` says; the last word that is known decides, in every language."""
    words = split_name(name)
    if not words:
        return NameReading(NameKind.UNKNOWN)
    if _is_counting(words):
        return NameReading(NameKind.OPTION)
    core = _drop_id_words(words)
    has_id = len(core) < len(words)
    if _is_harmless(core, words):
        return NameReading(NameKind.OPTION, has_id)
    return NameReading(_find_kind(words, core, has_id=has_id), has_id)


def _is_counting(words: tuple[str, ...]) -> bool:
    if len(words) < _FEWEST_COUNTED:
        return False
    of = {"of", "de", "di", "da"} & {words[1]}
    return bool(of) and words[0] in _COUNTING


def _drop_id_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words before the id words at the end."""
    end = len(words)
    while end and look_up_word(words[end - 1], WordClass.ID):
        end -= 1
    return words[:end]


def _is_harmless(core: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether the thing that is named is a kind, a language or a reason: `customer_type`."""
    if look_up_word("".join(words[-2:]), WordClass.OPTION):
        return True
    if len(core) <= 1:
        return False
    leading = look_up_word(core[0], WordClass.MODIFIER) and classify_noun(core[-1])
    return bool(look_up_word(core[-1], WordClass.MODIFIER) or leading)


def _find_kind(words: tuple[str, ...], core: tuple[str, ...], *, has_id: bool) -> NameKind:
    if _find_phrase(words, WordClass.FACT):
        return NameKind.FACT
    if _find_phrase(words, WordClass.FACTOR) or _is_name_of_person(words):
        return NameKind.FACTOR
    if not has_id and _is_option(core):
        return NameKind.OPTION
    if noun := _find_noun(core) or (find_stem(core[-1]) if has_id and core else None):
        return _NAMED_KINDS[noun]
    return NameKind.IDENTIFIER if has_id else _find_empty_kind(core)


def _find_empty_kind(core: tuple[str, ...]) -> NameKind:
    """Tell what a name says that names nothing: a search, a value, or nothing at all."""
    kinds = {WordClass.SEARCH: NameKind.SEARCH, WordClass.VALUE: NameKind.IDENTIFIER}
    found = look_up_word(core[-1], *kinds)
    return kinds[found] if found else NameKind.UNKNOWN


def _find_phrase(words: tuple[str, ...], word_class: WordClass) -> bool:
    """Whether a word of that class, or up to three words that are one, are in a name."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + _LONGEST_PHRASE, len(words)) + 1):
            phrase = "".join(words[start:end])
            if look_up_word(phrase, word_class) and not look_up_word(phrase, WordClass.VALUE):
                return True
    return False


def _is_name_of_person(words: tuple[str, ...]) -> bool:
    """Whether it is the name of somebody: `customer_name`."""
    return (
        len(words) > 1
        and bool(look_up_word(words[-1], WordClass.VALUE))
        and classify_noun(words[-2]) is WordClass.PERSON
    )


def _is_option(core: tuple[str, ...]) -> bool:
    """Whether all words say how an answer is wanted: `page_size`, `created_from`."""
    if look_up_word("".join(core), WordClass.OPTION, WordClass.COUNT):
        return True
    kinds = (WordClass.OPTION, WordClass.COUNT, WordClass.MODIFIER, WordClass.NEUTRAL)
    return all(look_up_word(word, *kinds) for word in core) and bool(
        look_up_word(core[-1], WordClass.OPTION, WordClass.COUNT)
    )


def _find_noun(core: tuple[str, ...]) -> WordClass | None:
    """Return the class of the noun at the end, or of the whole as one word: `store_locator`."""
    if not core:
        return None
    for start in range(max(0, len(core) - _LONGEST_PHRASE), len(core)):
        if found := classify_noun("".join(core[start:])):
            return found
    if look_up_word(core[-1], WordClass.VALUE) and len(core) > 1:
        return classify_noun(core[-2])
    return None
