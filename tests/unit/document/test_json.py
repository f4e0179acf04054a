"""JSON: values as RFC 8259 has them, and where they stand."""

import json
import math

import pytest

from dclint.base.pointer import Pointer, format_pointer
from dclint.document import Document, Problem, Span


def _problems(document: Document) -> list[tuple[str, str, tuple[int, int]]]:
    return [
        (p.rule, format_pointer(p.at), document.line_column(p.span.start))
        for p in document.problems
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": [1, -0, 2.5, 1e3, true, false, null, "x"]}', {"a": [1, 0, 2.5, 1e3, True, False, None, "x"]}),
        (' \t\r\n "a" \n', "a"),
        ("null", None),
        ("0", 0),
        (r'"\"\\\/\b\f\n\r\t\u0041"', '"\\/\b\f\n\r\tA'),
        (r'"\ud83d\ude00"', "\U0001f600"),
        ('"\u2028\u2029\x85\x7f"', "\u2028\u2029\x85\x7f"),
        ("1e999", math.inf),
        ('{"": {"": 1}}', {"": {"": 1}}),
        ('{"<<": {"a": 1}}', {"<<": {"a": 1}}),
    ],
)  # fmt: skip
def test_values_are_those_of_the_standard(text: str, value: object) -> None:
    document = Document("x.json", text)
    assert document.problems == ()
    assert document.data == value


def test_integers_of_any_length_are_read_and_can_be_written() -> None:
    document = Document("x.json", f"[{'9' * 4299}, {'9' * 5000}, -{'9' * 5000}]")
    assert document.data == [int("9" * 4299), math.inf, -math.inf]
    json.dumps(document.data)


@pytest.mark.parametrize(
    ("text", "at", "source"),
    [
        ('{"a": {"b": [10, "x"]}}', (), '{"a": {"b": [10, "x"]}}'),
        ('{"a": {"b": [10, "x"]}}', ("a",), '{"b": [10, "x"]}'),
        ('{"a": {"b": [10, "x"]}}', ("a", "b", 1), '"x"'),
        ('{"a" :\r\n\t1 , "b":2}', ("a",), "1"),
        (r'{"st\u0061te": 1}', ("state",), "1"),
        ('{"a": 1, "b": 2, "a": 3}', ("a",), "3"),
        ('[{"a": 1, "a": [0]}, 2]', (0, "a", 0), "0"),
        ('["\U0001f600", 7]', (1,), "7"),
    ],
)
def test_a_pointer_leads_to_its_source(text: str, at: Pointer, source: str) -> None:
    start, end = Document("x.json", text).locate_value(at)
    assert text[start:end] == source


def test_a_name_is_found_in_any_order() -> None:
    text = '{"a": {"x": 1}, "b": 2, "c": 3}'
    document = Document("x.json", text)
    for name in ("c", "a", "b", "a"):
        start, end = document.locate_value((name,), on_key=True)
        assert text[start:end] == f'"{name}"'


@pytest.mark.parametrize("at", [("b",), ("a", 2), ("a", "x"), ("a", 0, "x"), (0,)])
def test_what_is_not_there_is_not_found(at: Pointer) -> None:
    document = Document("x.json", '{"a": [1, 2]}')
    with pytest.raises((LookupError, TypeError)):
        document.locate_value(at)


@pytest.mark.parametrize(
    ("source", "fragment", "part"),
    [
        ("abc", (1, 2), "b"),
        ("abc", (1, 1), ""),
        ("abc", (3, 3), ""),
        (r"a\u0062c", (1, 2), r"\u0062"),
        (r"a\ud83d\ude00b", (1, 2), r"\ud83d\ude00"),
        (r"a\\ud83d", (1, 2), r"\\"),
        (r"\n\n{{x}}\"", (2, 7), "{{x}}"),
        (r"\n\n{{x}}\"", (0, 8), r"\n\n{{x}}\""),
        ("\U0001f600\\/x", (1, 3), r"\/x"),
    ],
)
def test_a_part_of_a_string_leads_to_its_source(
    source: str, fragment: tuple[int, int], part: str
) -> None:
    text = f'["{source}"]'
    start, end = Document("x.json", text).locate_value((0,), fragment)
    assert text[start:end] == part


