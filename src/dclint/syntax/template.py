"""The `{{ … }}` scanner.

The grammar is deliberately the smallest that Intercom documents: two braces, anything but braces
and line breaks, two braces.  Whatever does not fit is text with stray braces, never an exception.
Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/data-connectors
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_PLACEHOLDER = re.compile(r"\{\{([^{}\r\n]*)\}\}")

# What stands for a placeholder while its surroundings are parsed: legal in every part of a URL.
SENTINEL = "zq0zq"


class Placeholder(NamedTuple):
    """One `{{ name }}`: code points `start` to `end` of its text, braces included."""

    start: int
    end: int
    content: str

    @property
    def name(self) -> str:
        """The base name: what stands before the first `|`, without surrounding white space."""
        return self.content.partition("|")[0].strip()

    @property
    def is_attribute(self) -> bool:
        """Whether the name is dotted and hence refers to an attribute such as `user.email`."""
        return "." in self.name


def find_placeholders(text: str) -> tuple[Placeholder, ...]:
    """Find the placeholders of `text`, leftmost first; they neither nest nor overlap."""
    if "{{" not in text:
        return ()
    return tuple(
        Placeholder(found.start(), found.end(), found[1]) for found in _PLACEHOLDER.finditer(text)
    )


def find_literal_spans(
    text: str, placeholders: tuple[Placeholder, ...]
) -> Iterator[tuple[int, int]]:
    """Yield the spans between placeholders; with these they tile the text."""
    position = 0
    for placeholder in placeholders:
        if position < placeholder.start:
            yield position, placeholder.start
        position = placeholder.end
    if position < len(text):
        yield position, len(text)


def fill_placeholders(text: str, placeholders: tuple[Placeholder, ...]) -> str:
    """Replace each placeholder by as many letters, so that every offset stays what it was."""
    if not placeholders:
        return text
    pieces: list[str] = []
    position = 0
    for start, end, _ in placeholders:
        pieces += (text[position:start], SENTINEL.ljust(end - start, "z")[: end - start])
        position = end
    pieces.append(text[position:])
    return "".join(pieces)


def strip_placeholder_names(text: str) -> str:
    """Take the names out of the placeholders of `text`."""
    return _PLACEHOLDER.sub("{{}}", text) if "{{" in text else text


def find_stray_braces(
    text: str, placeholders: tuple[Placeholder, ...]
) -> Iterator[tuple[int, int]]:
    """Yield the spans of `{{` and `}}` that belong to no placeholder."""
    if text.count("{{") == len(placeholders) == text.count("}}"):
        return
    for found in re.finditer(r"\{\{|\}\}", fill_placeholders(text, placeholders)):
        yield found.span()
