"""What was meant as a placeholder and is none: broken braces, and the syntax of other systems."""

import re
from collections.abc import Container, Iterator
from functools import cache
from typing import NamedTuple

from dclint.model.connector import Connector, Place
from dclint.syntax.json_body import NotJson, find_string_literals, parse_json_template
from dclint.syntax.template import fill_placeholders, find_stray_braces

# A letter or `_`, then letters, digits, `_`, blanks, dots and hyphens.
_NAME = r" *([^\W\d][\w .\-]*)"


class PlaceholderAttempt(NamedTuple):
    """Code points `start` to `end` of a text, and the name that they seem to mean."""

    start: int
    end: int
    name: str


def find_attempts(connector: Connector) -> Iterator[tuple[Place, list[PlaceholderAttempt]]]:
    """Yield the texts that hold placeholders of another system, with these in order.

    In a URL braces have no other meaning; elsewhere an attempt must name an input that is declared
    and used nowhere, which cannot be told while some text is hidden.
    """
    inputs, used = connector.input_names, connector.used_names
    are_idle = not (inputs.keys() <= used or connector.hidden_places)
    for place in connector.places:
        if place.at == ("url",):
            found = _find_url_attempts(connector, place)
        elif not are_idle:
            break  # the URL is the first place, if it is one
        else:
            found = [
                a for a in find_text_attempts(place.text) if a.name in inputs and a.name not in used
            ]
        if found:
            yield place, found


def find_text_attempts(text: str) -> Iterator[PlaceholderAttempt]:
    """Yield the attempts in a body or a header value; `<name>` is none among XML or HTML."""
    is_markup = "</" in text or "/>" in text
    for attempt in _match_other_syntax(text, in_url=False):
        if not (is_markup and text[attempt.start] == "<"):
            yield attempt


def _find_url_attempts(connector: Connector, place: Place) -> list[PlaceholderAttempt]:
    text = place.text
    found: list[PlaceholderAttempt] = []
    if text.count("{") > 2 * len(place.placeholders) or "<" in text or "[[" in text or "%7" in text:
        found += _match_other_syntax(text, in_url=True)
    if "/:" in text:
        found += [a for a in find_colon_segments(connector) if a.name in connector.input_names]
        found.sort()
    return found


def find_colon_segments(connector: Connector) -> Iterator[PlaceholderAttempt]:
    """Yield the segments of the URL's path that begin with a colon, as in `/orders/:order_id`."""
    url = connector.url_template
    if url and "/:" in url.text:
        for found in re.compile(r"(?<=/):([^/\\]+)").finditer(url.text, *url.path):
            yield PlaceholderAttempt(*found.span(), found[1])


def _match_other_syntax(text: str, *, in_url: bool) -> Iterator[PlaceholderAttempt]:
    for found in _compile_other_syntax(in_url=in_url).finditer(text):
        if found.lastindex:
            name = found[found.lastindex].replace("%20", " ").strip()
            yield PlaceholderAttempt(*found.span(), name)


@cache
def _compile_other_syntax(*, in_url: bool) -> re.Pattern[str]:
    """Match our own placeholders, or those of others with the name in a group.

    A brace too few is no other syntax; but in JSON `}}` may close an object as well.  Only a URL
    is percent-encoded as a whole, braces and all.
    """
    end = r"\}(?!\})" if in_url else r"\}"
    encoded = r"|%7[Bb]%7[Bb]((?:[\w.\- ]|%20)+)%7[Dd]%7[Dd]" if in_url else ""
    return re.compile(
        r"\{\{[^{}\r\n]*\}\}"
        rf"|\$\{{{_NAME}\}}"
        rf"|(?<![{{$])\{{{_NAME}{end}"
        rf"|<{_NAME}>"
        rf"|\[\[{_NAME}\]\]{encoded}"
    )


def find_brace_faults(place: Place) -> Iterator[tuple[int, int]]:
    """Yield the spans of empty placeholders and of braces that form none, in no certain order."""
    for placeholder in place.placeholders:
        if not placeholder.name:
            yield placeholder.start, placeholder.end
    if place.at == ("body",):
        yield from _find_stray_in_body(place)
        return
    yield from find_stray_braces(place.text, place.placeholders)
    if place.at == ("url",) and "{{{" in place.text:
        for found in re.finditer(r"(?<!\{)\{{3}[^{}\r\n]*\}{3}(?!\})", place.text):
            yield found.span()


def _find_stray_in_body(place: Place) -> Iterator[tuple[int, int]]:
    """Braces belong to JSON's own structure, and in a string they may be balanced GraphQL."""
    astray = list(find_stray_braces(place.text, place.placeholders))
    filled = fill_placeholders(place.text, place.placeholders) if astray else ""
    in_strings = list(_find_unbalanced_strings(filled))
    opening = [span for span in astray if filled.startswith("{{", span[0])]
    if in_strings or opening:
        is_json = not isinstance(parse_json_template(place.text, place.placeholders), NotJson)
        yield from in_strings if is_json else opening


def _find_unbalanced_strings(text: str) -> Iterator[tuple[int, int]]:
    """Yield the first double brace of each string in which `{` and `}` are not equally many."""
    for start, end in find_string_literals(text):
        string = text[start:end]
        if string.count("{") != string.count("}") and (found := re.search(r"\{\{|\}\}", string)):
            yield start + found.start(), start + found.end()


def extend_to_attempt(
    text: str, span: tuple[int, int], names: Container[str]
) -> PlaceholderAttempt | None:
    """Extend a fault to the attempt that it is part of, if that means one of `names`.

    So `{{` becomes `{{order_id}` and `}}` becomes `{order_id}}`.
    """
    start, end = span
    if text.startswith("{{", start, end):
        start, end = start + 2, text.find("}", end)
        outer = (start - 2, end + 1)
    else:
        start, end = text.rfind("{", 0, start) + 1, start
        outer = (start - 1, end + 2)
    name = text[start:end].strip() if 0 < start <= end else ""
    return PlaceholderAttempt(*outer, name) if name and name in names else None
