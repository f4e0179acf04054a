"""The scanner: what is a placeholder, what is not, and that no text can hurt it."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dclint.syntax.template import (
    fill_placeholders,
    find_literal_spans,
    find_placeholders,
    find_stray_braces,
    strip_placeholder_names,
)

PIECES = [
    "{{",
    "}}",
    "{",
    "}",
    "{{a}}",
    "{{ b.c | d }}",
    "{{}}",
    "a",
    "|",
    " ",
    "\r",
    "\n",
    "é",
    "\ud800",
]
BRACED = st.lists(st.sampled_from(PIECES)).map("".join)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("no braces", []),
        ("{{order_id}}", ["order_id"]),
        ("/{{a}}/{{b}}", ["a", "b"]),
        ("{{ Conversation Part ID }}", ["Conversation Part ID"]),
        ("{{user.name | fallback: 'there'}}", ["user.name"]),
        ('{{user.first_name|fallback:"there"}}', ["user.first_name"]),
        ("{{a|b|c}}", ["a"]),
        ("{{}}{{ }}{{|x}}", ["", "", ""]),
        ("{{número de pedido}}", ["número de pedido"]),
        ("{{\u00a0id\u2003}}", ["id"]),  # white space is more than blanks
        ("{{a\tb}}", ["a\tb"]),
        ("{{a\nb}}", []),
        ("{{a\rb}}", []),
        ("{{a{b}}", []),
        ("{{a}b}}", []),
        ("{{a", []),
        ("a}}", []),
        ("{{{a}}}", ["a"]),  # the leftmost pair that can be one
        ("{{{{a}}}}", ["a"]),
        ("{{x{{a}}", ["a"]),
        ('{"a":{"b":{{id}}}}', ["id"]),
    ],
)
def test_placeholders_are_found(text: str, names: list[str]) -> None:
    assert [placeholder.name for placeholder in find_placeholders(text)] == names


@pytest.mark.parametrize(
    ("text", "is_attribute"), [("{{user.email}}", True), ("{{a | b.c}}", False)]
)
def test_a_dotted_name_is_an_attribute(text: str, is_attribute: bool) -> None:
    assert [placeholder.is_attribute for placeholder in find_placeholders(text)] == [is_attribute]


@pytest.mark.parametrize(
    ("text", "astray"),
    [
        ("{{a}}", []),
        ("{a}", []),
        ("{{a}", ["{{"]),
        ("{a}}", ["}}"]),
        ("{{{a}}}", []),  # single braces on both sides
        ("{{{{a}}}}", ["{{", "}}"]),
        ("{{a b {{c}} }}", ["{{", "}}"]),
        ('{"a":{"b":{{id}}}}', ["}}"]),
        ("}}}}}", ["}}", "}}"]),
    ],
)
def test_braces_of_no_placeholder_are_astray(text: str, astray: list[str]) -> None:
    assert [
        text[start:end] for start, end in find_stray_braces(text, find_placeholders(text))
    ] == astray


@given(BRACED)
def test_placeholders_and_literals_tile_the_text(text: str) -> None:
    placeholders = find_placeholders(text)
    spans = sorted(
        [(p.start, p.end) for p in placeholders] + list(find_literal_spans(text, placeholders))
    )
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)
    assert all(text[p.start : p.end] == "{{" + p.content + "}}" for p in placeholders)


@given(BRACED)
def test_what_is_filled_keeps_its_length_and_its_literals(text: str) -> None:
    placeholders = find_placeholders(text)
    filled = fill_placeholders(text, placeholders)
    assert len(filled) == len(text)
    for start, end in find_literal_spans(text, placeholders):
        assert filled[start:end] == text[start:end]
    assert all(filled[p.start : p.end].isalnum() for p in placeholders)


@given(BRACED)
def test_without_names_the_literals_and_the_number_of_placeholders_are_the_same(text: str) -> None:
    spans = (
        find_literal_spans(text, find_placeholders(text)),
        find_literal_spans(
            strip_placeholder_names(text), find_placeholders(strip_placeholder_names(text))
        ),
    )
    assert [text[a:b] for a, b in spans[0]] == [
        strip_placeholder_names(text)[a:b] for a, b in spans[1]
    ]
    assert [p.name for p in find_placeholders(strip_placeholder_names(text))] == [""] * len(
        find_placeholders(text)
    )


@given(BRACED)
def test_stray_braces_are_the_double_braces_of_what_is_filled(text: str) -> None:
    placeholders = find_placeholders(text)
    astray = list(find_stray_braces(text, placeholders))
    filled = fill_placeholders(text, placeholders)
    assert all(filled[start:end] in ("{{", "}}") for start, end in astray)
    assert bool(astray) == ("{{" in filled or "}}" in filled)


@pytest.mark.parametrize("unit", ["{", "}", "{{", "{{a", "{{a}}", "{{ ", "}}{{", "{{a}", "{{a\n"])
def test_time_grows_no_faster_than_the_text(unit: str, assert_linear: Callable[..., None]) -> None:
    def prepare(length: int) -> Callable[[], object]:
        text = unit * (length // len(unit))
        return lambda: list(find_stray_braces(text, find_placeholders(text)))

    assert_linear(prepare)
