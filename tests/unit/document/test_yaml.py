"""YAML: values by the core schema of YAML 1.2, and where they stand."""

import json
import math

import pytest

from dclint.base.pointer import Pointer, format_pointer
from dclint.document import Document
from dclint.document.unresolved import UnresolvedText


@pytest.mark.parametrize(
    ("plain", "value"),
    [
        ("null", None), ("Null", None), ("NULL", None), ("~", None), ("", None), ("nULL", "nULL"),
        ("true", True), ("True", True), ("FALSE", False), ("tRUE", "tRUE"),
        ("yes", "yes"), ("no", "no"), ("on", "on"), ("off", "off"), ("y", "y"),
        ("0", 0), ("-19", -19), ("+12", 12), ("0123", 123), ("0o14", 12), ("0x1F", 31), ("0b1", "0b1"),
        ("1_000", "1_000"), ("0o8", "0o8"), ("12:30:45", "12:30:45"), ("+", "+"), ("-0x1", "-0x1"),
        ("1.5", 1.5), ("-.5", -0.5), ("1.", 1.0), ("1e3", 1000.0), ("+1.2E-3", 0.0012), (".", "."), ("e3", "e3"),
        (".inf", math.inf), ("-.Inf", -math.inf), ("+.INF", math.inf), ("inf", "inf"), (".iNF", ".iNF"),
        ("2024-01-01", "2024-01-01"), ("2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"), ("1.2.3", "1.2.3"),
        ("null x", "null x"), ("<<", "<<"), ("=", "="), ("１２", "１２"), ("nan", "nan"), ("None", "None"),
    ],
)  # fmt: skip
def test_a_plain_scalar_has_the_type_of_the_core_schema(plain: str, value: object) -> None:
    document = Document("x.yaml", f"a: {plain}\n")
    assert document.problems == ()
    assert document.data == {"a": value}
    assert type(document.data["a"]) is type(value)


def test_not_a_number_is_a_float() -> None:
    assert math.isnan(Document("x.yaml", ".nan").data)


def test_integers_of_any_length_are_read_and_can_be_written() -> None:
    text = f"[{'9' * 4299}, {'9' * 5000}, -{'9' * 5000}, 0x{'f' * 5000}, 0o{'7' * 5000}, 0x{'f' * 3000}]"
    data = Document("x.yaml", text).data
    assert data[1:5] == [math.inf, -math.inf, math.inf, math.inf]
    json.dumps(data)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 'it''s'\n", {"a": "it's"}),
        ('a: "\\t\\x41\\u00e9\\U0001F600\\_\\N\\/"\n', {"a": "\tA\u00e9\U0001f600\xa0\x85/"}),
        ('a: "one\n  two\n\n  three\\\n  four"\n', {"a": "one two\nthreefour"}),
        ("a: one\n  two\n\n  three # no\n", {"a": "one two\nthree"}),
        ("a: |\n  one\n   two\n\n  three\n\n", {"a": "one\n two\n\nthree\n"}),
        ("a: |-\n  one\n\n", {"a": "one"}),
        ("a: |+\n  one\n\n", {"a": "one\n\n"}),
        ("a: |2-\n    one\n", {"a": "  one"}),
        ("a: >\n  one\n  two\n\n  three\n   four\n  five\n", {"a": "one two\nthree\n four\nfive\n"}),
        ("a: >-\n  one\n  two\nb: 1\n", {"a": "one two", "b": 1}),
        ("a: |\nb: >-\n", {"a": "", "b": ""}),
        ("a: | # c\n  x # no\n", {"a": "x # no\n"}),
        ("- a\n- - b\n  - c\n-\n", ["a", ["b", "c"], None]),
        ("{a: 1, b: [x, y], ? c : d, e}", {"a": 1, "b": ["x", "y"], "c": "d", "e": None}),
        ("[a: 1, b]", [{"a": 1}, "b"]),
        ("? a\n: b\n? |\n  c\n: d\n", {"a": "b", "c\n": "d"}),
        ("1: a\ntrue: b\n~: c\n?\n: d\n", {"1": "a", "true": "b", "~": "c", "": "d"}),
        ("# only\n", None),
        ("", None),
        ("---\n", None),
        ("--- a\n...\n", "a"),
        ("a: 1\r\nb: |\r\n  x\r\n  y\r\n", {"a": 1, "b": "x\ny\n"}),
        ("a: 1\rb: 2\r", {"a": 1, "b": 2}),
        ("a:\tb\n", {"a": "b"}),
        ("%YAML 1.2\n---\na: 1\n", {"a": 1}),
        ('{"a": "b", "c": [1, null]}', {"a": "b", "c": [1, None]}),
        ("a: {{x}}", None),
    ],
)  # fmt: skip
def test_values_are_those_of_the_specification(text: str, value: object) -> None:
    assert Document("x.yaml", text).data == value