def test_a_part_of_a_huge_string_with_escapes_is_the_string() -> None:
    text = '["' + "a" * 300_000 + '\\n"]'
    assert Document("x.json", text).locate_value((0,), (0, 1)) == (2, len(text) - 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1, "a": 2}', [("/a", (1, 10))]),
        (r'{"state": 1, "st\u0061te": 2}', [("/state", (1, 14))]),
        ('{"a": 1,\n "a": 2,\n "a": 3}', [("/a", (2, 2)), ("/a", (3, 2))]),
        ('[0, {"b": {"c": [1, {"d": 1, "d": 2}]}}]', [("/1/b/c/1/d", (1, 30))]),
        ('{"a": {"a": 1}, "b": {"a": 1}}', []),
        ('{"a": "a", "b": ["a", "a"]}', []),
        ('{"a": 1, "A": 2, "a ": 3}', []),
        ('{"<<": 1, "<<": 2}', [("/<<", (1, 11))]),
        ('{"a/b": 1, "a/b": 2}', [("/a~1b", (1, 12))]),
        (r'{"\"{": 1, "\"{": [{"x": 2}]}', [('/"{', (1, 12))]),
    ],
)
def test_a_repeated_name_is_a_problem_of_its_member(
    text: str, expected: list[tuple[str, tuple[int, int]]]
) -> None:
    found = _problems(Document("x.json", text))
    assert found == [("duplicate-key", pointer, place) for pointer, place in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r'["\ud800"]', [("/0", (1, 3), "U+D800")]),
        (r'["\ude00\ud83d"]', [("/0", (1, 3), "U+DE00")]),
        (r'["\ud83d\ud83d\ude00"]', [("/0", (1, 3), "U+D83D")]),
        (r'["\\ud83d\ude00"]', [("/0", (1, 10), "U+DE00")]),
        (r'["\ud83d\\ude00"]', [("/0", (1, 3), "U+D83D")]),
        (r'["\ud83d\ude00", "\\ud83d", "\\\\ud800"]', []),
        (r'["\uFFFE", "\uffff", "\ufdd0", "\uFDEF"]', [
            ("/0", (1, 3), "U+FFFE"), ("/1", (1, 13), "U+FFFF"),
            ("/2", (1, 23), "U+FDD0"), ("/3", (1, 33), "U+FDEF"),
        ]),
        (r'["\ud83f\udffe"]', [("/0", (1, 3), "U+1FFFE")]),
        ('["a\ufdd0", "\U0010ffff", "\ufffe"]', [
            ("/0", (1, 4), "U+FDD0"), ("/1", (1, 9), "U+10FFFF"), ("/2", (1, 14), "U+FFFE"),
        ]),
        ('["\ufdcf\ufdf0\ufffd\ue000\U0001f600"]', []),
        ('{"a": {"\ufdd0": 1}}', [("/a/\ufdd0", (1, 8), "U+FDD0")]),
    ],
)  # fmt: skip
def test_what_is_no_text_is_a_problem_of_its_string(
    text: str, expected: list[tuple[str, tuple[int, int], str]]
) -> None:
    document = Document("x.json", text)
    assert _problems(document) == [
        ("invalid-text-encoding", at, place) for at, place, _ in expected
    ]
    assert all(e[2] in p.message for e, p in zip(expected, document.problems, strict=True))


def test_only_so_many_problems_of_a_kind_are_told() -> None:
    text = "[" + ",".join(['{"a": 1, "a": "\ufdd0"}'] * 1000) + "]"
    rules = [problem.rule for problem in Document("x.json", text).problems]
    assert rules == ["duplicate-key"] * 100 + ["invalid-text-encoding"] * 100
    assert len(Document("x.ndjson", "x\n" * 1000).problems) == 100
    assert len(Document("x.yaml", "a: 1\n" * 1000).problems) == 100


def test_a_long_name_is_cut_in_the_message() -> None:
    text = '{"%s": 1, "%s": 2}' % ((r"a\n\ud800" + "b" * 100,) * 2)
    message = Document("x.json", text).problems[0].message
    assert message.startswith("`a  bbb")
    assert "b…` stands twice" in message


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_no_json(number: str) -> None:
    text = f'{{"a": "NaN Infinity \\"", "b": [{number}]}}'
    start = text.index("[") + 1
    message = f"Not valid JSON: `{number}` is not a JSON number"
    problem = Problem("syntax-error", message, Span(start, start + len(number)))
    assert Document("x.json", text).problems == (problem,)
