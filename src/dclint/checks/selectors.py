"""Which inputs choose a person or a record, told by their names: words, classes, selector kinds."""

import functools
import re
from enum import StrEnum
from itertools import pairwise, product
from typing import NamedTuple

from dclint.checks import selector_words as words


class InputClass(StrEnum):
    """What the value of an input says, as far as the input's name tells."""

    PERSON = "person"
    """It names somebody: an email address, a customer number."""
    FACTOR = "factor"
    """A second fact about somebody that alone names nobody: a postcode, a last name."""
    REF = "ref"
    """It names a record: an order, a booking, anything with an id."""
    NONE = "none"
    """It chooses nothing private: free text, settings, public things such as products."""


class Selector(StrEnum):
    """What the inputs of a connector choose together; later ones tell more about somebody."""

    NONE = "none"
    REF = "ref"
    PAIR = "pair"
    """Two facts that must match, such as an order number and an email address."""
    PERSON = "person"


class Count(NamedTuple):
    """How many inputs there are of each class that takes part in choosing; two stands for more."""

    person: int = 0
    ref: int = 0
    factor: int = 0


_CAMEL = re.compile(
    r"(?<=[^\W\d_A-Z])(?=[A-Z])"
    r"|(?<=[A-Z])(?=[A-Z](?!s(?![a-z]))[a-z])"
    r"|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"
)
"""Between `order` and `Id`, `VAT` and `Number` (but not in `orderIDs`), `line` and `2`."""
_WORD = re.compile(r"[^\W_]+")


def split(name: str) -> tuple[str, ...]:
    """Split `name` at case changes, digits and punctuation: `customerIDs` is `customer`, `ids`."""
    return tuple(_WORD.findall(_CAMEL.sub(" ", name).lower()))


@functools.lru_cache(maxsize=8192)
def classify(name: str) -> InputClass:
    """Tell the class of the input called `name`; English words only, the first match counts."""
    parts = split(name)
    present = frozenset(parts)
    if present & words.PERSON_FACTS:
        return InputClass.PERSON
    if present & words.FACTORS or any(pair <= present for pair in words.FACTOR_PAIRS):
        return InputClass.FACTOR
    if _names(parts, words.PERSON_NOUNS):
        return InputClass.PERSON
    if _names(parts, words.RECORD_NOUNS):
        return InputClass.REF
    if present & words.PUBLIC_NOUNS:
        return InputClass.NONE
    return InputClass.REF if present & words.REFERENCES else InputClass.NONE


def _names(parts: tuple[str, ...], nouns: frozenset[str]) -> bool:
    """Whether one of `nouns` stands alone or beside an id word.

    Beside, because in `customer_order_id` the id is the order's, in `order_status_code` nobody's.
    """
    if not nouns.intersection(parts):
        return False
    if all(part in nouns or part in words.ID_WORDS for part in parts):
        return True
    return any(
        (one in nouns and other in words.ID_WORDS) or (one in words.ID_WORDS and other in nouns)
        for one, other in pairwise(parts)
    )


_COUNTED = (InputClass.PERSON, InputClass.REF, InputClass.FACTOR)


@functools.lru_cache(maxsize=1024)
def count(classes: tuple[InputClass, ...]) -> Count:
    """Count the classes that take part in choosing."""
    return Count(*[min(2, classes.count(each)) for each in _COUNTED])


def kind(number: Count) -> Selector:
    """Tell what inputs of these numbers choose together."""
    if not number.person and not number.ref:
        return Selector.NONE
    if sum(number) > 1 and (number.person or number.factor):
        return Selector.PAIR
    return Selector.PERSON if number.person else Selector.REF


@functools.cache
def kinds(used: Count, perhaps: Count) -> tuple[Selector, ...]:
    """List what the inputs may choose if `used` are used, and any of `perhaps` may be as well."""
    ranges = [range(n, min(2, n + more) + 1) for n, more in zip(used, perhaps, strict=True)]
    found = {kind(Count(*numbers)) for numbers in product(*ranges)}
    return tuple(selector for selector in Selector if selector in found)
