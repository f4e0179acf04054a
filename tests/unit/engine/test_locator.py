"""Places as reports show them: lines, columns, excerpts, carets, and nothing secret."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dclint.document import Document, Span
from dclint.engine.locator import Locator
from dclint.findings.finding import Excerpt, Location

_YAML = "name: Get order\nurl: https://shop.example/{{id}}\nheaders:\n- name: Accept\n  value: a\n"
_TOKEN = "pk4f9cQ2mZ7xW1bT8rK3"


def _pointed_at(excerpt: Excerpt) -> str:
    return excerpt.text[excerpt.start : excerpt.end]


def test_a_location_has_all_that_a_report_shows() -> None:
    document = Document("shop.yaml", _YAML)
    assert Locator(document).locate_pointer(("url",), (21, 27)) == Location(
        file="shop.yaml",
        pointer="/url",
        line=2,
        column=27,
        end_line=2,
        end_column=33,
        excerpt=Excerpt("url: https://shop.example/{{id}}", 26, 32),
    )


def test_a_name_of_a_member_is_a_place() -> None:
    location = Locator(Document("x.yaml", _YAML)).locate_pointer(
        ("headers", 0, "value"), on_key=True
    )
    assert (location.line, location.column, _pointed_at(location.excerpt)) == (5, 3, "value")


@pytest.mark.parametrize(
    ("text", "pointer", "line", "shown"),
    [
        (_YAML, (), 1, "Get order"),
        (_YAML, ("headers", 0), 4, "Accept"),
        (_YAML, ("headers",), 4, "-"),
        ("a: 1\nb: [2]\n", (), 1, "a"),
        ("", (), 1, ""),
        ("name: {a: 1}\n", (), 1, "{a: 1}"),
    ],
)
def test_an_object_is_known_by_its_name(
    text: str, pointer: tuple[str | int, ...], line: int, shown: str
) -> None:
    location = Locator(Document("x.yaml", text)).locate_by_name(pointer)
    assert (location.line, _pointed_at(location.excerpt)) == (line, shown)


def test_what_is_not_there_has_no_place() -> None:
    with pytest.raises(LookupError):
        Locator(Document("x.yaml", _YAML)).locate_pointer(("body",))


def test_of_many_lines_the_first_is_shown() -> None:
    document = Document("x.yaml", "a: 1\nb: |\n  one\n  two\nc: 2\n")
    location = Locator(document).locate_pointer(("b",))
    assert (location.line, location.end_line, location.end_column) == (2, 4, 6)
    assert location.excerpt == Excerpt("b: |", 3, 4)


def test_the_end_of_a_text_is_a_place() -> None:
    document = Document("x.json", '{"a": 1\n')
    location = Locator(document).locate_span(document.problems[0].span, ())
    assert (location.line, location.column) == (1, 8)
    assert location.excerpt == Excerpt('{"a": 1', 7, 8)


def test_a_carriage_return_is_not_shown() -> None:
    assert (
        Locator(Document("x.yaml", "a: 1\r\nb: 2\r\n")).locate_pointer(("a",)).excerpt.text
        == "a: 1"
    )


_LINE = json.dumps(
    [{"name": f"c{i}", "body": "b" * 300, "url": f"https://h{i}.io"} for i in range(9)]
)


def test_of_a_long_line_a_part_is_shown() -> None:
    document = Document("x.json", _LINE)
    excerpt = Locator(document).locate_pointer((4, "url")).excerpt
    assert (excerpt.text[0], excerpt.text[-1], len(excerpt.text)) == ("…", "…", 162)
    assert _pointed_at(excerpt) == '"https://h4.io"'


@pytest.mark.parametrize("index", [0, 4, 8])
def test_of_a_long_line_no_other_connector_is_shown(index: int) -> None:
    document = Document("x.json", _LINE)
    locator = Locator(document, (), document.locate_value((index,)))
    for member in ("name", "url"):
        excerpt = locator.locate_pointer((index, member)).excerpt
        assert excerpt.text.strip("…")[0 if member == "name" else -1] == "{}"[member == "url"]
        assert _pointed_at(excerpt) == json.dumps(json.loads(_LINE)[index][member])


def test_a_place_outside_the_bounds_is_shown() -> None:
    text = "{x: &x {url: 'https://a.io'}, " + "y: 1, " * 100 + "z: {<<: *x}}"
    document = Document("x.yaml", text)
    excerpt = (
        Locator(document, (), document.locate_value(("z",))).locate_pointer(("z", "url")).excerpt
    )
    assert _pointed_at(excerpt) == "'https://a.io'"


@pytest.mark.parametrize("before", [0, 50, 300, 3000])
@pytest.mark.parametrize("after", [0, 50, 300, 3000])
def test_a_secret_is_not_shown(before: int, after: int) -> None:
    document = Document("x.json", json.dumps({"a": "-" * before, "key": _TOKEN, "z": "-" * after}))
    secret = document.locate_value(("key",), (0, len(_TOKEN)))
    locator = Locator(document, [secret])
    for place in (("a",), ("key",), ("z",)):
        assert _TOKEN[4:] not in locator.locate_pointer(place).excerpt.text
    assert _pointed_at(locator.locate_pointer(("key",)).excerpt) == f'"pk4f{"*" * 16}"'
    assert _pointed_at(locator.locate_pointer(("key",), (6, 10)).excerpt) == "****"


def test_a_secret_of_several_lines_is_not_shown() -> None:
    document = Document("x.yaml", f"a: |\n  {_TOKEN}\n  {_TOKEN}\nb: 1\n")
    locator = Locator(document, [document.locate_value(("a",), (0, 41))])
    excerpt = locator.locate_pointer(("a",), (25, 30)).excerpt
    assert _TOKEN[4:] not in excerpt.text


def test_a_literal_that_looks_like_a_secret_is_not_shown() -> None:
    document = Document("x.json", f'{{"password": "{_TOKEN}", "a": 1,}}')
    location = Locator(document).locate_span(document.problems[0].span, ())
    assert _TOKEN not in location.excerpt.text


@given(
    before=st.integers(0, 3000),
    hidden=st.integers(4, 4000),
    after=st.integers(0, 3000),
    place=st.integers(0, 10_000),
)
def test_no_window_shows_a_secret(before: int, hidden: int, after: int, place: int) -> None:
    text = "-" * before + "show" + "k" * hidden + "+" * after
    document = Document("x.json", f'"{text}"')
    place = min(place, len(text))
    secret = document.locate_value((), (before, before + 4 + hidden))
    excerpt = Locator(document, [secret]).locate_span(Span(place, place + 1), ()).excerpt
    assert "k" not in excerpt.text
    assert len(excerpt.text) <= 402
    assert _pointed_at(excerpt) == document.text[place].replace("k", "*")
