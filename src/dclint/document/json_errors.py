"""Plain words for what keeps a text from being JSON, the same on every Python."""

import re
from json import JSONDecodeError

from dclint.document.json_places import skip_whitespace
from dclint.document.tree import QUOTE_PLACEHOLDERS, Problem, Span

_QUOTES = 'strings and names are written in double quotes `"`'
_NUMBER = "a number is not written as JSON has it"

# What the parser says, what stands there, what that means; the first one counts. Source: CPython,
# Modules/_json.c, 3.11 to 3.14.
_REASONS = tuple(
    (reason, re.compile(pattern), words)
    for reason, pattern, words in (
        ("Unterminated string", "", "a string is not closed"),
        ("Invalid control", r"[\r\n]", "a string is not closed on its line"),
        ("Invalid \\escape", "", "the backslash begins no escape that JSON knows"),
        ("Invalid \\u", "", r"four hexadecimal digits are missing after `\u`"),
        ("", r"//|/\*|#", "JSON has no comments"),
        ("", "['`‘’‚“”„]", _QUOTES),
        ("Expecting property name", r"(?<=\{)\{", "a placeholder stands outside double quotes"),
        ("Expecting property name", r"\w", _QUOTES),
        ("Expecting property name", "", "a member's name is missing"),
        (
            "Expecting value",
            r"True|False|None|TRUE|FALSE|NULL",
            "`true`, `false` and `null` are lower case",
        ),
        ("Expecting value", r"[-+.]", _NUMBER),
        ("Expecting value", r"\w", _QUOTES),
        ("Expecting value", "", "a value is missing"),
        ("Expecting ':'", "", "a colon is missing after a member's name"),
        ("Expecting ','", r"(?<=[0-9])[\w.]", _NUMBER),
        ("Expecting ','", r'(?<=")\w', r"a comma is missing, or a quote is not written `\"`"),
        ("Expecting ','", r"[\]}]", "this bracket does not close the one that is open"),
        ("Expecting ','", "", "a comma is missing"),
        ("Extra data", r"[\]}]", "this bracket closes nothing"),
        ("Extra data", "", "there is more text after the value"),
        ("", "", "it cannot be read"),
    )
)


def explain_json_error(text: str, error: JSONDecodeError) -> Problem:
    """Say what is wrong, and where."""
    start, words = _find_reason(text, error.pos, error.msg)
    end, remedy = min(start + 1, len(text)), None
    if text.startswith("{{", start - 1):
        start, remedy = start - 1, QUOTE_PLACEHOLDERS
    return Problem("syntax-error", f"Not valid JSON: {words}", Span(start, end), remedy)


def _find_reason(text: str, at: int, said: str) -> tuple[int, str]:
    end = len(text.rstrip(" \t\r\n"))
    if not end:
        return 0, "the file is empty"
    if (comma := _find_trailing_comma(text, at, said)) is not None:
        return comma, "a comma follows the last item"
    if at >= end:
        return end, "the text ends before its brackets are closed"
    if not text[at].isprintable() and text[at] not in "\r\n":
        return at, f"the character U+{ord(text[at]):04X} is not allowed here"
    words = next(
        words
        for begins, pattern, words in _REASONS
        if said.startswith(begins) and pattern.match(text, at)
    )
    return at - said.startswith("Invalid \\u"), words


def _find_trailing_comma(text: str, at: int, said: str) -> int | None:
    """Python 3.13 points at such a comma itself, earlier ones at the bracket after it."""
    closing = skip_whitespace(text, at + 1) if said.startswith("Illegal trailing comma") else at
    comma = text.rfind(",", 0, closing)
    is_trailing = (
        text.startswith(("]", "}"), closing) and skip_whitespace(text, comma + 1) == closing
    )
    return comma if comma >= 0 and is_trailing else None
