"""Documents: which syntax, which encoding, which line; streams of values."""

import pytest

from dclint.base.pointer import format_pointer
from dclint.document import MAX_BYTES, SUFFIXES, Document, Problem, Span, Syntax


@pytest.mark.parametrize(
    ("name", "text", "syntax"),
    [
        ("a.json", "- a", Syntax.JSON),
        ("a.JSON", "- a", Syntax.JSON),
        ("a.jsonl", "", Syntax.NDJSON),
        ("a.ndjson", "", Syntax.NDJSON),
        ("a.yml", "{}", Syntax.YAML),
        ("dir.json/a.yaml", "{}", Syntax.YAML),
        ("stdin", '{"a": 1}', Syntax.JSON),
        ("stdin", ' \n [1,\n{"a": 1}]', Syntax.JSON),
        ("stdin", '{"a": 1}\n{"b": 2}\n', Syntax.NDJSON),
        ("stdin", '\n{"a": 1} \r\n\r\n {"b": 2}', Syntax.NDJSON),
        ("stdin", '{"a": {}\n}', Syntax.JSON),
        ("stdin", "{{x}}: 1", Syntax.YAML),
        ("stdin", "a: 1", Syntax.YAML),
        ("stdin", "", Syntax.YAML),
        (".json", "a: 1", Syntax.YAML),
    ],
)
def test_the_syntax_is_told_by_the_suffix_or_by_the_text(
    name: str, text: str, syntax: Syntax
) -> None:
    assert Document(name, text).syntax is syntax


def test_suffixes_are_those_that_are_searched_for() -> None:
    assert {".json", ".jsonl", ".ndjson", ".yaml", ".yml"} == SUFFIXES


@pytest.mark.parametrize("name", ["x.json", "x.yaml", "x.ndjson", "x"])
@pytest.mark.parametrize(
    ("content", "found", "text", "at"),
    [
        ('{"a": 1}'.encode("utf-16"), "it looks like UTF-16", '{"a": 1}', 0),
        ('{"a": 1}'.encode("utf-16-le"), "it looks like UTF-16", '{"a": 1}', 0),
        ('{"a": 1}'.encode("utf-16-be"), "it looks like UTF-16", '{"a": 1}', 0),
        ('{"a": 1}'.encode("utf-32"), "it looks like UTF-32", '{"a": 1}', 0),
        ('{"a": 1}'.encode("utf-32-be"), "it looks like UTF-32", '{"a": 1}', 0),
        ('{"é": 1}'.encode("latin-1"), "the byte 0xE9 stands for no character", '{"\ufffd": 1}', 2),
        (b'\xef\xbb\xbf["\xff"]', "the byte 0xFF stands for no character", '["\ufffd"]', 2),
        (b'["\xed\xa0\x80"]', "the byte 0xED stands for no character", '["\ufffd\ufffd\ufffd"]', 2),
        (b'["\xc3', "the byte 0xC3 stands for no character", '["\ufffd', 2),
        ('["\ud800"]', "the byte 0xED stands for no character", '["\ufffd\ufffd\ufffd"]', 2),
    ],
)  # fmt: skip
def test_what_is_not_utf_8_is_told_and_shown(
    name: str, content: bytes | str, found: str, text: str, at: int
) -> None:
    document = Document(name, content)
    message = f"The file is not UTF-8; {found}"
    assert document.problems == (Problem("invalid-text-encoding", message, Span(at, at + 1)),)
    assert document.text == text
    assert document.data is None
    assert list(document.iter_roots()) == []


@pytest.mark.parametrize("name", ["x.json", "x.yaml", "x.ndjson", "x"])
def test_a_byte_order_mark_is_no_part_of_the_text(name: str) -> None:
    for content in (b'\xef\xbb\xbf{"a": "\xc3\xa9"}', '\ufeff{"a": "é"}'):
        document = Document(name, content)
        assert document.problems == ()
        assert document.text == '{"a": "é"}'


@pytest.mark.parametrize(("name", "mib"), [("x.json", 32), ("x.ndjson", 32), ("x.yaml", 5)])
def test_a_file_that_is_too_large_is_not_read(name: str, mib: int) -> None:
    limit = mib * 1024 * 1024
    assert limit <= MAX_BYTES
    assert Document(name, b'"' + b"a" * (limit - 2) + b'"').problems == ()
    message = f"The file is larger than {mib} MiB, so it was not read"
    document = Document(name, b'"' + b"a" * (limit - 1) + b'"')
    assert document.problems == (Problem("unsafe-document", message, Span(0, 0)),)
    assert document.line_column(0) == (1, 1)


