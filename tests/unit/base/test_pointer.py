"""JSON pointers and patterns of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dclint.base.pointer import (
    Pointer,
    format_pointer,
    match_pattern,
    parse_pointer,
    resolve_pointer,
)

STEPS = st.lists(st.text(max_size=5) | st.integers(0, 9), max_size=4).map(tuple)


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        ((), ""),
        (("headers", 0, "value"), "/headers/0/value"),
        (("a/b", "m~n"), "/a~1b/m~0n"),  # RFC 6901, section 5
        (("",), "/"),
        (("~1",), "/~01"),  # a tilde is escaped first
    ],
)
def test_a_pointer_is_written_as_rfc_6901_has_it(pointer: Pointer, text: str) -> None:
    assert format_pointer(pointer) == text
    assert parse_pointer(text) == tuple(map(str, pointer))


@given(STEPS)
def test_reading_undoes_writing(pointer: Pointer) -> None:
    assert parse_pointer(format_pointer(pointer)) == tuple(map(str, pointer))


def test_text_that_is_no_pointer_is_refused() -> None:
    with pytest.raises(ValueError, match="begins with `/`"):
        parse_pointer("headers/0")


DATA = {"headers": [{"name": "a"}, {"name": "b", "value": 1}], "url": "u"}


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("", [()]),
        ("/url", [("url",)]),
        ("/headers/*/name", [("headers", 0, "name"), ("headers", 1, "name")]),
        ("/headers/1/*", [("headers", 1, "name"), ("headers", 1, "value")]),
        ("/headers/*/value", [("headers", 1, "value")]),
        ("/url/*", []),  # nothing is inside a string
        ("/missing", []),
    ],
)
def test_a_star_stands_for_any_one_step(pattern: str, found: list[Pointer]) -> None:
    matched = list(match_pattern(DATA, parse_pointer(pattern)))
    assert [pointer for pointer, _ in matched] == found
    assert all(resolve_pointer(DATA, pointer) == value for pointer, value in matched)
