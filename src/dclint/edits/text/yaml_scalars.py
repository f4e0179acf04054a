"""Scalars of YAML: how a value can be written so that a reader takes it for that very value."""

import json
import re
from collections.abc import Callable

from dclint.base.pointer import Json
from dclint.document import Document
from dclint.edits.text.change import Change, Respelling, Unwritable


def respelt(string: Respelling, *, in_flow: bool) -> list[Change]:
    """Change parts of a scalar in its own style if that can say it, else write it anew.

    Raises Unwritable if it is a block that would have to become something else.
    """
    style = string.raw[:1]
    is_one_line = not any("\n" in part.text or "\r" in part.text for part in string.parts)
    if style == '"' or is_one_line:
        changes, raw = string.spelt(_ESCAPES.get(style, str))
        if reads(raw, string.wanted, in_flow=in_flow):
            return changes
    if style in ("|", ">"):
        raise Unwritable
    quote = style if style in _ESCAPES else ""
    return [Change(*string.whole, written(string.wanted, in_flow=in_flow, quote=quote))]


def written(value: Json, *, in_flow: bool, quote: str = "") -> str:
    """Write a scalar: in the quotes given, else as it is if that says it, else in quotes."""
    if not isinstance(value, str):
        return json.dumps(value)
    double, single = f'"{_escaped(value)}"', f"'{_doubled(value)}'"
    in_quotes = [single, double] if quote == "'" or "\\" in double else [double, single]
    for candidate in in_quotes if quote else [value, *in_quotes]:
        if reads(candidate, value, in_flow=in_flow):
            return candidate
    raise Unwritable


def reads(raw: str, wanted: Json, *, in_flow: bool) -> bool:
    """Whether a scalar that is written so says what is wanted."""
    text = f"{{k: {raw}}}" if in_flow else f"k: {raw}\n"
    document = Document("scalar.yaml", text)
    data = document.data
    if document.problems or not isinstance(data, dict) or [*data] != ["k"]:
        return False
    return type(data["k"]) is type(wanted) and bool(data["k"] == wanted)


def _escaped(text: str) -> str:
    r"""Escape what double quotes cannot hold as it is; YAML takes the escapes of JSON, and `\U`."""
    inside = json.dumps(text, ensure_ascii=False)[1:-1]
    return re.sub(r"[^\n]", lambda found: _visible(found[0]), inside)


def _visible(character: str) -> str:
    return character if character.isprintable() else f"\\U{ord(character):08x}"


def _doubled(text: str) -> str:
    return text.replace("'", "''")


# By the first character of a scalar; others need none.
_ESCAPES: dict[str, Callable[[str], str]] = {'"': _escaped, "'": _doubled}
