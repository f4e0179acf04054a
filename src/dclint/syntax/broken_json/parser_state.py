"""What a JSON parser has read, and what it waits for, at the character where it stops."""

import re
from typing import NamedTuple

from dclint.base.quoting import quote_text
from dclint.syntax.json_body import Span
from dclint.syntax.template import Placeholder, fill_placeholders

_TOKENS = r'"(?:[^"\\]|\\.)*+(?P<end>"?)|[{}\[\],:]|[^\s"{}\[\],:]+'
_WHITESPACE = re.compile(r"[ \t\r\n]*")
_WORD = re.compile(r'"[^"\\\r\n]{0,40}"|[^\s"{}\[\],:;=<>()]+')
_SHOWN = 100  # what messages quote is shorter than this, whatever the body is


class JsonFault(NamedTuple):
    """What is wrong at a span of the body, and the edit that mends it, if it is a single one."""

    message: str
    span: Span
    remedy: str | None = None
    opened: int | None = None
    """Where the bracket stands that is not closed, or not by its like."""


class ParserStop(NamedTuple):
    """A body with placeholders, and the code point of it that no parser accepts."""

    text: str
    filled: str
    """The same with letters for placeholders."""
    placeholders: tuple[Placeholder, ...]
    at: int
    expected: str
    """`name`, `colon`, `value`, `comma` or a closing bracket, `end`; `string`: the rest of one."""
    open_brackets: tuple[int, ...]
    """Where the brackets stand that are still open."""
    last_token: Span
    """The token before; empty if there is none."""

    @property
    def character(self) -> str:
        """The character at which it stops; empty at the end."""
        return self.filled[self.at : self.at + 1]

    @property
    def is_adjacent(self) -> bool:
        """Whether it follows the token before without a blank."""
        return self.last_token[1] == self.at > 0

    @property
    def is_in_array(self) -> bool:
        """Whether the innermost bracket that is open is a square one."""
        return bool(self.open_brackets) and self.filled[self.open_brackets[-1]] == "["

    def follows_any(self, characters: str) -> bool:
        """Whether the token before begins with one of `characters`."""
        return self.filled[self.last_token[0] : self.last_token[1]][:1] in tuple(characters)

    @property
    def character_span(self) -> Span:
        """The span of that character."""
        return self.at, self.at + 1

    @property
    def word_span(self) -> Span:
        """The span of what begins there: a short string, a word or a single character."""
        found = _WORD.match(self.filled, self.at)
        return found.span() if found else self.character_span

    def next_character(self, end: int) -> str:
        """Return the first character from `end` that is no blank."""
        at = _skip_whitespace(self.filled, end)
        return self.filled[at : at + 1]

    def quote_span(self, span: Span) -> str:
        """Quote a part of the body."""
        start, end = span
        return quote_text(self.text[start : min(end, start + _SHOWN)])


def find_parser_stop(text: str, placeholders: tuple[Placeholder, ...], at: int) -> ParserStop:
    """Find out what `dclint.body.as_json` waited for when it stopped at `at`."""
    filled = fill_placeholders(text, placeholders)
    if filled.startswith("\\u", at - 1):
        at -= 1  # Python blames the letter
    wants, opened, last = _read_tokens(filled, at)
    if wants != "string":
        at = _skip_whitespace(filled, at)
    return ParserStop(text, filled, placeholders, at, wants, tuple(opened), last)


def _skip_whitespace(text: str, at: int) -> int:
    found = _WHITESPACE.match(text, at)
    return found.end() if found else at


def _read_tokens(text: str, at: int) -> tuple[str, list[int], Span]:
    """Read the tokens before `at`: those of a JSON text, unless it is nested too deeply."""
    wants, opened, last = "value", [], (0, 0)
    for token in re.compile(_TOKENS, re.DOTALL).finditer(text, 0, at):
        last = token.span()
        match text[last[0]]:
            case "{" | "[" as bracket:
                opened.append(last[0])
                wants = "name" if bracket == "{" else "value"
            case ":":
                wants = "value"
            case ",":
                wants = "name" if opened and text[opened[-1]] == "{" else "value"
            case '"' if not token["end"]:
                wants = "string"
            case '"' if wants == "name":
                wants = "colon"
            case character:
                if character in "}]" and opened:
                    opened.pop()
                wants = "comma" if opened else "end"
    return wants, opened, last
