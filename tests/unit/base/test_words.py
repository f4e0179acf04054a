"""Names are split into words, and words are written without accents."""

import pytest

from dclint.base.words import remove_accents, split_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("orderNumber", "order number"),
        ("order_number", "order number"),
        ("Order-Number", "order number"),
        ("customerIDs", "customer ids"),
        ("VATNumber", "vat number"),
        ("line2", "line 2"),
        ("filter[email]", "filter email"),
        ("user.custom_attributes.plan", "user custom attributes plan"),
        ("Größe", "größe"),
        ("numéroCommande", "numéro commande"),
        ("--", ""),
        ("", ""),
    ],
)
def test_a_name_is_split_at_case_changes_digits_and_punctuation(name: str, words: str) -> None:
    assert split_words(name) == tuple(words.split())


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("Größe", "grosse"),
        ("Zamówienie", "zamowienie"),
        ("łódź", "lodz"),
        ("smørrebrød", "smorrebrod"),
        ("œuvre", "oeuvre"),
        ("müşteri", "musteri"),
        ("Order", "order"),
    ],
)
def test_accents_are_removed(word: str, plain: str) -> None:
    assert remove_accents(word) == plain
