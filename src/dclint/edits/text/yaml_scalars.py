"""Scalars of YAML: how a value can be written so that a reader takes it for that very value."""

import json
import re
from collections.abc import Callable

from dclint.base.pointer import Json
from dclint.document import Document
from dclint.edits.text.change import StringRewrite, TextChange, Unwritable


def rewrite_scalar(string: StringRewrite, *, in_flow: bool) -> list[TextChange]:
    """Change parts of a scalar in its own style if that can say it, else write it anew.

    Raises Unwritable if it is a block that would have to become something else.
    """
    style = string.raw[:1]
    is_one_line = not any("\n" in part.text or "\r" in part.text for part in string.parts)
    if style == '"' or is_one_line:
        changes, raw = string.write_parts(_ESCAPES.get(style, str))
        if reads_back_as(raw, string.wanted, in_flow=in_flow):
            return changes
    if style in ("|", ">"):
        raise Unwritable
    quote = style if style in _ESCAPES else ""
    return [TextChange(*string.whole, write_scalar(string.wanted, in_flow=in_flow, quote=quote))]


def write_scalar(value: Json, *, in_flow: bool, quote: str = "") -> str:
    """Write a scalar: in the quotes given, else as it is if that says it, else in quotes."""
    if not isinstance(value, str):
        return json.dumps(value)
    double, single = f'"{_escape_double_quoted(value)}"', f"'{_escape_single_quoted(value)}'"
    in_quotes = [single, double] if quote == "'" or "\\" in double else [double, single]
    for candidate in in_quotes if quote else [value, *in_quotes]:
        if reads_back_as(candidate, value, in_flow=in_flow):
            return candidate
    raise Unwritable


def reads_back_as(raw: str, wanted: Json, *, in_flow: bool) -> bool:
    """Whether a scalar that is written so says what is wanted."""
    text = f"{{k: {raw}}}" if in_flow else f"k: {raw}\n"
    document = Document("scalar.yaml", text)
    data = document.data
    if document.problems or not isinstance(data, dict) or [*data] != ["k"]:
        return False
    return type(data["k"]) is type(wanted) and bool(data["k"] == wanted)


def _escape_double_quoted(text: str) -> str:
    r"""Escape what double quotes cannot hold as it is; YAML takes the escapes of JSON, and `\U`."""
    inside = json.dumps(text, ensure_ascii=False)[1:-1]
    return re.sub(r"[^\n]", lambda found: _escape_character(found[0]), inside)


def _escape_character(character: str) -> str:
    return character if character.isprintable() else f"\\U{ord(character):08x}"


def _escape_single_quoted(text: str) -> str:
    return text.replace("'", "''")


# By the first character of a scalar; others need none.
_ESCAPES: dict[str, Callable[[str], str]] = {'"': _escape_double_quoted, "'": _escape_single_quoted}
