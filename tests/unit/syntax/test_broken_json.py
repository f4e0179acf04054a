"""Why a body is no JSON: what is said, what is marked, and what would mend it."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dclint.syntax.broken_json import explain_json_fault
from dclint.syntax.broken_json.parser_state import JsonFault
from dclint.syntax.json_body import NotJson, parse_json_template
from dclint.syntax.template import find_placeholders

FORM = "write JSON, or name the type of this text in `Content-Type`"
QUOTES = "put it in double quotes"
ESCAPE = 'write `\\"` for a quotation mark that belongs to the text'
BACKSLASH = "write two backslashes for one that is meant"


def fault(body: str) -> JsonFault:
    value = parse_json_template(body, find_placeholders(body))
    assert isinstance(value, NotJson), "it is no JSON"
    return explain_json_fault(body, find_placeholders(body), value.at)


@pytest.mark.parametrize(
    ("body", "marked", "message", "remedy"),
    [
        # commas
        ('{"a":1,}', ",", "A comma stands before the closing `}`", "remove the comma"),
        ('["{{a}}", {{b}} , \n]', ",", "A comma stands before the closing `]`", "remove the comma"),
        ('{"a":1,,"b":2}', ",", "A comma follows another", "remove it"),
        ("[1,,2]", ",", "A comma follows another", "remove it"),
        ('{,"a":1}', ",", "A comma follows an opening bracket", "remove it"),
        ("[,1]", ",", "A comma follows an opening bracket", "remove it"),
        ('{"a":1 "b":2}', '"b"', 'A comma is missing before `"b"`', "write one before it"),
        ('{"a":"x""b":1}', '"b"', 'A comma is missing before `"b"`', "write one before it"),
        ('["a""b"]', '"b"', 'A comma is missing before `"b"`', "write one before it"),
        ("[1 2]", "2", "A comma is missing before `2`", "write one before it"),
        ("[{}{}]", "{", "A comma is missing before `{`", "write one before it"),
        ("[{{a}} {{b}}]", "{{b}}", "A comma is missing before `{{b}}`", "write one before it"),
        ('[{{a}}"b"]', '"b"', 'A comma is missing before `"b"`', "write one before it"),
        ('{"a":1;"b":2}', ";", "`;` stands where a comma is expected", "write `,` instead"),
        ('{"a":"b" + "c"}', "+", "`+` stands where a comma is expected", None),
        ('{"a":,"b":1}', ",", "A value is missing before `,`", None),
        # colons
        ('{"a" 1}', "1", "A colon is missing before `1`", "write `:` before it"),
        ('{"a" "b"}', '"b"', 'A colon is missing before `"b"`', "write `:` before it"),
        ('{"a"=1}', "=", "`=` stands where a colon is expected", "write `:` instead"),
        ('{"a"}', "}", 'The name `"a"` has no value', None),
        ('{"a","b":1}', ",", 'The name `"a"` has no value', None),
        ('{"a":}', "}", "A value is missing before `}`", None),
        ("{:1}", ":", "The name before the colon is missing", None),
        ('["a":1]', ":", "A colon stands in an array, whose items have no names", None),
        ('{"a":1:2}', ":", "A colon stands behind a value", None),
        # quotation marks
        ("{'a':1}", "'", "`'` is no quotation mark of JSON", 'write `"` instead, at both ends'),
        ('{"a":“b”}', "“", "`“` is no quotation mark of JSON", 'write `"` instead, at both ends'),
        ("{a:1}", "a", "The name `a` stands outside double quotes", QUOTES),
        ("{ {{x}} : 1}", "{{x}}", "The name `{{x}}` stands outside double quotes", QUOTES),
        ('{a":1}', "a", "The name `a` lacks its first quotation mark", 'write `"` before it'),
        ("{(", "(", "`(` stands where a name in double quotes is expected", None),
        ('{"a":b"}', "b", "`b` is no value of JSON", 'write `"` before it'),
        ('{"a":"b}', '"', "The string that begins here is never closed", 'write `"` at its end'),
        ('{"b}', '"', "The string that begins here is never closed", 'write `"` at its end'),
        ('{"a":"say "hi" now"}', "hi", "`hi` follows the end of a string", ESCAPE),
        ('{"a":"x"", "b":1}', '", "', '`", "` follows the end of a string', ESCAPE),
        ('{"a":"x"" }', '"', '`"` follows the end of a string', ESCAPE),
        ('{"a"b":1}', "b", "`b` follows the end of a string", ESCAPE),
        ('{"a":"x" {{y}}}', "{{y}}", "`{{y}}` follows the end of a string", None),
        # inside strings
        ('{"a":"x\ny"}', "\n", "A line break stands inside a string",
         "write `\\n` for it, or close the string before it"),
        ('{"a":"x\r\ny"}', "\r", "A line break stands inside a string",
         "write `\\n` for it, or close the string before it"),
        ('{"a":"\tx"}', "\t", "A tab stands inside a string", "write `\\t` for it"),
        ('{"a":"\x01"}', "\x01", "The control character `\\x01` stands inside a string",
         "remove it"),
        ('{"a":"\\d"}', "\\d", "`\\d` is no escape of JSON", BACKSLASH),
        ('{"a":"it\\\'s"}', "\\'", "`\\'` is no escape of JSON", "write `'` without the backslash"),
        ('{"a":"\\u12"}', "\\u", "`\\u` is not followed by four hexadecimal digits", None),
        ('{"a":"C:\\{{x}}"}', "\\", "A backslash stands before a placeholder", BACKSLASH),
        # values
        ('{"a":None}', "None", "`None` is no value of JSON", "write `null`"),
        ('{"a":True}', "True", "`True` is no value of JSON", "write `true`"),
        ('{"a":FALSE}', "FALSE", "`FALSE` is no value of JSON", "write `false`"),
        ('{"NaN":NaN}', "NaN", "`NaN` is no value of JSON", "write `null`"),
        ('{"a":-Infinity}', "-Infinity", "`-Infinity` is no value of JSON", "write `null`"),
        ('{"a":undefined}', "undefined", "`undefined` is no value of JSON", "write `null`"),
        ('{"a":tru}', "tru", "`tru` is no value of JSON", QUOTES),
        ('{"a":ORD-{{x}}}', "ORD-{{x}}", "`ORD-{{x}}` is no value of JSON", QUOTES),
        ('{"a":(1)}', "(", "`(` stands where a value is expected", None),
        ('{"a":-}', "-", "`-` stands where a value is expected", None),
        # numbers
        ('{"a":.5}', ".5", "A number begins with a dot", "write 0 before the dot"),
        ('{"a":+5}', "+5", "A number begins with a plus sign", "remove the plus sign"),
        ('{"a":007}', "007", "The number `007` begins with 0", QUOTES),
        ("-01", "-01", "The number `-01` begins with 0", QUOTES),
        ('{"a":0{{x}}}', "0{{x}}", "The number `0{{x}}` begins with 0", QUOTES),
        ('{"a":1.}', "1.", "`1.` is no value of JSON", QUOTES),
        ('{"a":0x1F}', "0x1F", "`0x1F` is no value of JSON", QUOTES),
        ('{"a":{{x}}{{y}}}', "{{x}}{{y}}", "`{{x}}{{y}}` is no number where `{{x}}` is 0", QUOTES),
        ('{"a":{{x}}00}', "{{x}}00", "`{{x}}00` is no number where `{{x}}` is 0", QUOTES),
        ('{"a":{{x}}-{{y}}}', "{{x}}-{{y}}", "`{{x}}-{{y}}` is no value of JSON", QUOTES),
        # brackets
        ('{"a":1}}', "}", "`}` closes nothing", "remove it"),
        ("]", "]", "`]` closes nothing", "remove it"),
        ('{"a":[1,2}', "}", "`}` stands where `[` is still to be closed", "write `]` before it"),
        ("[1, {]", "]", "`]` stands where `{` is still to be closed", None),
        ('{"a":1', "1", "The body ends before `{` is closed", "write `}` at the end"),
        ('[{"a":[1  \n', "1", "The body ends before `[` is closed", "write `]}]` at the end"),
        ("[" * 9 + "1", "1", "The body ends before `[` is closed", None),
        ('{"a":', ":", "The body ends before `{` is closed", None),
        ("[1,", ",", "The body ends before `[` is closed", None),
        ("{", "{", "The body ends before `{` is closed", None),
        ("[" * 201, "[", "The body is nested more than 200 levels deep", None),
        # what follows
        ("{} {}", "{", "More text follows the end of the JSON", None),
        ('{"a":1},', ",", "More text follows the end of the JSON", None),
        ('"a" {{x}}', "{{x}}", "More text follows the end of the JSON", None),
        # comments and foreign characters
        ('{"a":1 // c\n}', "//", "`//` begins a comment, which JSON does not have", "remove it"),
        ('/* c */{"a":1}', "/*", "`/*` begins a comment, which JSON does not have", "remove it"),
        ('{"a":1 # c\n}', "#", "`#` begins a comment, which JSON does not have", "remove it"),
        ("\ufeff{}", "\ufeff", "The character U+FEFF stands outside strings",
         "remove it, or write a plain blank"),
        ('{"a":\u00a01}', "\u00a0", "The character U+00A0 stands outside strings",
         "remove it, or write a plain blank"),
        # other formats
        ("a=1&b={{x}}", "a", "The body has the form `name=value`, not that of JSON", FORM),
        ("<order>{{x}}</order>", "<", "The body begins as XML does, not as JSON", FORM),
        ("Hello {{x}}", "Hello", "The body begins with `Hello`, as no JSON text does", None),
        ("{ shop(id: 1) { name } }", "shop", "The body is a GraphQL document, not JSON",
         "put the document into a JSON object, as the string `query`"),
        # placeholders
        ('{"a": {{x}', "{{", "`{{` begins no placeholder", None),
        ('{"a": {{{x}}}}', "{{{x}}}", "`{{{x}}}` is no placeholder", "write `{{x}}`"),
        ('{"a": {x}}', "{x}", "`{x}` is no placeholder", "write `{{x}}`"),
        ('{"a": ${x}}', "${x}", "`${x}` is no placeholder", "write `{{x}}`"),
        ('{"a": <x_y>}', "<x_y>", "`<x_y>` is no placeholder", "write `{{x_y}}`"),
        ('{"a": %x%}', "%x%", "`%x%` is no placeholder", "write `{{x}}`"),
        ('{"a":1, {{#if x}}"b":2}', "{{#if x}}",
         "`{{#if x}}` is template logic, which is sent as it stands", None),
    ],
)  # fmt: skip
def test_what_is_wrong(body: str, marked: str, message: str, remedy: str | None) -> None:
    found = fault(body)
    assert body[slice(*found.span)] == marked
    assert (found.message, found.remedy) == (message, remedy)


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ('{"a":[1,2}', 5),
        ('{"a":{"b":1', 5),
        ('["a":1]', 0),
        ('{"a":"[", "b":[1}', 14),  # brackets in strings open nothing
        ('{"a":1}}', None),
        ('{"a":1,}', None),
    ],
)
def test_the_bracket_that_is_open_is_told(body: str, at: int | None) -> None:
    assert fault(body).opened == at


def test_what_is_quoted_is_short_and_on_one_line() -> None:
    found = fault('{"a": ' + "b" * 5000 + "}")
    assert len(found.message) < 100
    assert "\n" not in fault('{"a": b{{\u2028}}}').message


def test_too_many_brackets_are_told_wherever_else_the_body_is_wrong() -> None:
    assert fault(",]" + "[" * 300).message == "The body is nested more than 200 levels deep"


PIECES = [
    "{{a}}",
    "{{",
    "}}",
    "NaN",
    "true",
    "{{#b}}",
    "//",
    *"{}[]\":,;='\\ \n\tx01-+.e<>$%“\ufeff",
]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_every_body_that_is_no_json_can_be_explained(body: str) -> None:
    value = parse_json_template(body, find_placeholders(body))
    if not body.strip() or not isinstance(value, NotJson):
        return
    found = explain_json_fault(body, find_placeholders(body), value.at)
    start, end = found.span
    assert 0 <= start < end <= len(body)
    assert "\n" not in found.message + (found.remedy or "")
    assert not found.message.endswith(".")
    assert found.opened is None or body[found.opened] in "{["


@given(st.lists(st.sampled_from(PIECES)).map("".join), st.sampled_from(['{"a":1, ', "[1, "]))
def test_what_is_marked_is_not_before_what_a_parser_accepts(tail: str, head: str) -> None:
    body = head + tail
    value = parse_json_template(body, find_placeholders(body))
    if isinstance(value, NotJson) and body.strip():
        assert explain_json_fault(body, find_placeholders(body), value.at).span[1] >= len(
            head.rstrip(" ,")
        )


@pytest.mark.parametrize("start", ["", "{", '{"a":', '["', "[0", "{a", "'"])
@pytest.mark.parametrize(
    "unit",
    ['"', "\\", "[", "]", '{"a":', "{{a}}", " ", "x", "0", "'", "a=", "/", '"x" ', "{{", "<"],
)
def test_time_grows_no_faster_than_the_body(
    start: str, unit: str, assert_linear: Callable[..., None]
) -> None:
    def prepare(length: int) -> Callable[[], object]:
        body = start + unit * (length // len(unit)) + "\x01"
        placeholders = find_placeholders(body)
        value = parse_json_template(body, placeholders)
        assert isinstance(value, NotJson)
        return lambda: explain_json_fault(body, placeholders, value.at)

    assert_linear(prepare, 1 << 17)
