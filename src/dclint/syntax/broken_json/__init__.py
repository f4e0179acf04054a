"""Why a body is no JSON, in plain words (RFC 8259)."""

import re

from dclint.base.quoting import quote_placeholder
from dclint.syntax.broken_json.parser_state import JsonFault, ParserStop, find_parser_stop
from dclint.syntax.broken_json.strays import (
    explain_character,
    explain_other_format,
    explain_placeholder,
    explain_string_character,
)
from dclint.syntax.template import Placeholder, find_literal_spans, find_placeholders

# What Python, JavaScript, Ruby and others write where JSON has another word, or none.
_CONSTANTS = {
    "true": "true",
    "false": "false",
    **dict.fromkeys(("null", "none", "nil", "undefined", "nan", "infinity", "-infinity"), "null"),
}

_CLOSING = {"{": "}", "[": "]"}
_MOST_CLOSED = 8  # brackets that a remedy lists
_IN_QUOTES = "put it in double quotes"


def explain_json_fault(text: str, placeholders: tuple[Placeholder, ...], at: int) -> JsonFault:
    """Say what is wrong at `at`, where `dclint.body.as_json` stopped."""
    s = find_parser_stop(text, placeholders, at)
    if s.at == len(text):
        return _explain_cut_off(s)
    if s.expected == "string":
        return explain_string_character(s)
    stray = (
        explain_other_format(s)
        or explain_placeholder(s)
        or explain_character(s)
        or _explain_bracket(s)
    )
    return stray or _EXPLANATIONS[s.expected](s)


def _explain_cut_off(s: ParserStop) -> JsonFault:
    innermost, end = s.open_brackets[-1], len(s.text.rstrip(" \t\r\n"))
    remedy = None
    if s.expected == "comma" and len(s.open_brackets) <= _MOST_CLOSED:
        closing = "".join(_CLOSING[s.filled[at]] for at in reversed(s.open_brackets))
        remedy = f"write `{closing}` at the end"
    message = f"The body ends before `{s.filled[innermost]}` is closed"
    return JsonFault(message, (end - 1, end), remedy, innermost)


def _explain_bracket(s: ParserStop) -> JsonFault | None:
    if s.character not in "}]":
        return None
    if not s.open_brackets:
        return JsonFault(f"`{s.character}` closes nothing", s.character_span, "remove it")
    innermost = s.open_brackets[-1]
    bracket = s.filled[innermost]
    if _CLOSING[bracket] == s.character:
        return None
    remedy = f"write `{_CLOSING[bracket]}` before it" if s.expected == "comma" else None
    message = f"`{s.character}` stands where `{bracket}` is still to be closed"
    return JsonFault(message, s.character_span, remedy, innermost)


def _explain_name(s: ParserStop) -> JsonFault:
    match s.character:
        case '"':
            return _explain_unclosed_string(s)
        case ",":
            return _explain_extra_comma(s)
        case ":":
            return JsonFault("The name before the colon is missing", s.character_span)
        case _:
            end = s.word_span[1]
    if s.filled.startswith('"', end):
        message = f"The name {s.quote_span(s.word_span)} lacks its first quotation mark"
        return JsonFault(message, s.word_span, 'write `"` before it')
    if s.next_character(end) == ":":
        message = f"The name {s.quote_span(s.word_span)} stands outside double quotes"
        return JsonFault(message, s.word_span, _IN_QUOTES)
    message = f"{s.quote_span(s.word_span)} stands where a name in double quotes is expected"
    return JsonFault(message, s.word_span)


def _explain_unclosed_string(s: ParserStop) -> JsonFault:
    return JsonFault(
        "The string that begins here is never closed", s.character_span, 'write `"` at its end'
    )


def _explain_extra_comma(s: ParserStop) -> JsonFault:
    before = "another" if s.follows_any(",") else "an opening bracket"
    return JsonFault(f"A comma follows {before}", s.character_span, "remove it")


def _explain_colon(s: ParserStop) -> JsonFault:
    if s.character in ",}":
        return JsonFault(f"The name {s.quote_span(s.last_token)} has no value", s.character_span)
    if s.character == "=":
        return JsonFault(
            "`=` stands where a colon is expected", s.character_span, "write `:` instead"
        )
    if s.is_adjacent:
        return _explain_after_string(s)
    return JsonFault(
        f"A colon is missing before {s.quote_span(s.word_span)}", s.word_span, "write `:` before it"
    )