@pytest.mark.parametrize(
    "text", ["a: x{}y\nb: 1\n", "a: 'x{}y'\nb: 1\n", 'a: "x{}y"\nb: 1\n', "a: |-\n  x{}y\nb: 1\n"]
)
@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029", "\ue000\u2028"])
def test_the_line_breaks_of_yaml_1_1_are_none(text: str, character: str) -> None:
    document = Document("x.yaml", text.format(character))
    assert document.data == {"a": f"x{character}y", "b": 1}
    assert document.line_column(document.locate_value(("b",)).start)[0] == text.count("\n")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: &x 1\nb: *x\n", {"a": 1, "b": 1}),
        ("a: &x {b: 1}\nc: *x\n", {"a": {"b": 1}, "c": {"b": 1}}),
        ("a: &x 1\nb: &x 2\nc: *x\n", {"a": 1, "b": 2, "c": 2}),
        ("&k a: 1\nb: *k\n", {"a": 1, "b": "a"}),
        ("a: &x b\n*x : 1\n", {"a": "b", "b": 1}),
        ("a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}\n", {"a": {"b": 1, "c": 2}, "d": {"b": 1, "c": 3}}),
        ("- &x {a: 1, b: 1}\n- &y {b: 2, c: 2}\n- <<: [*x, *y]\n  d: 4\n",
         [{"a": 1, "b": 1}, {"b": 2, "c": 2}, {"a": 1, "b": 1, "c": 2, "d": 4}]),
        ("<<: {a: 1}\nb: 2\n", {"a": 1, "b": 2}),
        ("a: &x {b: 1}\nc: &y {<<: *x, d: 2}\ne: {<<: *y}\n",
         {"a": {"b": 1}, "c": {"b": 1, "d": 2}, "e": {"b": 1, "d": 2}}),
        ("'<<': {a: 1}\n", {"<<": {"a": 1}}),
        ("<<: 1\n", {"<<": 1}),
        ("<<: [a]\n", {"<<": ["a"]}),
        ("--- &x a\n--- b\n", ["a", "b"]),
    ],
)  # fmt: skip
def test_anchors_and_merge_keys(text: str, value: object) -> None:
    document = Document("x.yaml", text)
    assert document.problems == ()
    assert document.data == value


def test_an_anchor_ends_with_its_document() -> None:
    (problem,) = Document("x.yaml", "--- &x a\n--- *x\n").problems
    assert problem.rule == "syntax-error"


@pytest.mark.parametrize(
    ("text", "at", "source"),
    [
        ("a: b # c\n", ("a",), "b"),
        ("a: 'b' # c\n", ("a",), "'b'"),
        ("a: &x !!str b\n", ("a",), "b"),
        ("a: !!map # c\n  # d\n  b: 1\n\n# e\n", ("a",), "b: 1"),
        ("a: |2-  # c\n    b\n    c\n\n\nd: 1\n", ("a",), "|2-  # c\n    b\n    c"),
        ("a:\n  b:\n    - c\n    - d\n\ne: f\n", ("a",), "b:\n    - c\n    - d"),
        ("a:\n  b:\n    - c\n    - d\n", ("a", "b"), "- c\n    - d"),
        ("a: [b, {c: d}]  \n", ("a", 1), "{c: d}"),
        ("a:\nb: 1\n", ("a",), ""),
        ("a: &x [1]\nb:\n  c: *x\nd: 2\n", ("b",), "c: *x"),
        ("a: &x [1]\nb:\n  c: *x\n", ("b", "c"), "[1]"),
        ("a: &x {b: 1}\nc: {<<: *x}\n", ("c", "b"), "1"),
        ("a: \U0001f600\nb: 1\n", ("b",), "1"),
        ("a: 1\n---\nb: 2\n", (1, "b"), "2"),
        ("a: 1\nb: 2\na: 3\n", ("a",), "3"),
        ("\n\n  a: 1\n\n", (), "a: 1"),
        ("a: one\n  two\nb: 1\n", ("a",), "one\n  two"),
    ],
)
def test_a_pointer_leads_to_its_source(text: str, at: Pointer, source: str) -> None:
    start, end = Document("x.yaml", text).locate_value(at)
    assert text[start:end] == source


