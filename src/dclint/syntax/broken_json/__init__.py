"""Why a body is no JSON, in plain words (RFC 8259)."""

import re

from dclint.base.quoting import as_placeholder
from dclint.syntax.broken_json.parser_state import Fault, Stop, stop
from dclint.syntax.broken_json.strays import in_string, of_character, of_template, of_whole
from dclint.syntax.template import Placeholder, literals, scan

# What Python, JavaScript, Ruby and others write where JSON has another word, or none.
_CONSTANTS = {
    "true": "true",
    "false": "false",
    **dict.fromkeys(("null", "none", "nil", "undefined", "nan", "infinity", "-infinity"), "null"),
}

_CLOSING = {"{": "}", "[": "]"}
_MOST_CLOSED = 8  # brackets that a remedy lists
_IN_QUOTES = "put it in double quotes"


def explain(text: str, placeholders: tuple[Placeholder, ...], at: int) -> Fault:
    """Say what is wrong at `at`, where `dclint.body.as_json` stopped."""
    s = stop(text, placeholders, at)
    if s.at == len(text):
        return _cut_off(s)
    if s.wants == "string":
        return in_string(s)
    stray = of_whole(s) or of_template(s) or of_character(s) or _of_bracket(s)
    return stray or _EXPLANATIONS[s.wants](s)


def _cut_off(s: Stop) -> Fault:
    innermost, end = s.opened[-1], len(s.text.rstrip(" \t\r\n"))
    remedy = None
    if s.wants == "comma" and len(s.opened) <= _MOST_CLOSED:
        closing = "".join(_CLOSING[s.filled[at]] for at in reversed(s.opened))
        remedy = f"write `{closing}` at the end"
    message = f"The body ends before `{s.filled[innermost]}` is closed"
    return Fault(message, (end - 1, end), remedy, innermost)


def _of_bracket(s: Stop) -> Fault | None:
    if s.found not in "}]":
        return None
    if not s.opened:
        return Fault(f"`{s.found}` closes nothing", s.here, "remove it")
    innermost = s.opened[-1]
    bracket = s.filled[innermost]
    if _CLOSING[bracket] == s.found:
        return None
    remedy = f"write `{_CLOSING[bracket]}` before it" if s.wants == "comma" else None
    message = f"`{s.found}` stands where `{bracket}` is still to be closed"
    return Fault(message, s.here, remedy, innermost)


def _at_name(s: Stop) -> Fault:
    match s.found:
        case '"':
            return _not_closed(s)
        case ",":
            return _one_comma_more(s)
        case ":":
            return Fault("The name before the colon is missing", s.here)
        case _:
            end = s.word[1]
    if s.filled.startswith('"', end):
        message = f"The name {s.shown(s.word)} lacks its first quotation mark"
        return Fault(message, s.word, 'write `"` before it')
    if s.next(end) == ":":
        message = f"The name {s.shown(s.word)} stands outside double quotes"
        return Fault(message, s.word, _IN_QUOTES)
    message = f"{s.shown(s.word)} stands where a name in double quotes is expected"
    return Fault(message, s.word)


def _not_closed(s: Stop) -> Fault:
    return Fault("The string that begins here is never closed", s.here, 'write `"` at its end')


def _one_comma_more(s: Stop) -> Fault:
    before = "another" if s.follows(",") else "an opening bracket"
    return Fault(f"A comma follows {before}", s.here, "remove it")


def _at_colon(s: Stop) -> Fault:
    if s.found in ",}":
        return Fault(f"The name {s.shown(s.last)} has no value", s.here)
    if s.found == "=":
        return Fault("`=` stands where a colon is expected", s.here, "write `:` instead")
    if s.is_glued:
        return _behind_string(s)
    return Fault(f"A colon is missing before {s.shown(s.word)}", s.word, "write `:` before it")


