"""Words that mix alphabets: which are reported, where, and what honest texts may hold."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from support.linear import AssertLinear

from dclint.base.pointer import resolve_pointer
from dclint.checks.texts import confusables
from dclint.findings.hit import Hit, NotObservable, Related
from dclint.model.loader import load_connector
from dclint.model.values import Shape
from dclint.syntax.unicode_tables import LOOKALIKES


def run(raw: dict[str, Any], shape: Shape = Shape.DEFINITION) -> tuple[list[Hit], list[str]]:
    """What the check says of a connector: its hits, and the facts that it could not see."""
    outcomes = list(confusables.confusable_text(load_connector(raw, shape)))
    hits = [outcome for outcome in outcomes if isinstance(outcome, Hit)]
    facts = [outcome.fact for outcome in outcomes if isinstance(outcome, NotObservable)]
    assert len({hit.at for hit in hits}) == len(hits), "one hit a pointer"
    for hit in hits:
        assert hit.fragment is not None
        assert hit.fragment[0] + 1 == hit.fragment[1] <= len(resolve_pointer(raw, hit.at))
    return hits, facts


def said_of(name: str) -> str | None:
    hits, facts = run({"name": name})
    assert facts == []
    return hits[0].message if hits else None


@pytest.mark.parametrize(
    ("name", "word", "letter", "readable", "place"),
    [
        ("Get ord\u0435r", "ord\u0435r", "U+0435 (Cyrillic small letter ie)", "order", 7),
        ("\u0421\u0410NCEL", "\u0421\u0410NCEL", "U+0421 (Cyrillic capital letter es)", "CANCEL", 0),
        ("acc\u03bfunt_id", "acc\u03bfunt", "U+03BF (Greek small letter omicron)", "account", 3),
        ("\u03b1pi", "\u03b1pi", "U+03B1 (Greek small letter alpha)", "api", 0),
        ("\u0435 \xfcber\u0440", "\xfcber\u0440", "U+0440 (Cyrillic small letter er)", "\xfcberp", 6),
        # An accent belongs to the letter before it.
        ("Caf\u0435\u0301 list", "Caf\u0435\u0301", "U+0435 (Cyrillic small letter ie)",
         "Cafe\u0301", 3),
        ("\u0430\u0301pi", "\u0430\u0301pi", "U+0430 (Cyrillic small letter a)", "a\u0301pi", 0),
        # Not all lookalikes are small Greek letters among capitals.
        ("\u03a4NF\u03b1", "\u03a4NF\u03b1", "U+03A4 (Greek capital letter tau)", "TNFa", 0),
        ("\u0410PI\u03b1", "\u0410PI\u03b1", "U+0410 (Cyrillic capital letter a)", "APIa", 0),
        ("TNf\u03b1", "TNf\u03b1", "U+03B1 (Greek small letter alpha)", "TNfa", 3),
        # Nor are all small Greek letters symbols.
        ("N\u03bf refund", "N\u03bf", "U+03BF (Greek small letter omicron)", "No", 1),
        ("AP\u03b9", "AP\u03b9", "U+03B9 (Greek small letter iota)", "APi", 2),
    ],
)  # fmt: skip
def test_words_that_look_latin(
    name: str, word: str, letter: str, readable: str, place: int
) -> None:
    ((hit,), _) = run({"name": name})
    latin = LOOKALIKES[name[place]]
    assert hit.message == f"`{word}` is written with {letter}, which looks like `{latin}`"
    assert hit.remedy == f"type `{readable}` in Latin letters"
    assert (hit.at, hit.fragment) == (("name",), (place, place + 1))
    assert hit.severity is None


@pytest.mark.parametrize(
    ("name", "letter", "place"),
    [
        ("\u0417a\u043a\u0430\u0437", "U+0061 (Latin small letter a)", 1),
        ("ID\u0437\u0430\u043a\u0430\u0437\u0430", "U+0049 (Latin capital letter i)", 0),
        ("A\u03a6\u039c", "U+0041 (Latin capital letter a)", 0),
        ("order\u043e\u043a", "U+043E (Cyrillic small letter o)", 5),
        ("\u043e\u043aok", "U+043E (Cyrillic small letter o)", 0),  # as many of either
    ],
)
def test_words_that_are_mixed_and_do_not_look_latin(name: str, letter: str, place: int) -> None:
    ((hit,), _) = run({"name": name})
    assert hit.message == f"`{name}` mixes alphabets: one letter is {letter}"
    assert hit.remedy == "type the word in one alphabet"
    assert hit.fragment == (place, place + 1)


@pytest.mark.parametrize("letter", LOOKALIKES)
def test_every_lookalike_is_recognised_inside_a_latin_word(letter: str) -> None:
    said = said_of(f"Wor{letter}d")
    assert said is not None
    assert f"U+{ord(letter):04X}" in said
    assert said.endswith(f"which looks like `{LOOKALIKES[letter]}`")


@pytest.mark.parametrize(
    "name",
    [
        "Get order",
        "",
        "API-ключ",
        "ключ API",
        "id_заказа",
        "заказ2order",
        "e-mail-ом",
        "kΩ",
        "k\u2126",
        "µs",
        "\u03bcs",
        "Δt",
        "β-Version",
        "α-Version, σ² and 3σ",
        "x\u00b2\u03bf",  # a superscript ends the word
        "x\u00bd\u03bf",
        "TNFα",
        "IFNγ",
        "γGT",
        "αβ",
        "GET\u043b\u0438\u043a",  # none of these letters looks Latin
        "Состояние заказа",
        "Κατάσταση παραγγελίας",
        "сахар",  # looks Latin, but is no mixture
        "АВС",
        "注文 API の状態",
        "حالة API",
        "Bücher über Ångström",
        "ﬁsh",
    ],
)
def test_honest_texts(name: str) -> None:
    assert said_of(name) is None


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("Т\u043eken", ""),
        ("T\u043eken, \u0420age", "; 1 more mixed word"),
        ("T\u043eken, \u0420age, \u041epen and C\u04cfose", "; 3 more mixed words"),
    ],
)
def test_further_words_are_counted(name: str, more: str) -> None:
    said = said_of(name)
    assert said is not None
    assert said.partition(";")[1:] == more.partition(";")[1:]


def test_every_text_that_a_model_reads_is_looked_at() -> None:
    word = "G\u0435t"
    an_input = {"name": word, "description": word, "default_value": word}
    header = {"name": word, "value": word}
    raw = {
        "name": word,
        "description": word,
        "internal_description": word,
        "url": f"https://a.io/{word}",
        "body": word,
        "headers": [header],
        "data_inputs": [{"name": "a"}, an_input],
    }
    hits, facts = run(raw)
    assert [hit.at for hit in hits] == [
        ("name",),
        ("description",),
        ("data_inputs", 1, "name"),
        ("data_inputs", 1, "description"),
    ]
    assert facts == []


def test_the_input_whose_name_looks_the_same_is_shown() -> None:
    inputs = [{"name": "\u043erder_id"}, {"name": "x"}, {"name": "order_id"}]
    ((hit,), _) = run({"name": "order_id", "data_inputs": inputs})
    assert hit.at == ("data_inputs", 0, "name")
    assert hit.related == (Related("this name looks the same", ("data_inputs", 2, "name")),)


@pytest.mark.parametrize(
    "raw",
    [
        {"name": "\u043erder_id", "data_inputs": [{"name": "order_id"}]},
        {"data_inputs": [{"name": "order_id", "description": "\u043erder_id"}]},
        {"data_inputs": [{"name": "order"}, {"name": "\u043erder_id"}]},
    ],
)
def test_only_names_of_inputs_have_a_twin(raw: dict[str, Any]) -> None:
    ((hit,), _) = run(raw)
    assert hit.related == ()


@pytest.mark.parametrize(
    ("raw", "shape", "facts"),
    [
        ({}, Shape.DEFINITION, []),
        ({"name": "a", "description": None, "data_inputs": []}, Shape.DEFINITION, []),
        ({"name": 5, "description": 5, "data_inputs": 5}, Shape.DEFINITION,
         ["data_inputs", "description", "name"]),
        ({"name": "a", "data_inputs": [{}]}, Shape.DEFINITION, []),
        ({"name": "a", "data_inputs": [{"name": 5, "description": "b"}, {"description": 5}]},
         Shape.DEFINITION, ["data_inputs[].description", "data_inputs[].name"]),
        ({"name": "a", "data_inputs": [{"name": "b", "description": None}]}, Shape.DEFINITION, []),
        ({"name": "a"}, Shape.SUMMARY, ["data_inputs", "description"]),
        ({"name": "a", "description": "b", "data_inputs": [{"name": "c"}]}, Shape.DETAIL,
         ["data_inputs[].description"]),
        ({"url": "https://a.io"}, Shape.PATCH, ["data_inputs", "description", "name"]),
    ],
)  # fmt: skip
def test_texts_that_cannot_be_seen(raw: dict[str, Any], shape: Shape, facts: list[str]) -> None:
    assert run(raw, shape) == ([], facts)


def test_what_is_hidden_does_not_hide_the_rest() -> None:
    hits, facts = run({"name": 5, "description": "G\u0435t"})
    assert [hit.at for hit in hits] == [("description",)]
    assert facts == ["name"]


@pytest.mark.parametrize(
    "piece", ["G\u0435t ", "a", "\u0435", "a\u0435", "е\u0301", "γGT ", "a_\u0435 ", "\u0301", "µ"]
)
def test_texts_take_linear_time(piece: str, assert_linear: AssertLinear) -> None:
    def prepare(length: int) -> Callable[[], object]:
        raw = {"name": piece * (length // len(piece)) + "\u0435"}
        return partial(list, confusables.confusable_text(load_connector(raw, Shape.DEFINITION)))

    assert_linear(prepare)


def test_the_list_has_one_ascii_letter_for_each() -> None:
    assert len(LOOKALIKES) > 70
    assert all(letter.isalpha() and not letter.isascii() for letter in LOOKALIKES)
    assert all(len(latin) == 1 and latin.isascii() for latin in LOOKALIKES.values())
    assert [*map(LOOKALIKES.get, "аеорсухіѕјАВЕКМНОРСТХоΑο")] == [*"aeopcyxisjABEKMHOPCTXoAo"]
    assert LOOKALIKES.keys().isdisjoint("клютнвмβΔΩωπµ")
