"""The vocabulary of connectors: what a word of a URL or of a name stands for, in eleven languages.

The words are data: `data/lexicon.json`, one concept an entry, with its class, its words a language
and a remark where the class is contested.  Plurals follow from the endings below; irregular ones
are listed.
"""

import functools
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from dclint.base.package_data import load_package_data
from dclint.base.words import remove_accents, split_words


class WordClass(StrEnum):
    """What a word stands for."""

    PERSON = "person"
    """Somebody, or what stands for somebody: a customer, an account."""
    RECORD = "record"
    """What a company keeps about somebody, or for itself: an order, a log."""
    PUBLIC = "public"
    """What everybody may look up: a product, a country."""
    COMPUTE = "compute"
    """What is worked out of the question alone: availability, a rate."""
    FACT = "fact"
    """What belongs to one person in the whole world: an email address."""
    FACTOR = "factor"
    """A second fact about somebody, that alone names nobody: a surname, a postcode."""
    ID = "id"
    """What turns a noun into the name of one thing: an order *number*."""
    VALUE = "value"
    """What says nothing: a value, a name, a title."""
    MODIFIER = "modifier"
    """What makes a noun harmless at its end: a customer *type*."""
    COUNT = "count"
    """A quantity: nights, adults, an amount."""
    OPTION = "option"
    """How an answer is wanted: its order, its page, its language, its dates."""
    SEARCH = "search"
    """A text that is looked for."""
    SELF = "self"
    """Whose credential it is: me, current."""
    NEUTRAL = "neutral"
    """What says how much of a collection is meant: list, open, today."""
    READ = "read"
    """A verb that only looks."""
    CREATE = "create"
    """A verb that adds something."""
    ACT = "act"
    """A verb that changes something."""
    DELETE = "delete"
    """A verb that removes something."""
    FORM = "form"
    """A form that anybody may fill in: contact, newsletter."""


NOUNS = (WordClass.PERSON, WordClass.RECORD, WordClass.PUBLIC, WordClass.COMPUTE)
VERBS = (WordClass.DELETE, WordClass.ACT, WordClass.CREATE, WordClass.READ)

# The classes whose words have plurals.
_INFLECTED = (*NOUNS, WordClass.FACT, WordClass.FACTOR, WordClass.ID, WordClass.MODIFIER)

# Regular endings of plurals, and what the singular has instead; the singular must be listed.
_PLURALS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "en": (("ies", "y"), ("es", ""), ("s", "")),
    "de": (("en", ""), ("en", "e"), ("n", ""), ("e", ""), ("er", ""), ("s", "")),
    "fr": (("s", ""), ("x", ""), ("aux", "al")),
    "es": (("es", ""), ("s", ""), ("ces", "z")),
    "it": (("i", "o"), ("i", "e"), ("e", "a"), ("i", "a"), ("he", "a")),
    "pt": (("s", ""), ("es", ""), ("oes", "ao"), ("ns", "m"), ("is", "l")),
    "nl": (("en", ""), ("s", ""), ("n", "")),
    "pl": (("y", "a"), ("i", ""), ("y", ""), ("e", "a"), ("a", "e"), ("ow", "")),
    "sv": (("ar", ""), ("er", ""), ("or", "a"), ("r", ""), ("n", ""), ("en", ""), ("et", "")),
    "tr": (("lar", ""), ("ler", ""), ("lari", ""), ("leri", "")),
    "ja": (),
}


