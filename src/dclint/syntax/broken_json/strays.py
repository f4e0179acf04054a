"""What people write where JSON is expected: other formats, other quotes, comments, placeholders."""

import re

from dclint.base.quoting import quote_placeholder, quote_text
from dclint.syntax import graphql
from dclint.syntax.broken_json.parser_state import JsonFault, ParserStop
from dclint.syntax.json_body import MAX_DEPTH

_QUOTES = "'`´‘’‚“”„«»"  # what people and word processors write for `"`
_OTHER_TYPE = "write JSON, or name the type of this text in `Content-Type`"
_REMOVE = "remove it"


def explain_other_format(s: ParserStop) -> JsonFault | None:
    """Recognise what was never meant as JSON, and what is nested too deeply."""
    if (
        s.expected in ("name", "value")
        and s.character in "{["
        and len(s.open_brackets) >= MAX_DEPTH
    ):
        return JsonFault(f"The body is nested more than {MAX_DEPTH} levels deep", s.character_span)
    if graphql.is_document(s.filled):
        remedy = "put the document into a JSON object, as the string `query`"
        return JsonFault("The body is a GraphQL document, not JSON", s.word_span, remedy)
    if s.last_token != (0, 0):
        return None
    if s.character == "<":
        return JsonFault("The body begins as XML does, not as JSON", s.character_span, _OTHER_TYPE)
    if re.compile(r"[\w.$\[\]%+\-]+=").match(s.filled, s.at):
        return JsonFault(
            "The body has the form `name=value`, not that of JSON", s.word_span, _OTHER_TYPE
        )
    return None


def explain_placeholder(s: ParserStop) -> JsonFault | None:
    """Recognise placeholders with too few or too many braces, or of another system."""
    if any(p.start == s.at and p.name[:1] in tuple("#/^>!&%") for p in s.placeholders):
        return JsonFault(
            f"{s.quote_span(s.word_span)} is template logic, which is sent as it stands",
            s.word_span,
        )
    if s.expected == "name" and s.filled.startswith("{", s.at - 1):
        if s.character == "{":
            return JsonFault("`{{` begins no placeholder", (s.at - 1, s.at + 1))
        start, end = s.word_span
        if s.filled.startswith("}", end):
            name = s.text[start:end].removeprefix("{{").removesuffix("}}")
            return _explain_foreign_placeholder(s, (start - 1, end + 1), name)
    other = re.compile(r"\$\{([\w.\-]+)\}|<([\w.\-]+)>|%([\w.\-]+)%").match(s.filled, s.at)
    if other and s.expected in ("name", "value"):
        return _explain_foreign_placeholder(s, other.span(), other[other.lastindex or 0])
    return None


def _explain_foreign_placeholder(s: ParserStop, span: tuple[int, int], name: str) -> JsonFault:
    return JsonFault(
        f"{s.quote_span(span)} is no placeholder", span, f"write {quote_placeholder(name)}"
    )


def explain_character(s: ParserStop) -> JsonFault | None:
    """Recognise what is wrong wherever it stands outside a string."""
    if s.character.isspace() or not s.character.isprintable():
        message = f"The character U+{ord(s.character):04X} stands outside strings"
        return JsonFault(message, s.character_span, "remove it, or write a plain blank")
    for mark in ("//", "/*", "#"):
        if s.filled.startswith(mark, s.at):
            message = f"`{mark}` begins a comment, which JSON does not have"
            return JsonFault(message, (s.at, s.at + len(mark)), _REMOVE)
    if s.character in _QUOTES and s.expected in ("name", "value"):
        message = f"{quote_text(s.character)} is no quotation mark of JSON"
        return JsonFault(message, s.character_span, 'write `"` instead, at both ends')
    return None


def explain_string_character(s: ParserStop) -> JsonFault:
    """Say what cannot stand in a string, which is open."""
    match s.character:
        case "\r" | "\n":
            remedy = "write `\\n` for it, or close the string before it"
            return JsonFault("A line break stands inside a string", s.character_span, remedy)
        case "\t":
            return JsonFault("A tab stands inside a string", s.character_span, "write `\\t` for it")
        case "\\":
            return _explain_invalid_escape(s)
        case character:
            message = f"The control character {quote_text(character)} stands inside a string"
            return JsonFault(message, s.character_span, _REMOVE)


def _explain_invalid_escape(s: ParserStop) -> JsonFault:
    span = (s.at, s.at + 2)
    remedy = "write two backslashes for one that is meant"
    if any(p.start == s.at + 1 for p in s.placeholders):
        return JsonFault("A backslash stands before a placeholder", s.character_span, remedy)
    match s.text[s.at + 1]:
        case "u":
            return JsonFault("`\\u` is not followed by four hexadecimal digits", span)
        case "'":
            remedy = "write `'` without the backslash"
        case _:
            pass
    return JsonFault(f"{s.quote_span(span)} is no escape of JSON", span, remedy)
