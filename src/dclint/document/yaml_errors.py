"""Plain words for what keeps a text from being YAML."""

import re

import yaml
from yaml.reader import ReaderError

from dclint.document.tree import QUOTE_PLACEHOLDERS, Problem, Span, make_character_problem

_TAB = "a tab stands where only spaces may indent"
_BAD_INDENTATION = "this line does not fit the one above; its indentation may be wrong"
_NO_COLON = "a line without `: ` stands among members"
_NO_SPACE = "a space is missing after the colon"
_UNQUOTED = "a text that begins with {} is not in quotes"
_TEXT_AFTER_CLOSING = "there is more text after a closing"
_DIGITS = "hexadecimal digits are missing after the backslash"
_ESCAPE = "the escape stands for no character"
_Reasons = tuple[tuple[str, str, str, str], ...]

# What libyaml says, what stands before and at the place, what that means; the first one counts.
# Source: libyaml 0.2.5, src/scanner.c and src/parser.c.
_AT_PROBLEM: _Reasons = (
    ("found character that cannot start", "", r"\t", _TAB),
    ("found character that cannot start", "", "", _UNQUOTED),
    ("found a tab character", "", "", _TAB),
    ("mapping values are not allowed", r":[ \t]", "", "a text with `: ` in it is not in quotes"),
    ("mapping values are not allowed", "", "", _BAD_INDENTATION),
    ("did not find expected key", r"[\"']\Z", "", f"{_TEXT_AFTER_CLOSING} quote"),
    ("did not find expected key", r"[\]}]\Z", "", f"{_TEXT_AFTER_CLOSING} bracket"),
    ("did not find expected key", r"\A\Z", "", _BAD_INDENTATION),
    ("did not find expected key", "", "", "there is more text after a value"),
    ("did not find expected '-'", "", "", "a line without `- ` stands among list items"),
    ("did not find expected ','", r"[\[{]", ".", "a comma is missing"),
    ("did not find expected ','", "", "[^:]", "a comma is missing"),
    ("did not find expected node content", "", ".", "a value is missing"),
    ("did not find expected node content", "", "", "the text ends before its brackets are closed"),
    ("did not find expected comment", "", "", "text stands on the same line as `|` or `>`"),
    ("did not find expected <document", "", "", "there is more text, and no `---` before it"),
    ("did not find expected hexdecimal", "", "", _DIGITS),
    ("found invalid Unicode", "", "", _ESCAPE),
    ("found unknown escape", "", "", "the backslash begins no escape that YAML knows"),
    ("found incompatible YAML", "", "", "`%YAML` asks for another version than 1.1 or 1.2"),
    ("found undefined tag handle", "", "", "the tag begins with a name that no `%TAG` declares"),
    ("block sequence entries", "", "", "a list begins on the line of its name"),
)

# The same, where libyaml means what it began to read rather than where it gave up.
_AT_CONTEXT: _Reasons = (
    ("could not find expected ':'", "", r"[^\n]{1025}", "the name of a member is too long"),
    ("could not find expected ':'", "", "", _NO_COLON),
    ("did not find expected ','", "", "", "a bracket is not closed, or a comma is missing in it"),
    ("did not find expected alphabetic", "", "", _UNQUOTED),
    ("found unexpected", "", "", "a quote is not closed"),
)

_MAX_CONTEXT = 1000  # how much of a line is looked at
_KEY_WITHOUT_SPACE = re.compile(r"[ \t]*(?:-[ \t]+)*[\w.-]+(:)(?!//)[^\s:]")
_BARE_PLACEHOLDER = re.compile(r"[:-][ \t]+\{\{")
_SURROGATE = re.compile(r"\\(?:u|U0000)([dD][89a-fA-F][0-9a-fA-F]{2})")
_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F]")


def explain_yaml_error(text: str, error: yaml.YAMLError) -> Problem:
    """Say what is wrong, and where."""
    if isinstance(error, ReaderError):
        return _explain_character(text, chr(error.character))
    at, words = _find_reason(text, error)
    if words in (_DIGITS, _ESCAPE):
        return _explain_escape(text, at - 2, words)
    if words in (_BAD_INDENTATION, _NO_COLON) and (
        colon := _find_missing_space(text, at, above=words == _BAD_INDENTATION)
    ):
        at, words = colon, _NO_SPACE
    line = text[text.rfind("\n", 0, at) + 1 : at + _MAX_CONTEXT].partition("\n")[0]
    remedy = QUOTE_PLACEHOLDERS if _BARE_PLACEHOLDER.search(line) else None
    return _make_problem(text, at, words, remedy)


def make_complex_key_problem(text: str, at: int) -> Problem:
    """Say that a list or a mapping stands where the name of a member is expected."""
    if text.startswith("{{", at - 1):
        return _make_problem(text, at - 1, _UNQUOTED.format("`{{`"), QUOTE_PLACEHOLDERS)
    return _make_problem(text, at, "the name of a member is a list or a mapping")


def _make_problem(text: str, at: int, words: str, remedy: str | None = None) -> Problem:
    span = Span(at, min(at + 1, len(text)))
    return Problem("syntax-error", f"Not valid YAML: {words}", span, remedy)


def _find_reason(text: str, error: yaml.YAMLError) -> tuple[int, str]:
    said = getattr(error, "problem", None) or "it cannot be read"
    problem, context = (
        min(mark.index, len(text)) if mark else None
        for mark in (getattr(error, "problem_mark", None), getattr(error, "context_mark", None))
    )
    for at, reasons in ((problem, _AT_PROBLEM), (context, _AT_CONTEXT)):
        if at is None:
            continue
        before = text[max(at - _MAX_CONTEXT, text.rfind("\n", 0, at) + 1) : at].strip(" \t")
        for begins, behind, here, words in reasons:
            is_meant = said.startswith(begins) and re.search(behind, before)
            if is_meant and re.compile(here).match(text, at):
                first = text[at : at + 1]
                return at, words.format("a backtick" if first == "`" else f"`{first}`")
    return problem or 0, said


def _find_missing_space(text: str, at: int, *, above: bool) -> int | None:
    """Find `name:value` in the line of `at`, or in the one above it."""
    start = text.rfind("\n", 0, at) + 1
    if above:
        start = text.rfind("\n", 0, max(0, start - 1)) + 1
    found = _KEY_WITHOUT_SPACE.match(text, start)
    return found.start(1) if found else None


def _explain_escape(text: str, at: int, words: str) -> Problem:
    surrogate = _SURROGATE.match(text, at)
    if not surrogate:
        return _make_problem(text, at, words)
    if _PAIR.match(text, at):
        remedy = "write the character itself"
        return _make_problem(text, at, "YAML has no pairs of surrogates", remedy)
    return make_character_problem(chr(int(surrogate[1], 16)), Span(*surrogate.span()))


def _explain_character(text: str, character: str) -> Problem:
    at = max(0, text.find(character))
    if character in "\ufffe\uffff":
        return make_character_problem(character, Span(at, at + 1))
    return _make_problem(text, at, f"the character U+{ord(character):04X} is not allowed")