@pytest.mark.parametrize("mark", ["\ufeff", "\ufeff\ufeff"])
def test_byte_order_marks_do_not_move_anything(mark: str) -> None:
    document = Document("x.yaml", f"{mark}a: bc\n")
    start, end = document.locate_value(("a",))
    assert document.text[start:end] == "bc"


@pytest.mark.parametrize("at", [("b",), ("a", 2), ("a", "x"), ("a", 0, "x"), (0,)])
def test_what_is_not_there_is_not_found(at: Pointer) -> None:
    document = Document("x.yaml", "a: [1, 2]")
    with pytest.raises((LookupError, TypeError)):
        document.locate_value(at)


@pytest.mark.parametrize(
    ("source", "part", "expected"),
    [
        ("x {{y}} z", "{{y}}", "{{y}}"),
        ("'it''s {{y}}'", "{{y}}", "{{y}}"),
        ("'it''s'", "'", "''"),
        ('"a\\tb\\u0063d"', "bcd", "b\\u0063d"),
        ('"a b"', "b", "b"),
        ('"one\n  two\\\n  three"', "e t", "e\n  t"),
        ('"one\n  two\\\n  three"', "twothree", "two\\\n  three"),
        ('"one  \\\n  two"', "  t", "  \\\n  t"),
        ('"one\n\n\n  two"', "two", "two"),
        ("one\n  two\n\n  three", "three", "three"),
        ("|\n  one\n    two\n\n  three\n", "  two\n\nthree", "  two\n\n  three"),
        ("|4-\n      one\n\n      two\n", "two", "two"),
        ("|\n\n\n  one\n", "one", "one"),
        (">\n  one\n  two\n\n  three\n   four\n  five\n", "three\n four\nfive", "three\n   four\n  five"),
        (">-\n  one\n  two\n", "two", "two"),
        ("!!str &a x {{y}}", "{{y}}", "{{y}}"),
        ("|+\n  one\n\n\n", "one", "one"),
        ("|\r\r  one\r  two\r", "\none\nt", "\r\r  one\r  t"),
        ("|\n     \n     one\n", "one", "one"),
    ],
)  # fmt: skip
def test_a_part_of_a_text_leads_to_its_source(source: str, part: str, expected: str) -> None:
    document = Document("x.yaml", f"k: {source}\n")
    start = document.data["k"].index(part)
    span = document.locate_value(("k",), (start, start + len(part)))
    assert document.text[span.start : span.end] == expected


@pytest.mark.parametrize("lines", ["|1-\n    \n   x", "|-\n  x\n" + "  a\n" * 100_000 + "  b"])
def test_a_part_of_what_cannot_be_paired_is_the_whole(lines: str) -> None:
    document = Document("x.yaml", f"k: {lines}\n")
    start = document.data["k"].index("x")
    span = document.locate_value(("k",), (start, start + 1))
    assert document.text[span.start : span.end].rstrip() == lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\n", [("/a", (2, 1))]),
        ("{a: 1, 'a': 2}", [("/a", (1, 8))]),
        ('{"a": 1, "\\x61": 2}', [("/a", (1, 10))]),
        ("- b:\n    - c: 1\n      c: 2\n", [("/0/b/0/c", (3, 7))]),
        ("a: 1\n---\nb: 1\nb: 2\n", [("/1/b", (4, 1))]),
        ("? a\n: 1\n? a\n: 2\n", [("/a", (3, 3))]),
        ("<<: {a: 1}\n<<: {b: 1}\nb: 2\n", []),
        ("x: &x {a: 1}\nb: {<<: *x, a: 2}\n", []),
        ("a:\n  <<: {b: 1, b: 2}\n", [("/a", (2, 14))]),
        ("a: {a: 1}\nb: {a: a}\n", []),
    ],
)
def test_a_repeated_name_is_a_problem_of_its_member(
    text: str, expected: list[tuple[str, tuple[int, int]]]
) -> None:
    document = Document("x.yaml", text)
    found = [
        (p.rule, format_pointer(p.at), document.line_column(p.span.start))
        for p in document.problems
    ]
    assert found == [("duplicate-key", at, place) for at, place in expected]


