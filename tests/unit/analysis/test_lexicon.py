"""What a word stands for, in eleven languages, in singular and plural, alone or in a compound."""

import pytest

from dclint.analysis.lexicon import (
    Lexicon,
    WordClass,
    classify_noun,
    find_concept,
    find_stem,
    is_english_only,
    look_up_word,
    split_name,
)

PERSON, RECORD, PUBLIC, COMPUTE = (
    WordClass.PERSON,
    WordClass.RECORD,
    WordClass.PUBLIC,
    WordClass.COMPUTE,
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("customer customers kunde kunden cliente clienti klient klienci kund kunder", PERSON),
        ("patient patients patiënt paciente pacjent hasta", PERSON),
        ("invoice invoices rechnung rechnungen facture facturas fattura faktura", RECORD),
        ("order orders bestellung commande pedido ordine encomenda bestelling siparis", RECORD),
        ("country countries land länder pays países paese kraj", PUBLIC),
        ("product products produkt produit producto prodotto produto", PUBLIC),
        ("availability verfügbarkeit disponibilité disponibilidad beschikbaarheid", COMPUTE),
    ],
)
def test_a_noun_has_a_class_in_every_language_and_number(words: str, expected: WordClass) -> None:
    assert {word: classify_noun(word) for word in words.split()} == dict.fromkeys(
        words.split(), expected
    )


@pytest.mark.parametrize("word", ["frobnicate", "x", "zzz", "", "a" * 10_000, "versicherung" * 20])
def test_an_unknown_word_has_no_class(word: str) -> None:
    assert classify_noun(word) is None


@pytest.mark.parametrize(
    ("compound", "expected"),
    [
        ("hausratversicherungspolice", RECORD),
        ("firmenkunden", PERSON),
        ("zorgverzekeringspolis", RECORD),
        ("ersatzprodukte", PUBLIC),
    ],
)
def test_a_compound_is_what_its_head_is(compound: str, expected: WordClass) -> None:
    assert classify_noun(compound) is expected


def test_umlauts_may_be_written_with_two_letters() -> None:
    assert classify_noun("laender") is classify_noun("länder") is PUBLIC
    assert classify_noun("auftraege") is RECORD


def test_a_concept_is_the_same_in_all_languages() -> None:
    concepts = {find_concept(word) for word in ("invoice", "rechnung", "factura", "faktura")}
    assert concepts == {"invoice"}
    assert find_concept("frobnicate") is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("bestellnummer", "bestelling nummer"),
        ("buchungsnr", "buchung nr"),
        ("polisnummer", "polis nummer"),
        ("orderNumber", "order number"),
        ("frobnummer", "frobnummer"),
    ],
)
def test_an_id_word_is_split_from_its_noun(name: str, words: str) -> None:
    assert split_name(name) == tuple(words.split())


def test_the_beginning_of_a_noun_before_an_id_is_the_noun() -> None:
    assert find_stem("bestell") is RECORD
    assert find_stem("frob") is None


def test_a_word_of_several_classes_is_of_the_first_that_is_asked_for() -> None:
    assert look_up_word("cancel", WordClass.READ, WordClass.ACT) is WordClass.ACT
    assert look_up_word("search", WordClass.SEARCH, WordClass.READ) is WordClass.SEARCH
    assert look_up_word("search", WordClass.READ, WordClass.SEARCH) is WordClass.READ
    assert look_up_word("search", WordClass.DELETE) is None


def test_english_verbs_are_told_from_those_that_other_languages_have() -> None:
    assert is_english_only("return", WordClass.ACT)
    assert not is_english_only("stornieren", WordClass.ACT)
    assert not is_english_only("frobnicate", WordClass.ACT)


def test_plurals_follow_from_the_endings_of_the_language() -> None:
    lexicon = Lexicon([{"concept": "city", "class": "public", "en": "city", "it": "citta"}])
    assert lexicon.look_up("cities", PUBLIC)
    assert lexicon.look_up("citys", PUBLIC)  # the ending of a word like `day`
    assert not lexicon.look_up("citten", PUBLIC)
