"""Is the URL written so that all programs read it alike?"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dclint.edits.edit import Rewrite, suggest_safe_fix
from dclint.findings.hit import Hit
from dclint.model.connector import Connector
from dclint.ruleset.rule import Outcome
from dclint.syntax.template import fill_placeholders
from dclint.syntax.url import UrlTemplate
from dclint.syntax.url_spans import C0_AND_SPACE, REMOVED_CHARACTERS, Span

# Whatever WHATWG calls a control, and the space; not TAB, CR and LF, which are removed.
_CONTROL_OR_SPACE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x20\x7f-\x9f]")

_CHARACTER_NAMES = {" ": "a space", "\t": "a tab", "\n": "a line break", "\r": "a line break"}


class _UrlFault(NamedTuple):
    """Code points `span` of the URL are read in more than one way."""

    span: Span
    message: str
    remedy: str


def url_ambiguous_syntax(connector: Connector) -> Iterator[Outcome]:
    """Report a URL that programs read in different ways, or that some of them refuse."""
    url = connector.url_template
    if url is None or _is_plain_url(url.text):
        return
    found = sorted(_find_url_faults(url), key=lambda fault: fault.span)
    if not found:
        return
    first, *others = found
    message = first.message + (f" ({len(found)} such faults in the URL)" if others else "")
    edges = (f.span for f in found if 0 in f.span or len(url.text) in f.span)
    blank = (span for span in edges if not url.text[slice(*span)].strip(C0_AND_SPACE))
    suggested = suggest_safe_fix(*(Rewrite(("url",), "", span) for span in blank))
    yield Hit(message, ("url",), first.span, remedy=first.remedy, suggested_fix=suggested)


def _is_plain_url(text: str) -> bool:
    """Whether a URL is one of the many that begin plainly and hold nothing to look at."""
    return (
        text.startswith("https://")
        and text[8:9] not in ("/", "\\")
        and text.isprintable()
        and " " not in text
        and "\\" not in text
    )


def _find_url_faults(url: UrlTemplate) -> Iterator[_UrlFault]:
    filled = fill_placeholders(url.text, url.placeholders)
    end = len(filled.rstrip(C0_AND_SPACE))
    start = end - len(filled[:end].lstrip(C0_AND_SPACE))
    if start:
        yield _UrlFault(
            (0, start), f"The URL begins with {_name_character(filled[0])}", "remove it"
        )
    if end < len(filled):
        yield _UrlFault(
            (end, len(filled)), f"The URL ends with {_name_character(filled[end])}", "remove it"
        )
    if removed := re.compile(r"[\t\r\n]+").search(filled, start, end):
        yield _UrlFault(
            removed.span(), f"The URL is broken by {_name_character(removed[0])}", "remove it"
        )
    for part, span in (("path", url.path), ("query", url.query)):
        if span and (found := _CONTROL_OR_SPACE.search(filled, *span)):
            name = _name_character(found[0])
            remedy = (
                f"write `%{ord(found[0]):02X}` if it is meant" if found[0] == " " else "remove it"
            )
            yield _UrlFault(found.span(), f"The {part} holds {name}", remedy)
    if backslash := re.compile(r"[^?#\\]*+(\\)").match(filled):
        message = "The URL has a backslash, which some programs read as a slash and others do not"
        yield _UrlFault(backslash.span(1), message, "write `/`")
    if url.scheme == "https" and url.scheme_span and url.authority:
        yield from _check_slashes(filled, url.scheme_span[1], url.authority[0])


def _name_character(character: str) -> str:
    return _CHARACTER_NAMES.get(character[0], f"the control character U+{ord(character[0]):04X}")


def _check_slashes(text: str, colon: int, end: int) -> Iterator[_UrlFault]:
    """Count the slashes of either kind behind `https:`, which stand before `end`."""
    count = len(text[colon + 1 : end].translate(REMOVED_CHARACTERS))
    if count != len("//"):
        said = {0: "No slash follows", 1: "One slash follows"}.get(count, f"{count} slashes follow")
        yield _UrlFault((colon, end), f"{said} `https:` instead of two", "write `https://`")