def _explain_value(s: ParserStop) -> JsonFault:
    if s.character == '"':
        return _explain_unclosed_string(s)
    if s.character == "," and not s.follows_any(":"):
        return _explain_extra_comma(s)
    if s.character in ",}]":
        return JsonFault(f"A value is missing before `{s.character}`", s.character_span)
    return _explain_invalid_value(s)


def _explain_invalid_value(s: ParserStop) -> JsonFault:
    word = s.filled[slice(*s.word_span)]
    if constant := _CONSTANTS.get(word.lower()):
        return JsonFault(
            f"{s.quote_span(s.word_span)} is no value of JSON", s.word_span, f"write `{constant}`"
        )
    if re.fullmatch(r"[.+][0-9.]+", word):
        sign, remedy = "a dot", "write 0 before the dot"
        if s.character == "+":
            sign, remedy = "a plus sign", "remove the plus sign"
        return JsonFault(f"A number begins with {sign}", s.word_span, remedy)
    if s.last_token == (0, 0):
        return JsonFault(
            f"The body begins with {s.quote_span(s.word_span)}, as no JSON text does", s.word_span
        )
    if not re.match(r"\w", word):
        return JsonFault(
            f"{s.quote_span(s.word_span)} stands where a value is expected", s.word_span
        )
    remedy = 'write `"` before it' if s.filled.startswith('"', s.word_span[1]) else _IN_QUOTES
    return JsonFault(f"{s.quote_span(s.word_span)} is no value of JSON", s.word_span, remedy)


def _explain_after_value(s: ParserStop) -> JsonFault:
    glued = _explain_adjacent(s) if s.is_adjacent else None
    if glued or not s.open_brackets:
        return glued or JsonFault("More text follows the end of the JSON", s.word_span)
    if s.character in ",:":
        return _explain_punctuation(s)
    if s.follows_any('"') and re.match(r"\w", s.character):
        return _explain_after_string(s)
    if re.match(r'[\w"{\[\-]', s.character):
        return JsonFault(
            f"A comma is missing before {s.quote_span(s.word_span)}",
            s.word_span,
            "write one before it",
        )
    remedy = "write `,` instead" if s.character == ";" else None
    return JsonFault(
        f"{s.quote_span(s.word_span)} stands where a comma is expected", s.word_span, remedy
    )


def _explain_adjacent(s: ParserStop) -> JsonFault | None:
    """Recognise what makes one word with the value before it, or was meant as a part of it."""
    if s.character in "{[,:;=" or s.follows_any("}]"):
        return None
    if s.character == '"':
        start, end = s.word_span
        is_another = end - start > 1 and s.next_character(end) in tuple(":,]}")
        return _explain_after_string(s) if s.follows_any('"') and not is_another else None
    return _explain_after_string(s) if s.follows_any('"') else _explain_invalid_number(s)


_EXPLANATIONS = {
    "name": _explain_name,
    "colon": _explain_colon,
    "value": _explain_value,
    "comma": _explain_after_value,
    "end": _explain_after_value,
}


def _explain_punctuation(s: ParserStop) -> JsonFault:
    if s.character == ",":
        message = f"A comma stands before the closing `{s.next_character(s.at + 1)}`"
        return JsonFault(message, s.character_span, "remove the comma")
    if s.is_in_array:
        message = "A colon stands in an array, whose items have no names"
        return JsonFault(message, s.character_span, opened=s.open_brackets[-1])
    return JsonFault("A colon stands behind a value", s.character_span)


def _explain_after_string(s: ParserStop) -> JsonFault:
    remedy = 'write `\\"` for a quotation mark that belongs to the text' if s.is_adjacent else None
    return JsonFault(
        f"{s.quote_span(s.word_span)} follows the end of a string", s.word_span, remedy
    )


def _explain_invalid_number(s: ParserStop) -> JsonFault:
    span = s.last_token[0], max(s.word_span[1], s.at + 1)
    written = s.text[slice(*span)]
    inserted = find_placeholders(written)
    fixed = "".join(written[slice(*part)] for part in find_literal_spans(written, inserted))
    if inserted and not inserted[0].start and re.fullmatch(r"[0-9]*", fixed):
        first = quote_placeholder(inserted[0].name)
        return JsonFault(f"{s.quote_span(span)} is no number where {first} is 0", span, _IN_QUOTES)
    if re.fullmatch(r"-?0[0-9]*", fixed):
        return JsonFault(f"The number {s.quote_span(span)} begins with 0", span, _IN_QUOTES)
    return JsonFault(f"{s.quote_span(span)} is no value of JSON", span, _IN_QUOTES)
