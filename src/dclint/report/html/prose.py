"""Texts on their way into the page: made visible, escaped, with code and paragraphs marked."""

import re
from collections.abc import Iterator
from itertools import groupby

from markupsafe import Markup, escape

from dclint.base.escape import escape_match
from dclint.findings.finding import Excerpt
from dclint.report.style import escape_unsafe

# What no HTML document may contain (https://infra.spec.whatwg.org/#noncharacter).
_NONCHARACTERS = re.compile(
    "[\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)

_LIST_ITEM = re.compile(r"(?:[*-]|[0-9]{1,2}\.) +")
_LINK = re.compile(r"\[([^\[\]]+)\]\(https?://[^()\s]+\)")


def finalize_value(value: object) -> object:
    """Make a text visible; whatever a template prints passes here before it is escaped."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _NONCHARACTERS.sub(escape_match, escape_unsafe(value))
    return value


def render_code_spans(text: str) -> Markup:
    """Set as code what stands in backticks."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # one backtick too many: nothing can be told apart
        parts = [text]
    pieces = (escape(finalize_value(part)) for part in parts)
    return Markup().join(
        Markup("<code>{}</code>").format(piece) if number % 2 else piece
        for number, piece in enumerate(pieces)
    )


def render_prose(text: str) -> Markup:
    """Write a rule's text as paragraphs and lists."""
    return Markup("\n").join(_render_blocks(_LINK.sub(r"\1", text)))


def _render_blocks(text: str) -> Iterator[Markup]:
    lines = (line for part in text.strip().split("\n\n") for line in (*_join_lines(part), ""))
    for is_item, group in groupby(lines, key=lambda line: bool(_LIST_ITEM.match(line))):
        if is_item:
            items = (
                Markup("<li>{}</li>").format(render_code_spans(_LIST_ITEM.sub("", each, 1)))
                for each in group
            )
            yield Markup("<ul>{}</ul>").format(Markup().join(items))
        else:
            yield from (
                Markup("<p>{}</p>").format(render_code_spans(each)) for each in group if each
            )


def _join_lines(paragraph: str) -> list[str]:
    """Join the lines of running text; an item of a list begins a new one."""
    lines: list[str] = []
    for line in map(str.strip, paragraph.splitlines()):
        if lines and not _LIST_ITEM.match(line):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return lines


def split_excerpt(excerpt: Excerpt) -> tuple[str, str, str]:
    """Split a line before and behind what is meant, without its indentation."""
    text = excerpt.text
    indent = len(text) - len(text.lstrip())
    start = max(indent, excerpt.start)
    return text[indent:start], text[start : excerpt.end], text[max(start, excerpt.end) :].rstrip()
