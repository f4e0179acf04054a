"""Numbers of payment cards: how they are written, and which are made for tests.

Lengths and beginnings: ISO/IEC 7812, as https://en.wikipedia.org/wiki/Payment_card_number has them.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import NamedTuple

from dclint.base.package_data import load_package_data
from dclint.base.pointer import Json
from dclint.base.words import split_words

_MIN_DIGITS = 13
_MIN_DISTINCT_DIGITS = 5  # a number of fewer different digits was made up

# How Stripe's test numbers for special cases begin; no bank issues cards of this range.
_TEST_PREFIX = "400000"

_SPACES = " \u00a0\u2009\u202f"

# In the groups in which cards show it: 4-4-4-4, 4-6-5, 4-6-4, 4-3-3-3; a date may follow.
_GROUPED = (
    rf"(?<!\d[{_SPACES}])[3-6]\d{{3}}([{_SPACES}-])"
    r"(?:\d{4}\1\d{4}\1\d{1,4}(?:\1\d{1,3})?|\d{6}\1\d{4,5}|\d{3}\1\d{3}\1\d{3})"
    rf"(?![{_SPACES}]\d(?!\d?/))"
)

# One number by itself: no part of a longer one, of an id, of a path or of an IBAN.
_CARD_NUMBER = rf"(?<![\w.+/#-])(?:{_GROUPED}|[3-6]\d{{12,18}})(?![\w/-]|\.\d)"

# Lengths that are common, and how cards of 14, 15 and 19 digits begin: not so an IMEI, a bar code
# or the number that a shop's database gave an order.
_ISSUED_FORMAT = r"[3-6]\d{15}|3[47]\d{13}|3(?:0[0-59]|[689]\d)\d{11}|62\d{17}"


class CardNumber(NamedTuple):
    """A number with a correct check digit that is not made for tests: code points of a text."""

    start: int
    end: int
    looks_issued: bool
    """Whether it is written like a card's, or has the length and the beginning of one."""


def scan_card_numbers(text: str) -> Iterator[CardNumber]:
    """Yield the numbers in `text` that may be those of real cards."""
    if len(text) < _MIN_DIGITS:
        return
    for found in re.finditer(_CARD_NUMBER, text):
        digits = re.sub(r"\D", "", found[0])
        if has_check_digit(digits) and not _is_test_number(digits):
            looks_issued = bool(found[1] or re.fullmatch(_ISSUED_FORMAT, digits))
            yield CardNumber(*found.span(), looks_issued)


_DOUBLED_DIGIT_SUMS = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)  # the sum of the digits of twice a digit


def has_check_digit(digits: str) -> bool:
    """Whether the last digit is right (ISO/IEC 7812-1, annex B, which is Luhn's algorithm)."""
    plain, doubled = map(int, digits[-1::-2]), map(int, digits[-2::-2])
    return (sum(plain) + sum(map(_DOUBLED_DIGIT_SUMS.__getitem__, doubled))) % 10 == 0


def _is_test_number(digits: str) -> bool:
    return (
        len(set(digits)) < _MIN_DISTINCT_DIGITS
        or digits.startswith(_TEST_PREFIX)
        or digits in _load_test_numbers()
    )


@cache
def _load_test_numbers() -> frozenset[str]:
    """Return the numbers that providers of payment services publish for tests."""
    sources = load_package_data("test_cards")["sources"]
    return frozenset(number for source in sources for number in source["numbers"])


_CARD_WORDS = frozenset(
    {
        *("card", "cards", "creditcard", "debitcard", "cardnumber", "cardno", "ccnumber", "ccnum"),
        *("cc", "pan", "credit", "debit", "visa", "mastercard", "amex"),
    }
)

# How a number is called that a machine gave out; one in ten has the check digit of a card.
_IDENTIFIER_WORDS = frozenset(
    ("id", "ids", "uid", "uuid", "guid", "gid", "key", "ref", "imei", "imeisv")
)

_MIN_CARD_NUMBER, _CARD_NUMBER_LIMIT = 10**12, 10**19


def find_card_numbers(text: str, names: list[str], *, is_number: bool) -> list[CardNumber]:
    """List the card numbers in a value to which `names` lead, without what a machine gave out."""
    found = list(scan_card_numbers(text))
    if not found:
        return []
    *above, name = [split_words(name) for name in names[-2:]] or [()]
    if not _CARD_WORDS.isdisjoint((*name, *chain(*above))):
        return found
    is_id = is_number and not _IDENTIFIER_WORDS.isdisjoint(name[-1:])
    return [card for card in found if card.looks_issued and not is_id]


def is_long_number(value: Json) -> bool:
    """Whether a number has as many digits as that of a card."""
    return type(value) is int and _MIN_CARD_NUMBER <= value < _CARD_NUMBER_LIMIT
