"""How much a text may ask for: depth, aliases, values."""

import json
from collections.abc import Callable

import pytest

from dclint.document import Document

_DEEP = "Nested more than 200 levels deep"


@pytest.mark.parametrize("name", ["x.json", "x.yaml", "x.ndjson"])
@pytest.mark.parametrize(
    "nested",
    [
        lambda depth: "[" * depth + "]" * depth,
        lambda depth: '{"a":' * depth + "1" + "}" * depth,
        lambda depth: "[" + "[" * (depth - 1) + "]" * (depth - 1) + ",[]]",
    ],
)
def test_200_levels_are_read_and_201_are_not(name: str, nested: Callable[[int], str]) -> None:
    for depth in (199, 200):
        assert Document(name, nested(depth)).problems == ()
    for depth in (201, 900, 5000):
        document = Document(name, nested(depth))
        (problem,) = document.problems
        assert (problem.rule, problem.message) == ("syntax-error", _DEEP)
        assert document.text[: problem.span.end].count(document.text[problem.span.start]) == 201


def test_brackets_in_strings_are_no_levels() -> None:
    assert Document("x.json", json.dumps(["[" * 500, '"{' * 500])).problems == ()


def test_block_collections_are_levels() -> None:
    for depth, rules in ((200, []), (201, ["syntax-error"])):
        document = Document("x.yaml", "- " * depth + "a")
        assert [problem.rule for problem in document.problems] == rules


def test_aliases_do_not_add_levels_unseen() -> None:
    text = "- &a {}\n- {}*a{}\n"
    for depth, rules in ((198, []), (199, ["syntax-error"])):
        document = Document("x.yaml", text.format("[]", "[" * depth, "]" * depth))
        assert [problem.rule for problem in document.problems] == rules


@pytest.mark.parametrize(("count", "rules"), [(1000, []), (1001, ["unsafe-document"])])
def test_1000_aliases_are_read(count: int, rules: list[str]) -> None:
    document = Document("x.yaml", "- &a x\n" + "- *a\n" * count)
    assert [problem.rule for problem in document.problems] == rules


@pytest.mark.parametrize(("items", "rules"), [(49_998, []), (49_999, ["unsafe-document"])])
def test_what_aliases_stand_for_is_counted(items: int, rules: list[str]) -> None:
    text = "- &a [" + "x," * items + "]\n- *a\n- y\n"  # 1 + (1 + items) + (1 + items) + 1 nodes
    assert [problem.rule for problem in Document("x.yaml", text).problems] == rules


def test_many_values_without_aliases_are_read() -> None:
    assert Document("x.yaml", "- a\n" * 150_000).problems == ()


_LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (_LAUGHS, "The text stands for more than 100,000 values, so it was not read"),
        ("&a [*a]", "The alias `*a` stands inside what it refers to"),
        ("a: &a {b: *a}", "The alias `*a` stands inside what it refers to"),
        ("x: &a 1\na: &a {<<: *a}", "The alias `*a` stands inside what it refers to"),
        (
            "<<: {" * 190 + ",".join(f"k{i}: 1" for i in range(1000)) + "}" * 190,
            "The text stands for more than 100,000 values, so it was not read",
        ),
        ("%TAG !a! !\n" * 102 + "---\na", "More than 100 `%TAG` lines, so the text was not read"),
        ("---\n" * 100_001, "The text stands for more than 100,000 values, so it was not read"),
        ("- a\n" * 500_001, "The text stands for more than 500,000 values, so it was not read"),
    ],
    ids=["laughs", "self", "inside", "merge", "merges", "directives", "documents", "nodes"],
)
def test_yaml_that_explodes_is_unsafe(text: str, message: str) -> None:
    (problem,) = Document("x.yaml", text).problems
    assert (problem.rule, problem.message) == ("unsafe-document", message)


@pytest.mark.parametrize(
    ("name", "text", "limit"),
    [
        ("x.json", "[" + "0," * 1_600_000 + "0]", "1,600,000"),
        ("x.json", "[" + "{}," * 600_000 + "0]", "1,600,000"),
        ("x.ndjson", "{}\n" * 200_001, "1,600,000"),
        ("x.json", "{" + ",".join(f'"{i}":0' for i in range(100_001)) + "}", "100,000"),
    ],
)
def test_json_with_too_many_values_is_unsafe(name: str, text: str, limit: str) -> None:
    document = Document(name, text)
    (problem,) = document.problems
    message = f"The text stands for more than {limit} values, so it was not read"
    assert (problem.rule, problem.message, problem.at) == ("unsafe-document", message, ())
    assert list(document.iter_roots()) == []
