"""Texts on their way into the page: made visible, escaped, with code and paragraphs marked."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from markupsafe import Markup, escape

from dclint.base.escape import escape_match
from dclint.findings.finding import Excerpt
from dclint.report.style import LIST_ITEM, escape_unsafe, join_lines

# What no HTML document may contain. Source:
# https://infra.spec.whatwg.org/#noncharacter.
_LAST_OF_PLANES = "".join(
    chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17)
)
_NONCHARACTERS = re.compile(f"[\ufdd0-\ufdef{_LAST_OF_PLANES}]")

_BREAK_POINT = re.compile(r"(?<=[.,:/_@])(?=.)")  # where a long name may be broken

_LINK = re.compile(r"\[([^\[\]]+)\]\(https?://[^()\s]+\)")


def finalize_value(value: object) -> object:
    """Return a text made visible; all that a template prints passes here, then is escaped."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _NONCHARACTERS.sub(escape_match, escape_unsafe(value))
    return value


def render_code_spans(text: str) -> Markup:
    """Return a text with what is in backticks as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # one backtick too many: nothing can be told apart
        parts = [text]
    markup = Markup()
    for number, part in enumerate(parts):
        is_code = number % 2 == 1
        piece = escape(finalize_value(part))
        markup += Markup("<code>{}</code>").format(piece) if is_code else piece
    return markup


def mark_break_points(text: str) -> Markup:
    """Return a name that may be broken at its joints."""
    visible = str(finalize_value(text))
    return Markup("<wbr>").join(_BREAK_POINT.split(visible))


def render_prose(text: str) -> Markup:
    """Return a rule's text as paragraphs and lists."""
    blocks: list[Markup] = []
    for paragraph in _LINK.sub(r"\1", text).strip().split("\n\n"):
        for is_item, lines in groupby(join_lines(paragraph), key=_is_list_item):
            if is_item:
                blocks.append(_render_list(lines))
            else:
                blocks += _render_paragraphs(lines)
    return Markup("\n").join(blocks)


def _is_list_item(line: str) -> bool:
    return LIST_ITEM.match(line) is not None


def _render_list(lines: Iterable[str]) -> Markup:
    items = Markup()
    for line in lines:
        items += Markup("<li>{}</li>").format(render_code_spans(LIST_ITEM.sub("", line, count=1)))
    return Markup("<ul>{}</ul>").format(items)


def _render_paragraphs(lines: Iterable[str]) -> Iterator[Markup]:
    for line in lines:
        if line:
            yield Markup("<p>{}</p>").format(render_code_spans(line))


def split_excerpt(excerpt: Excerpt) -> tuple[str, str, str]:
    """Return a line before, at and after what is meant, without its indentation."""
    text = excerpt.text
    indent = len(text) - len(text.lstrip())
    start = max(indent, excerpt.start)
    return text[indent:start], text[start : excerpt.end], text[max(start, excerpt.end) :].rstrip()