def _index_endings() -> dict[str, list[tuple[str, str, str]]]:
    """Return language, plural and singular ending by the last letter of the plural."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for language, pairs in _PLURALS.items():
        for plural, singular in pairs:
            found.setdefault(plural[-1], []).append((language, plural, singular))
    return found


_ENDINGS = _index_endings()

# Languages that write compounds as one word, the head last.
_COMPOUNDING = frozenset({"de", "nl", "sv"})
_STEM_LANGUAGES = _COMPOUNDING | {"en"}  # languages whose id words follow a bare stem
_LINKS = ("s", "n", "en", "es", "")  # what may join the parts of a compound
_SHORTEST_HEAD = 5  # letters of a noun that is sought at the end of a compound
_LONGEST_NAME = 200  # characters of a name that are read
_LONGEST_COMPOUND = 60  # letters of a word that is taken apart
_SHORTEST_STEM = 4  # letters of a stem that is sought at the beginning of a noun
_ID_ENDINGS = ("nummer", "number", "kennung", "numero", "code", "kod", "nr", "no", "id", "ref")


class Entry(NamedTuple):
    """One word of the lexicon in one class."""

    word_class: WordClass
    concept: str
    languages: frozenset[str]


class Lexicon:
    """Words by class; `look_up` answers for a word as it is written, in singular or plural."""

    def __init__(self, concepts: Iterable[Mapping[str, str]]) -> None:
        self._entries: dict[str, dict[WordClass, Entry]] = {}
        for concept in concepts:
            self._add_concept(concept)
        self._sorted_nouns = sorted(
            word
            for word, entries in self._entries.items()
            for entry in entries.values()
            if entry.word_class in NOUNS and not entry.languages.isdisjoint(_STEM_LANGUAGES)
        )

    def _add_concept(self, concept: Mapping[str, str]) -> None:
        word_class = WordClass(concept["class"])
        for language in _PLURALS:
            if language not in concept:
                continue
            entry = Entry(word_class, concept["concept"], frozenset((language,)))
            for written in concept[language].split():
                entries = self._entries.setdefault(remove_accents(written), {})
                known = entries.get(word_class)
                if known:
                    entries[word_class] = entry._replace(languages=known.languages | {language})
                else:
                    entries[word_class] = entry

    def look_up(self, word: str, *classes: WordClass) -> Entry | None:
        """Return the entry of `word` in the first of `classes` that has it; None if none has.

        A word that is listed is never taken for the plural of another: French `pays`.
        """
        forms = _spell_umlauts(remove_accents(word))
        for form in forms:
            if found := _choose_entry(self._entries.get(form), classes):
                return found
        inflected = [name for name in classes if name in _INFLECTED]
        for form in forms if inflected else ():
            if found := self._find_singular(form, inflected):
                return found
        return None

    def _find_singular(self, word: str, classes: Sequence[WordClass]) -> Entry | None:
        """Return the entry of which `word` is a plural, in the first of `classes` that has one."""
        singulars = [
            _choose_entry(
                self._entries.get(word.removesuffix(plural) + singular), classes, language
            )
            for language, plural, singular in _ENDINGS.get(word[-1:], ())
            if word.endswith(plural)
        ]
        found = [entry for entry in singulars if entry]
        return min(found, key=lambda entry: classes.index(entry.word_class), default=None)

    def find_compound_head(self, word: str) -> Entry | None:
        """Return the noun at the end of a compound such as `versicherungspolice`; None if none."""
        plain = remove_accents(word)
        if len(plain) > _LONGEST_COMPOUND:
            return None
        for start in range(3, len(plain) - _SHORTEST_HEAD + 1):
            found = self.look_up(plain[start:], *NOUNS)
            if found and found.languages & _COMPOUNDING:
                return found
        return None

    def split_id_compound(self, word: str) -> tuple[str, ...]:
        """Split a noun from an id word: `kundennummer` is `kunden`, `nummer`."""
        plain = remove_accents(word)
        for ending in _ID_ENDINGS:
            stem = plain.removesuffix(ending)
            if stem != plain and (noun := self.complete_stem(stem)):
                return noun, ending
        return (plain,)

    def complete_stem(self, stem: str) -> str | None:
        """Return the noun of which `stem` is the beginning of a compound: `bestell`, `auftrags`."""
        for link in _LINKS:
            if stem.endswith(link) and self.look_up(stem.removesuffix(link), *NOUNS):
                return stem.removesuffix(link)
        if len(stem) < _SHORTEST_STEM:
            return None
        index = bisect_left(self._sorted_nouns, stem)
        nearest = self._sorted_nouns[index : index + 1]
        return next((noun for noun in nearest if noun.startswith(stem)), None)


def _choose_entry(
    entries: Mapping[WordClass, Entry] | None,
    classes: Sequence[WordClass],
    language: str | None = None,
) -> Entry | None:
    """Return the entry of the first of `classes`, in this language if one is given."""
    if entries:
        for name in classes:
            found = entries.get(name)
            if found and (language is None or language in found.languages):
                return found
    return None


def _spell_umlauts(word: str) -> tuple[str, ...]:
    """Return the word, and how it is listed if it writes `ue` for `ü`."""
    if "ue" in word or "oe" in word or "ae" in word:
        listed = word.replace("ue", "u").replace("oe", "o").replace("ae", "a")
        return word, listed
    return (word,)


@functools.cache
def load_lexicon() -> Lexicon:
    """Return the shipped lexicon."""
    return Lexicon(load_package_data("lexicon")["concepts"])


@functools.lru_cache(maxsize=8192)
def look_up_word(word: str, *classes: WordClass) -> WordClass | None:
    """Return the class of a word, the first of `classes` that has it; None if none has."""
    found = load_lexicon().look_up(word, *classes)
    return found.word_class if found else None


@functools.lru_cache(maxsize=8192)
def find_stem(word: str) -> WordClass | None:
    """Return the class of the noun that begins with `word`, as before an id: `bestell`-nummer."""
    noun = load_lexicon().complete_stem(remove_accents(word))
    return look_up_word(noun, *NOUNS) if noun else None


def is_english_only(word: str, *classes: WordClass) -> bool:
    """Whether a word of these classes is English and nothing else."""
    found = load_lexicon().look_up(word, *classes)
    return found is not None and found.languages == {"en"}


@functools.lru_cache(maxsize=8192)
def classify_noun(word: str) -> WordClass | None:
    """Return what the thing is that `word` names, a compound by its head; None if unknown."""
    lexicon = load_lexicon()
    found = lexicon.look_up(word, *NOUNS) or lexicon.find_compound_head(word)
    return found.word_class if found else None


@functools.lru_cache(maxsize=8192)
def find_concept(word: str) -> str | None:
    """Return the concept of a noun, the same in all languages; None if the word is unknown."""
    found = load_lexicon().look_up(word, *NOUNS)
    return found.concept if found else None


@functools.lru_cache(maxsize=8192)
def split_name(name: str) -> tuple[str, ...]:
    """Split a name into its words, compounds of a noun and an id word as well."""
    lexicon = load_lexicon()
    words: list[str] = []
    for word in split_words(name[:_LONGEST_NAME]):
        known = lexicon.look_up(word, *WordClass)
        words += (remove_accents(word),) if known else lexicon.split_id_compound(word)
    return tuple(words)
