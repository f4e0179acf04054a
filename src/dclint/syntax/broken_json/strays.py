"""What people write where JSON is expected: other formats, other quotes, comments, placeholders."""

import re

from dclint.base.quoting import as_placeholder, quoted
from dclint.syntax import graphql
from dclint.syntax.broken_json.parser_state import Fault, Stop
from dclint.syntax.json_body import DEEPEST

_QUOTES = "'`´‘’‚“”„«»"  # what people and word processors write for `"`
_OTHER_TYPE = "write JSON, or name the type of this text in `Content-Type`"
_REMOVE = "remove it"


def of_whole(s: Stop) -> Fault | None:
    """Recognise what was never meant as JSON, and what is nested too deeply."""
    if s.wants in ("name", "value") and s.found in "{[" and len(s.opened) >= DEEPEST:
        return Fault(f"The body is nested more than {DEEPEST} levels deep", s.here)
    if graphql.is_document(s.filled):
        remedy = "put the document into a JSON object, as the string `query`"
        return Fault("The body is a GraphQL document, not JSON", s.word, remedy)
    if s.last != (0, 0):
        return None
    if s.found == "<":
        return Fault("The body begins as XML does, not as JSON", s.here, _OTHER_TYPE)
    if re.compile(r"[\w.$\[\]%+\-]+=").match(s.filled, s.at):
        return Fault("The body has the form `name=value`, not that of JSON", s.word, _OTHER_TYPE)
    return None


def of_template(s: Stop) -> Fault | None:
    """Recognise placeholders with too few or too many braces, or of another system."""
    if any(p.start == s.at and p.name[:1] in tuple("#/^>!&%") for p in s.placeholders):
        return Fault(f"{s.shown(s.word)} is template logic, which is sent as it stands", s.word)
    if s.wants == "name" and s.filled.startswith("{", s.at - 1):
        if s.found == "{":
            return Fault("`{{` begins no placeholder", (s.at - 1, s.at + 1))
        start, end = s.word
        if s.filled.startswith("}", end):
            name = s.text[start:end].removeprefix("{{").removesuffix("}}")
            return _of_other_system(s, (start - 1, end + 1), name)
    other = re.compile(r"\$\{([\w.\-]+)\}|<([\w.\-]+)>|%([\w.\-]+)%").match(s.filled, s.at)
    if other and s.wants in ("name", "value"):
        return _of_other_system(s, other.span(), other[other.lastindex or 0])
    return None


def _of_other_system(s: Stop, span: tuple[int, int], name: str) -> Fault:
    return Fault(f"{s.shown(span)} is no placeholder", span, f"write {as_placeholder(name)}")


def of_character(s: Stop) -> Fault | None:
    """Recognise what is wrong wherever it stands outside a string."""
    if s.found.isspace() or not s.found.isprintable():
        message = f"The character U+{ord(s.found):04X} stands outside strings"
        return Fault(message, s.here, "remove it, or write a plain blank")
    for mark in ("//", "/*", "#"):
        if s.filled.startswith(mark, s.at):
            message = f"`{mark}` begins a comment, which JSON does not have"
            return Fault(message, (s.at, s.at + len(mark)), _REMOVE)
    if s.found in _QUOTES and s.wants in ("name", "value"):
        message = f"{quoted(s.found)} is no quotation mark of JSON"
        return Fault(message, s.here, 'write `"` instead, at both ends')
    return None


def in_string(s: Stop) -> Fault:
    """Say what cannot stand in a string, which is open."""
    match s.found:
        case "\r" | "\n":
            remedy = "write `\\n` for it, or close the string before it"
            return Fault("A line break stands inside a string", s.here, remedy)
        case "\t":
            return Fault("A tab stands inside a string", s.here, "write `\\t` for it")
        case "\\":
            return _no_escape(s)
        case character:
            message = f"The control character {quoted(character)} stands inside a string"
            return Fault(message, s.here, _REMOVE)


def _no_escape(s: Stop) -> Fault:
    span = (s.at, s.at + 2)
    remedy = "write two backslashes for one that is meant"
    if any(p.start == s.at + 1 for p in s.placeholders):
        return Fault("A backslash stands before a placeholder", s.here, remedy)
    match s.text[s.at + 1]:
        case "u":
            return Fault("`\\u` is not followed by four hexadecimal digits", span)
        case "'":
            remedy = "write `'` without the backslash"
        case _:
            pass
    return Fault(f"{s.shown(span)} is no escape of JSON", span, remedy)