def _at_value(s: Stop) -> Fault:
    if s.found == '"':
        return _not_closed(s)
    if s.found == "," and not s.follows(":"):
        return _one_comma_more(s)
    if s.found in ",}]":
        return Fault(f"A value is missing before `{s.found}`", s.here)
    return _no_value(s)


def _no_value(s: Stop) -> Fault:
    word = s.filled[slice(*s.word)]
    if constant := _CONSTANTS.get(word.lower()):
        return Fault(f"{s.shown(s.word)} is no value of JSON", s.word, f"write `{constant}`")
    if re.fullmatch(r"[.+][0-9.]+", word):
        sign, remedy = "a dot", "write 0 before the dot"
        if s.found == "+":
            sign, remedy = "a plus sign", "remove the plus sign"
        return Fault(f"A number begins with {sign}", s.word, remedy)
    if s.last == (0, 0):
        return Fault(f"The body begins with {s.shown(s.word)}, as no JSON text does", s.word)
    if not re.match(r"\w", word):
        return Fault(f"{s.shown(s.word)} stands where a value is expected", s.word)
    remedy = 'write `"` before it' if s.filled.startswith('"', s.word[1]) else _IN_QUOTES
    return Fault(f"{s.shown(s.word)} is no value of JSON", s.word, remedy)


def _after_value(s: Stop) -> Fault:
    glued = _glued(s) if s.is_glued else None
    if glued or not s.opened:
        return glued or Fault("More text follows the end of the JSON", s.word)
    if s.found in ",:":
        return _punctuation(s)
    if s.follows('"') and re.match(r"\w", s.found):
        return _behind_string(s)
    if re.match(r'[\w"{\[\-]', s.found):
        return Fault(f"A comma is missing before {s.shown(s.word)}", s.word, "write one before it")
    remedy = "write `,` instead" if s.found == ";" else None
    return Fault(f"{s.shown(s.word)} stands where a comma is expected", s.word, remedy)


def _glued(s: Stop) -> Fault | None:
    """Recognise what makes one word with the value before it, or was meant as a part of it."""
    if s.found in "{[,:;=" or s.follows("}]"):
        return None
    if s.found == '"':
        start, end = s.word
        is_another = end - start > 1 and s.next(end) in tuple(":,]}")
        return _behind_string(s) if s.follows('"') and not is_another else None
    return _behind_string(s) if s.follows('"') else _no_number(s)


_EXPLANATIONS = {
    "name": _at_name,
    "colon": _at_colon,
    "value": _at_value,
    "comma": _after_value,
    "end": _after_value,
}


def _punctuation(s: Stop) -> Fault:
    if s.found == ",":
        message = f"A comma stands before the closing `{s.next(s.at + 1)}`"
        return Fault(message, s.here, "remove the comma")
    if s.is_in_array:
        message = "A colon stands in an array, whose items have no names"
        return Fault(message, s.here, opened=s.opened[-1])
    return Fault("A colon stands behind a value", s.here)


def _behind_string(s: Stop) -> Fault:
    remedy = 'write `\\"` for a quotation mark that belongs to the text' if s.is_glued else None
    return Fault(f"{s.shown(s.word)} follows the end of a string", s.word, remedy)


def _no_number(s: Stop) -> Fault:
    span = s.last[0], max(s.word[1], s.at + 1)
    written = s.text[slice(*span)]
    inserted = scan(written)
    fixed = "".join(written[slice(*part)] for part in literals(written, inserted))
    if inserted and not inserted[0].start and re.fullmatch(r"[0-9]*", fixed):
        first = as_placeholder(inserted[0].name)
        return Fault(f"{s.shown(span)} is no number where {first} is 0", span, _IN_QUOTES)
    if re.fullmatch(r"-?0[0-9]*", fixed):
        return Fault(f"The number {s.shown(span)} begins with 0", span, _IN_QUOTES)
    return Fault(f"{s.shown(span)} is no value of JSON", span, _IN_QUOTES)
