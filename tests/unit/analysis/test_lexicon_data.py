"""The file of the lexicon: what must hold of every entry, so that words mean what they say."""

import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

import dclint
from dclint.analysis.lexicon import NOUNS, WordClass, classify_noun
from dclint.base.words import remove_accents

DATA = json.loads((Path(dclint.__file__).parent / "data" / "lexicon.json").read_text("utf-8"))
CONCEPTS = DATA["concepts"]
MAIN = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv")
LANGUAGES = (*MAIN, "tr", "ja")
NAMED = [each for each in CONCEPTS if each["class"] in NOUNS]


def words_of(concept: dict[str, str]) -> list[tuple[str, str]]:
    return [(lang, word) for lang in LANGUAGES for word in concept.get(lang, "").split()]


def test_the_file_says_its_version_and_one_concept_a_line() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", DATA["version"])
    text = (Path(dclint.__file__).parent / "data" / "lexicon.json").read_text("utf-8")
    assert text.count('"concept":') == len(CONCEPTS)
    assert all(line.count('"concept":') <= 1 for line in text.splitlines())


def test_an_entry_has_known_members_and_a_known_class() -> None:
    for concept in CONCEPTS:
        assert concept.keys() <= {"concept", "class", "remark", *LANGUAGES}, concept["concept"]
        assert WordClass(concept["class"])
        assert words_of(concept)


def test_a_concept_is_there_once_in_a_class() -> None:
    names = Counter((concept["class"], concept["concept"]) for concept in CONCEPTS)
    assert [name for name, count in names.items() if count > 1] == []


def test_words_are_written_in_small_letters_and_once() -> None:
    for concept in CONCEPTS:
        for language in LANGUAGES:
            words = concept.get(language, "").split()
            assert len(set(words)) == len(words), (concept["concept"], language)
            for word in words:
                assert word == word.lower()
                assert re.fullmatch(r"[^\W_]+", word), word


def test_no_word_is_a_noun_of_two_classes() -> None:
    classes = defaultdict(set)
    for concept in NAMED:
        for _, word in words_of(concept):
            classes[remove_accents(word)].add(concept["class"])
    assert {word: found for word, found in classes.items() if len(found) > 1} == {}


def test_what_stands_for_people_and_records_is_known_in_the_main_languages() -> None:
    for concept in CONCEPTS:
        if concept["class"] in ("person", "record") and "remark" not in concept:
            missing = [language for language in MAIN if not concept.get(language)]
            assert missing == [], concept["concept"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_has_the_class_of_its_concept(language: str) -> None:
    wrong = [
        word
        for concept in NAMED
        for word in concept.get(language, "").split()
        if classify_noun(word) is not WordClass(concept["class"])
    ]
    assert wrong == []
