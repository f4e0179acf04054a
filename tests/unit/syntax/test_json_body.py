"""JSON bodies: where placeholders stand in them, and what they are without them."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dclint.base.pointer import Json
from dclint.syntax.json_body import (
    BodyRegion,
    NotJson,
    find_body_regions,
    find_string_literals,
    parse_json_template,
    substitute_placeholders,
)
from dclint.syntax.template import find_placeholders

KEY, STRING, BARE_KEY, BARE = BodyRegion


def parsed(body: str) -> Json | NotJson:
    return parse_json_template(body, find_placeholders(body))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", []),
        ('{"a":1}', []),
        ('{"a":"{{x}}"}', [STRING]),
        ('{"a":{{x}}}', [BARE]),
        ('{"{{x}}":1}', [KEY]),
        ('{"{{x}}" \n :1}', [KEY]),
        ('{"a-{{x}}-{{y}}":"{{z}}"}', [KEY, KEY, STRING]),
        ("{{{x}} : 1}", [BARE_KEY]),
        ('{"a":"\\"{{x}}"}', [STRING]),
        ('{"a":"\\\\"{{x}}}', [BARE]),  # the backslash is escaped, so the quote is not
        ('{"a":"\\{{x}}","b":{{y}}}', [STRING, BARE]),
        ('["{{x}}",{{y}}]', [STRING, BARE]),
        ("{{x}}", [BARE]),
        ('"{{x}}', [STRING]),  # never closed
        ('{"a":{{ x | fallback: "none" }}, "b":"{{y}}"}', [BARE, STRING]),  # its quotes are its own
        ('query { order(id: "{{x}}") { total(in: {{y}}) } }', [STRING, BARE]),
        ("id={{x}}&name={{y}}", [BARE, BARE]),
    ],
)
def test_the_region_of_a_placeholder(body: str, expected: list[BodyRegion]) -> None:
    found = find_body_regions(body, find_placeholders(body))
    assert list(found) == expected
    assert [region.is_quoted for region in found] == [r in (KEY, STRING) for r in expected]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"a":1}', {"a": 1}),
        ('{"a":"{{x}}"}', {"a": "x"}),
        ('{"a":{{x}}}', {"a": 0}),
        ('{"{{x}}-{{y}}":"<{{z}}>"}', {"x-x": "<x>"}),
        ('{"a":-{{x}}.5}', {"a": -0.5}),
        ('[1{{x}}, {{y}}e5, "{{z}}{{z}}"]', [10, 0.0, "xx"]),
        ("{{x}}", 0),
        (" null\r\n", None),
        ('"\\ud800"', "\ud800"),
        ("9" * 5000, float("inf")),
        ("[" * 200 + "]" * 200, json.loads("[" * 200 + "]" * 200)),
        (json.dumps(["[" * 300]), ["[" * 300]),  # brackets in strings do not nest
    ],
)
def test_a_body_is_parsed_without_its_placeholders(body: str, expected: Json) -> None:
    assert parsed(body) == expected


def test_regions_that_are_known_are_not_sought_again() -> None:
    body = '{"a":{{x}},"b":"{{y}}"}'
    known = find_body_regions(body, find_placeholders(body))
    assert (
        substitute_placeholders(body, find_placeholders(body), known)
        == substitute_placeholders(body, find_placeholders(body))
        == '{"a":0,"b":"x"}'
    )
    assert parse_json_template(body, find_placeholders(body), known) == {"a": 0, "b": "x"}


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ("", 0),
        ('{"a":1,}', 6),  # at the comma, whichever Python this is
        ("[1, ]", 2),
        ('{"a" 1}', 5),
        ("{'a':1}", 1),
        ('{"a":"b\nc"}', 7),
        ('{"a":NaN}', 5),
        ('{"NaN":"Infinity","b":-Infinity}', 22),
        ("{} {}", 3),
        ("\ufeff{}", 0),
        ('{"a":{{order_id}} {{b}}}', 18),  # counted in the body, not in what is parsed
        ('{"a":{{order_id}}, {{b}}}', 19),
        ('{"a":{{x}}{{y}}}', 10),
        ("id={{x}}", 0),
        ("<a>{{x}}</a>", 0),
        ("[" * 201 + "]" * 201, 200),
        ("[" * 100_000, 200),
        ('{"a":"{{x}}', 5),
    ],
)
def test_where_a_body_stops_being_json(body: str, at: int) -> None:
    assert parsed(body) == NotJson(at)
    assert isinstance(parsed(body), NotJson)


PIECES = ["{{a}}", "{{", "}}", "NaN", "true", *'{}[]":,\\ \nx01-.e\ud800']
TEXTS = st.lists(st.sampled_from(PIECES)).map("".join)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
)


@given(TEXTS)
def test_any_text_can_be_asked(text: str) -> None:
    outcome = parsed(text)
    if isinstance(outcome, NotJson):
        assert 0 <= outcome.at <= len(text)
    assert len(find_body_regions(text, find_placeholders(text))) == len(find_placeholders(text))
    ends = [0]
    for start, end in find_string_literals(text):
        assert ends[-1] <= start < end <= len(text)
        assert text[start] == '"'
        ends.append(end)


@given(TEXTS)
def test_a_reader_of_single_characters_finds_the_same_strings(text: str) -> None:
    placeholders = find_placeholders(text)
    found = dict(
        zip((p.start for p in placeholders), find_body_regions(text, placeholders), strict=True)
    )
    ends = {p.start: p.end for p in placeholders}
    at, is_inside = 0, False
    while at < len(text):
        if at in ends:
            assert found[at].is_quoted == is_inside
            at = ends[at]
        elif text[at] == "\\" and is_inside:
            # what is escaped may be the first character of a placeholder, which changes nothing
            at += 1 if at + 1 in ends else 2
        else:
            is_inside ^= text[at] == '"'
            at += 1


@given(value=VALUES, is_compact=st.booleans())
def test_json_without_placeholders_is_what_it_is(value: Json, *, is_compact: bool) -> None:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":") if is_compact else None)
    if not find_placeholders(text):
        assert substitute_placeholders(text, ()) == text
        assert parsed(text) == value


@given(st.dictionaries(st.text(st.characters(exclude_characters="{}")), st.booleans()))
def test_placeholders_for_values_and_in_strings_leave_it_json(members: dict[str, bool]) -> None:
    body = ",".join(
        json.dumps(name + "{{a}}") + ":" + ("{{b}}" if bare else '"{{c}}"')
        for name, bare in members.items()
    )
    body = "{" + body + "}"
    expected = {name + "x": 0 if bare else "x" for name, bare in members.items()}
    assert parsed(body) == expected


@pytest.mark.parametrize(
    "unit",
    [
        '"',
        "\\",
        '"\\',
        '"{{a}}',
        '{{a}}"',
        "[",
        "]",
        '{"',
        "{{a}}",
        '"" ',
        "{{a}} ",
        "NaN ",
        '"a":',
    ],
)
@pytest.mark.parametrize("start", ["", '["{{a}}{{a}}'])
def test_time_grows_no_faster_than_the_body(
    start: str, unit: str, assert_linear: Callable[..., None]
) -> None:
    def prepare(length: int) -> Callable[[], object]:
        body = start + unit * (length // len(unit))
        placeholders = find_placeholders(body)
        return lambda: (
            find_body_regions(body, placeholders),
            parse_json_template(body, placeholders),
        )

    assert_linear(prepare, 1 << 18)