@pytest.mark.parametrize(
    ("text", "source", "shown", "at"),
    [
        ("a: !!python/object/apply:os.system ['id']\n", "!!python/object/apply:os.system", "!!python/object/apply:os.system", "/a"),
        ("a: &x !ruby/object:X {}\n", "!ruby/object:X", "!ruby/object:X", "/a"),
        ("a: !!binary aGk=\n", "!!binary", "!!binary", "/a"),
        ("!<tag:x.org,2000:y> a: 1\n", "!<tag:x.org,2000:y>", "tag:x.org,2000:y", ""),
        ("%TAG !e! tag:e.org,2000:\n---\n- !e!x 1\n", "!e!x", "tag:e.org,2000:x", "/0"),
        ("a: !!%41%0A b\n", "!!%41%0A", "!!A ", "/a"),
        ("a: !!" + "x" * 50 + " b\n", "!!" + "x" * 50, "!!" + "x" * 37 + "…", "/a"),
        ("a: !ruby/regexp /x/\n", "!ruby/regexp", "!ruby/regexp", "/a"),
    ],
)  # fmt: skip
def test_a_tag_that_is_not_of_the_core_schema_is_unsafe(
    text: str, source: str, shown: str, at: str
) -> None:
    document = Document("x.yaml", text)
    (problem,) = document.problems
    assert problem.rule == "unsafe-document"
    assert problem.message == f"The tag `{shown}` asks for something other than plain data"
    assert (document.text[slice(*problem.span)], format_pointer(problem.at)) == (source, at)


@pytest.mark.parametrize(
    "tag", ["!vault", "!env", "!secret", "!Ref", "!Sub", "!reference", "!include", "!pythonic"]
)
def test_a_local_tag_names_a_value_that_is_not_known(tag: str) -> None:
    document = Document("x.yaml", f"a: {tag} b\nc: {tag} [d]\n")
    assert document.problems == ()
    assert document.data == {"a": "b", "c": ["d"]}
    assert isinstance(document.data["a"], UnresolvedText)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("!!str 1", "1"), ("! 1", "1"), ('!!int "1"', 1), ("!!float 1.5", 1.5), ("!!null ''", None), ("!!bool true", True),
        ("!!seq [1]", [1]), ("!!map {a: 1}", {"a": 1}), ("!<tag:yaml.org,2002:str> 1", "1"), ("!!str", ""),
    ],
)  # fmt: skip
def test_a_tag_of_the_core_schema_is_obeyed(text: str, value: object) -> None:
    document = Document("x.yaml", text)
    assert document.problems == ()
    assert document.data == value


@pytest.mark.parametrize(
    ("text", "at", "place"),
    [
        ("- a\n- x\ufdd0y\n", "/1", (2, 4)),
        ('a: "\\uFFFF"\n', "/a", (1, 5)),
        ("a: 1\n---\n\U0001ffff: 1\n", "/1/\U0001ffff", (3, 1)),
    ],
)
def test_a_noncharacter_is_a_problem_of_its_string(
    text: str, at: str, place: tuple[int, int]
) -> None:
    document = Document("x.yaml", text)
    (problem,) = document.problems
    assert problem.rule == "invalid-text-encoding"
    assert (format_pointer(problem.at), document.line_column(problem.span.start)) == (at, place)