_TEXT = "one\r\ntwo \U0001f600 \u2028\x85three\rfour\n\nfive"


@pytest.mark.parametrize("length", [0, 4090, 4096, 5000, 9000])
def test_positions_count_line_feeds_and_code_points(length: int) -> None:
    text = "x" * length + _TEXT
    document = Document("x.yaml", text)
    for offset in range(len(text) + 1):
        line = text.count("\n", 0, offset) + 1
        column = offset - (text.rfind("\n", 0, offset) + 1) + 1
        assert document.line_column(offset) == (line, column)
    lines = [line.rstrip("\r") for line in text.split("\n")]
    assert [document.line_text(number) for number in range(1, 5)] == lines
    assert [document.line_start(n) for n in (1, 2, 4)] == [0, length + 5, len(text) - 4]
    assert document.line_span(4) == (len(text) - 4, len(text))


def test_many_lines_are_counted() -> None:
    text = "\n" * 10_000 + "x"
    document = Document("x.json", text)
    assert document.line_column(10_000) == (10_001, 1)
    assert document.line_column(4096) == (4097, 1)
    assert document.line_text(10_001) == "x"
    assert document.line_text(10_000) == ""


def test_each_line_of_ndjson_is_read_on_its_own() -> None:
    document = Document("x.ndjson", '{"a": 1}\n\n {bad}\r\n \t\r\n{"b": 1, "b": 2}\r\n["\ufdd0"]')
    assert document.is_stream
    assert document.data == [{"a": 1}, None, {"b": 2}, ["\ufdd0"]]
    assert list(document.iter_roots()) == [((0,), {"a": 1}), ((2,), {"b": 2}), ((3,), ["\ufdd0"])]
    found = [
        (p.rule, format_pointer(p.at), document.line_column(p.span.start))
        for p in document.problems
    ]
    assert found == [
        ("syntax-error", "/1", (3, 3)),
        ("duplicate-key", "/2/b", (5, 10)),
        ("invalid-text-encoding", "/3/0", (6, 3)),
    ]
    assert document.line_column(document.locate_value((2, "b")).start) == (5, 15)
    for at in ((1,), (1, "a"), (9,)):
        with pytest.raises(LookupError):
            document.locate_value(at)
        with pytest.raises(LookupError):
            document.locate_value(at, (0, 1))
    with pytest.raises(TypeError):
        document.locate_value(("a",))


def test_a_single_line_of_ndjson_is_a_stream() -> None:
    document = Document("x.ndjson", '{"a": 1}')
    assert document.data == [{"a": 1}]
    assert list(document.iter_roots()) == [((0,), {"a": 1})]


@pytest.mark.parametrize("text", ["", "\n \n\t\r\n"])
def test_ndjson_without_a_value_is_a_syntax_error(text: str) -> None:
    document = Document("x.ndjson", text)
    assert [problem.message for problem in document.problems] == [
        "Not valid JSON: the file is empty"
    ]
    assert not document.is_stream


def test_the_documents_of_a_yaml_stream_are_values() -> None:
    document = Document("x.yaml", "a: 1\n---\n# none\n---\n- b\n- b\n")
    assert document.is_stream
    assert list(document.iter_roots()) == [((0,), {"a": 1}), ((1,), None), ((2,), ["b", "b"])]
    start, end = document.locate_value((2, 1))
    assert (document.text[start:end], document.line_column(start)) == ("b", (6, 3))


def test_one_broken_document_spoils_a_yaml_stream() -> None:
    document = Document("x.yaml", "a: 1\na: 2\n---\n[\n")
    assert [problem.rule for problem in document.problems] == ["syntax-error"]
    assert not document.is_stream
    assert list(document.iter_roots()) == []


@pytest.mark.parametrize("text", ["", "# c\n", "---\n", "null"])
def test_yaml_without_a_value_says_null(text: str) -> None:
    document = Document("x.yaml", text)
    assert not document.is_stream
    assert list(document.iter_roots()) == [((), None)]
    document.locate_value(())
