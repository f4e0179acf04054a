"""Laws of the access model: what must not change a verdict."""

import json
from pathlib import Path
from typing import Any

import pytest
from scripts.measure_accuracy import (
    EXPECTED,
    build_connector,
    is_right,
    judge_connectors,
    measure_classes,
    read_calls,
)

import dclint
from dclint.analysis.access.picks import Selection
from dclint.analysis.access.selection import read_selection
from dclint.analysis.lexicon import WordClass, look_up_word
from dclint.model.loader import load_connector
from dclint.model.values import Shape

CONCEPTS = json.loads((Path(dclint.__file__).parent / "data" / "lexicon.json").read_text("utf-8"))
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "tr", "ja")
CALLS = read_calls()
LEAST_SHARE, LEAST_RENAMED = 0.9, 0.85


def test_the_sample_has_every_class_and_says_why() -> None:
    assert len(CALLS) == 60
    assert {call["class"] for call in CALLS} == EXPECTED.keys()
    assert all(len(call["why"]) > 10 for call in CALLS)


def test_labelled_calls_are_judged_rightly() -> None:
    ranks = judge_connectors([build_connector(call) for call in CALLS])
    for name, results in measure_classes(CALLS, ranks).items():
        assert sum(results) / len(results) >= LEAST_SHARE, name


def rename_inputs(connector: dict[str, Any]) -> dict[str, Any]:
    """Call every input `x1`, `x2` and so on, wherever it is used."""
    text = json.dumps(connector)
    for number, each in enumerate(connector["data_inputs"], start=1):
        text = text.replace(f"{{{{{each['name']}}}}}", f"{{{{x{number}}}}}")
    renamed: dict[str, Any] = json.loads(text)
    renamed["data_inputs"] = [
        {**each, "name": f"x{number}"}
        for number, each in enumerate(connector["data_inputs"], start=1)
    ]
    return renamed


def test_renaming_every_input_keeps_the_verdicts() -> None:
    connectors = [build_connector(call) for call in CALLS]
    ranks = judge_connectors([rename_inputs(connector) for connector in connectors])
    right = [is_right(call, rank) for call, rank in zip(CALLS, ranks, strict=True)]
    assert sum(right) / len(right) >= LEAST_RENAMED


@pytest.mark.parametrize(
    "option", ["sort={{sort}}", "page={{page}}", "limit=20", "locale={{locale}}", "fields=a,b"]
)
def test_an_option_changes_no_verdict(option: str) -> None:
    plain = [build_connector(call) for call in CALLS]
    longer = []
    for connector in plain:
        url = connector["url"]
        more = f"{url}{'&' if '?' in url else '?'}{option}"
        longer.append({**connector, "url": more})
    assert judge_connectors(longer) == judge_connectors(plain)


# What is picked from a noun of each class, and what a call without a value reads.
PICKED = {
    WordClass.PERSON: (Selection.PERSON, Selection.ALL),
    WordClass.RECORD: (Selection.REF, Selection.ALL),
    WordClass.PUBLIC: (Selection.NONE, Selection.NONE),
    WordClass.COMPUTE: (Selection.NONE, Selection.NONE),
}


def read_get(path: str) -> Selection:
    raw = {"name": "x", "http_method": "get", "url": f"https://a.io/{path}", "token_ids": ["1"]}
    return read_selection(load_connector(raw, Shape.DEFINITION), is_exposed=True).selection


@pytest.mark.parametrize("language", LANGUAGES)
def test_translating_the_nouns_of_a_path_changes_no_verdict(language: str) -> None:
    wrong = []
    for concept in CONCEPTS["concepts"]:
        expected = PICKED.get(WordClass(concept["class"]))
        for word in concept.get(language, "").split() if expected else ():
            if look_up_word(word, WordClass.READ, WordClass.NEUTRAL):
                continue  # `show`, `status`: a path of it names nothing
            if (read_get(f"{word}/{{{{x}}}}"), read_get(word)) != expected:
                wrong.append(word)
    assert wrong == []
