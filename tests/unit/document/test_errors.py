"""What a broken text is said to suffer from, and where: the mistakes that people make."""

import pytest

from dclint.document import Document

_QUOTES = 'strings and names are written in double quotes `"`'
_PLACEHOLDER = "put the whole text that contains `{{` in quotes"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", (1, 1), "the file is empty"),
        (" \r\n\t", (1, 1), "the file is empty"),
        ('{"a": 1,}', (1, 8), "a comma follows the last item"),
        ('{"a": 1,\n}\n', (1, 8), "a comma follows the last item"),
        ("[1, 2 , ]", (1, 7), "a comma follows the last item"),
        ('{"a": 1\n "b": 2}', (2, 2), "a comma is missing"),
        ("[1 2]", (1, 4), "a comma is missing"),
        ('{"a": "say "hi" now"}', (1, 13), r"a comma is missing, or a quote is not written `\"`"),
        ("{'a': 1}", (1, 2), _QUOTES),
        ("[‘a’]", (1, 2), _QUOTES),
        ("{a: 1}", (1, 2), _QUOTES),
        ("[abc]", (1, 2), _QUOTES),
        ("// c\n{}", (1, 1), "JSON has no comments"),
        ('{"a": 1, # c\n}', (1, 10), "JSON has no comments"),
        ("[1 /* c */]", (1, 4), "JSON has no comments"),
        ('{"a": "x', (1, 7), "a string is not closed"),
        ('{"a": "x,\n"b": 1}', (1, 10), "a string is not closed on its line"),
        ('{"a": "x\ty"}', (1, 9), "the character U+0009 is not allowed here"),
        ('{"a": 1\n\n', (1, 8), "the text ends before its brackets are closed"),
        ('{"a": [1}', (1, 9), "this bracket does not close the one that is open"),
        ("[1]]", (1, 4), "this bracket closes nothing"),
        ("{} {}", (1, 4), "there is more text after the value"),
        ('{"a" 1}', (1, 6), "a colon is missing after a member's name"),
        ('{"a": }', (1, 7), "a value is missing"),
        ("[,]", (1, 2), "a value is missing"),
        ('{"a": 1,, "b": 2}', (1, 9), "a member's name is missing"),
        ('{"a": True}', (1, 7), "`true`, `false` and `null` are lower case"),
        ('{"a": 01}', (1, 8), "a number is not written as JSON has it"),
        ('{"a": +1}', (1, 7), "a number is not written as JSON has it"),
        ('{"a": "\\d"}', (1, 8), "the backslash begins no escape that JSON knows"),
        ('{"a": "\\\\\\u12"}', (1, 10), r"four hexadecimal digits are missing after `\u`"),
        ("\ufeff\ufeff{}", (1, 1), "the character U+FEFF is not allowed here"),
        ("{}\u00a0", (1, 3), "the character U+00A0 is not allowed here"),
        ("\x00{}", (1, 1), "the character U+0000 is not allowed here"),
        ('{"a": {{x}}}', (1, 7), "a placeholder stands outside double quotes"),
    ],
)
def test_broken_json_is_explained(text: str, place: tuple[int, int], words: str) -> None:
    document = Document("x.json", text)
    (problem,) = document.problems
    assert (problem.rule, problem.message) == ("syntax-error", f"Not valid JSON: {words}")
    assert document.line_column(problem.span.start) == place
    assert problem.remedy == (_PLACEHOLDER if "placeholder" in words else None)
    assert document.data is None
    assert list(document.iter_roots()) == []


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a:\n\tb: 1\n", (2, 1), "a tab stands where only spaces may indent"),
        ("a:\n  b: 1\n\tc: 2\n", (3, 1), "a tab stands where only spaces may indent"),
        ("a: |\n \tb\n", (2, 2), "a tab stands where only spaces may indent"),
        ("a: 1\n b: 2\n", (2, 3), "this line does not fit the one above; its indentation may be wrong"),
        ("a:\n  b: 1\n c: 2\n", (3, 2), "this line does not fit the one above; its indentation may be wrong"),
        ("a:\n  - b\n - c\n", (3, 2), "this line does not fit the one above; its indentation may be wrong"),
        ("- a\nb: 1\n", (2, 1), "a line without `- ` stands among list items"),
        ("name:foo\nurl: x\n", (1, 5), "a space is missing after the colon"),
        ("a: 1\nname:foo\nb: 2\n", (2, 5), "a space is missing after the colon"),
        ("- name:foo\n  url: x\n", (1, 7), "a space is missing after the colon"),
        ("a: 1\nfoo bar\nb: 2\n", (2, 1), "a line without `: ` stands among members"),
        ("a: 1\n" + "k" * 2000 + ": 1\n", (2, 1), "the name of a member is too long"),
        ("description: Note: this\n", (1, 18), "a text with `: ` in it is not in quotes"),
        ("a: @foo\n", (1, 4), "a text that begins with `@` is not in quotes"),
        ("a: `foo`\n", (1, 4), "a text that begins with a backtick is not in quotes"),
        ("a: %foo\n", (1, 4), "a text that begins with `%` is not in quotes"),
        ("a: * foo\n", (1, 4), "a text that begins with `*` is not in quotes"),
        ("a: & foo\n", (1, 4), "a text that begins with `&` is not in quotes"),
        ('a: "foo\nb: 1\n', (1, 4), "a quote is not closed"),
        ("a: 'foo\nb: 1\n", (1, 4), "a quote is not closed"),
        ("a: 'foo\n---\nb: 1\n", (1, 4), "a quote is not closed"),
        ("a: 'it's fine'\n", (1, 8), "there is more text after a closing quote"),
        ('a: "say "hi" now"\n', (1, 10), "there is more text after a closing quote"),
        ("a: [1] b\n", (1, 8), "there is more text after a closing bracket"),
        ("a: &x 1\nb: *x c\n", (2, 7), "there is more text after a value"),
        ("a: [1, 2\nb: 3\n", (1, 4), "a bracket is not closed, or a comma is missing in it"),
        ("a: {b: 1", (1, 4), "a bracket is not closed, or a comma is missing in it"),
        ('a: ["x" "y"]\n', (1, 9), "a comma is missing"),
        ('{"a": "1" "b": 2}\n', (1, 11), "a comma is missing"),
        ("a: [1,,2]\n", (1, 7), "a value is missing"),
        ("a: |x\n  y\n", (1, 5), "text stands on the same line as `|` or `>`"),
        ("a: - b\n", (1, 4), "a list begins on the line of its name"),
        ('"a"\nb: 1\n', (2, 1), "there is more text, and no `---` before it"),
        ("? [a]\n: b\n", (1, 3), "the name of a member is a list or a mapping"),
        ('a: "\\d"\n', (1, 5), "the backslash begins no escape that YAML knows"),
        ('a: "\\xzz"\n', (1, 5), "hexadecimal digits are missing after the backslash"),
        ('a: "\\UFFFFFFFF"\n', (1, 5), "the escape stands for no character"),
        ('a: "\\ud83d\\ude00"\n', (1, 5), "YAML has no pairs of surrogates"),
        ("%YAML 9.9\n---\na\n", (1, 1), "`%YAML` asks for another version than 1.1 or 1.2"),
        ("%FOO\n---\na\n", (1, 5), "found unknown directive name"),
        ("%YAML 1.2\n%YAML 1.2\n---\na\n", (2, 1), "found duplicate %YAML directive"),
        ("a: !e!x 1\n", (1, 4), "the tag begins with a name that no `%TAG` declares"),
        ("a: *b\n", (1, 4), "the alias `*b` refers to nothing before it"),
        ("a: \u00e9\nb: \x00\n", (2, 4), "the character U+0000 is not allowed"),
        ("a: \x1b[31m\n", (1, 4), "the character U+001B is not allowed"),
        ("a: 1\n--- [\n", (3, 1), "the text ends before its brackets are closed"),
    ],
)  # fmt: skip
def test_broken_yaml_is_explained(text: str, place: tuple[int, int], words: str) -> None:
    document = Document("x.yaml", text)
    (problem,) = document.problems
    assert (problem.rule, problem.message) == ("syntax-error", f"Not valid YAML: {words}")
    assert document.line_column(problem.span.start) == place
    assert document.data is None
    assert list(document.iter_roots()) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("url: {{x}}\n", (1, 6)),
        ("url: {{ x }}/y\n", (1, 6)),
        ("{{x}}: 1\n", (1, 1)),
        ("- a: 1\n  b: {{ x.y }}, {{z}}\n", (2, 6)),
        ("- {{x}}\n", (1, 3)),
    ],
)
def test_a_placeholder_without_quotes_is_recognised(text: str, place: tuple[int, int]) -> None:
    document = Document("x.yaml", text)
    (problem,) = document.problems
    assert problem.message == "Not valid YAML: a text that begins with `{{` is not in quotes"
    assert problem.remedy == _PLACEHOLDER
    assert document.line_column(problem.span.start) == place


@pytest.mark.parametrize(
    ("text", "character"),
    [('a: "\\ud800"\n', "U+D800"), ('a: "\\U0000DFFF"\n', "U+DFFF"), ("a: \ufffe\n", "U+FFFE")],
)
def test_yaml_that_names_no_character_is_no_text(text: str, character: str) -> None:
    (problem,) = Document("x.yaml", text).problems
    assert problem.rule == "invalid-text-encoding"
    assert problem.message.startswith(character)
