"""Numbers of payment cards: how they are written, and which are made for tests.

Lengths and beginnings: ISO/IEC 7812, as https://en.wikipedia.org/wiki/Payment_card_number has them.
"""

import json
import os.path
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

_SHORTEST = 13
_FEWEST_DIGITS = 5
"""A number of fewer different digits was made up."""

_MADE_UP = "400000"
"""How Stripe's test numbers for special cases begin; no bank issues cards of this range."""

_BLANK = " \u00a0\u2009\u202f"
_GROUPED = (
    rf"(?<!\d[{_BLANK}])[3-6]\d{{3}}([{_BLANK}-])"
    r"(?:\d{4}\1\d{4}\1\d{1,4}(?:\1\d{1,3})?|\d{6}\1\d{4,5}|\d{3}\1\d{3}\1\d{3})"
    rf"(?![{_BLANK}]\d(?!\d?/))"
)
"""In the groups in which cards show it: 4-4-4-4, 4-6-5, 4-6-4, 4-3-3-3; a date may follow."""
_WRITTEN = rf"(?<![\w.+/#-])(?:{_GROUPED}|[3-6]\d{{12,18}})(?![\w/-]|\.\d)"
"""One number by itself: no part of a longer one, of an id, of a path or of an IBAN."""

_ISSUED = r"[3-6]\d{15}|3[47]\d{13}|3(?:0[0-59]|[689]\d)\d{11}|62\d{17}"
"""Lengths that are common, and how cards of 14, 15 and 19 digits begin: not so an IMEI, a bar code
or the number that a shop's database gave an order."""


class Card(NamedTuple):
    """A number with a correct check digit that is not made for tests: code points of a text."""

    start: int
    end: int
    looks_issued: bool
    """Whether it is written like a card's, or has the length and the beginning of one."""


def find(text: str) -> Iterator[Card]:
    """Yield the numbers in `text` that may be those of real cards."""
    if len(text) < _SHORTEST:
        return
    for found in re.finditer(_WRITTEN, text):
        digits = re.sub(r"\D", "", found[0])
        if has_check_digit(digits) and not _is_for_tests(digits):
            looks_issued = bool(found[1] or re.fullmatch(_ISSUED, digits))
            yield Card(*found.span(), looks_issued)


_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
"""The sum of the digits of twice a digit."""


def has_check_digit(digits: str) -> bool:
    """Whether the last digit is right (ISO/IEC 7812-1, annex B, which is Luhn's algorithm)."""
    plain, doubled = map(int, digits[-1::-2]), map(int, digits[-2::-2])
    return (sum(plain) + sum(map(_DOUBLED.__getitem__, doubled))) % 10 == 0


def _is_for_tests(digits: str) -> bool:
    return (
        len(set(digits)) < _FEWEST_DIGITS
        or digits.startswith(_MADE_UP)
        or digits in _documented_for_tests()
    )


@cache
def _documented_for_tests() -> frozenset[str]:
    """Return the numbers that providers of payment services publish for tests."""
    path = os.path.join(os.path.dirname(__file__), os.pardir, "data", "test_cards.json")
    with open(path, "rb") as file:
        return frozenset(n for source in json.load(file)["sources"] for n in source["numbers"])
