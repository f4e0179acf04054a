"""The keys of the objects in a JSON body, with their places."""

import re
from collections.abc import Iterator

from dclint.syntax.json_body import STRING_PATTERN, Span
from dclint.syntax.template import Placeholder, fill_placeholders, find_placeholders


def find_duplicate_keys(
    body: str, placeholders: tuple[Placeholder, ...]
) -> Iterator[tuple[Span, Span]]:
    """Yield where an object has a key again, and where it has it first; quotes included.

    `body` must be JSON after substitution.  Placeholders stand for themselves: those of one name
    are equal, and equal to nothing else.
    """
    filled = fill_placeholders(body, placeholders)
    firsts: list[dict[str, Span]] = []
    for found in re.finditer(rf"({STRING_PATTERN})([ \t\r\n]*:)?|[\[\]{{}}]", filled, re.DOTALL):
        match found[0]:
            case "{" | "[":
                firsts.append({})
            case "}" | "]":
                firsts.pop()
            case _ if found[2]:
                again = found.span(1)
                first = firsts[-1].setdefault(_decode_key(body[again[0] + 1 : again[1] - 1]), again)
                if first != again:
                    yield again, first
            case _:
                pass


def _decode_key(literal: str) -> str:
    """Decode the inside of a string that names a member."""
    if "\\" not in literal and "{{" not in literal:
        return literal
    pieces: list[str] = []
    position = 0
    for placeholder in find_placeholders(literal):
        pieces += (
            decode_escapes(literal[position : placeholder.start]),
            "{{",
            placeholder.name,
            "}}",
        )
        position = placeholder.end
    return "".join((*pieces, decode_escapes(literal[position:])))


def decode_escapes(text: str) -> str:
    """Decode the escapes of the inside of a string; what is no escape stays."""
    if "\\" not in text:
        return text
    decoded = re.sub(r'\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))', _decode_escape, text)
    return decoded.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def _decode_escape(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16)) if escape[1] else _ESCAPES.get(escape[2], escape[2])


_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
