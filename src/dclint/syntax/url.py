"""URL templates: where each part stands in the text, and which host it really names.

The host is judged by a WHATWG parser (ada); the spans are ours, because a parser normalises the
text away.  Source: WHATWG URL, https://url.spec.whatwg.org/#url-parsing, checked against RFC 3986.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from dclint.syntax.template import Placeholder, fill_placeholders, find_placeholders
from dclint.syntax.url_spans import (
    C0_AND_SPACE,
    REMOVED_CHARACTERS,
    SPECIAL_SCHEMES,
    CleanedUrl,
    Span,
    split_url,
)

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv6Address


# A host that no parser changes, if it holds no `xn--`: ASCII labels, the last of letters only.
_PLAIN_HOST = re.compile(r"(?:[a-z0-9_\-]+\.)+[a-z]+")

# Punycode takes quadratic time, and no name of more than 253 octets can be looked up.
_MAX_HOST_LENGTH = 4096

_MAX_PORT = 65535


class UrlRegion(StrEnum):
    """The part of a request in which a placeholder stands."""

    SCHEME = "scheme"
    USERINFO = "userinfo"
    HOST = "host"
    PORT = "port"
    PATH = "path"
    QUERY_KEY = "query key"
    QUERY_VALUE = "query value"
    FRAGMENT = "fragment"


class QueryParameter(NamedTuple):
    """One `key=value` of a query, as spans of the URL's text; `value` is None without a `=`."""

    key: Span
    value: Span | None


class _UrlParts(NamedTuple):
    text: str
    placeholders: tuple[Placeholder, ...]
    path: Span
    scheme_span: Span | None = None
    authority: Span | None = None
    userinfo: Span | None = None
    host: Span | None = None
    port: Span | None = None
    query: Span | None = None
    fragment: Span | None = None


class UrlTemplate(_UrlParts):
    """A URL with placeholders, split without being changed: spans are code points of `text`."""

    @cached_property
    def scheme(self) -> str | None:
        """In lower case; None if the text has none."""
        if self.scheme_span is None:
            return None
        return self.text[slice(*self.scheme_span)].translate(REMOVED_CHARACTERS).lower()

    @cached_property
    def starts_with_placeholder(self) -> bool:
        """Whether the very first thing is decided at run time."""
        return bool(self.placeholders) and not self.text[: self.placeholders[0].start].strip(
            C0_AND_SPACE
        )

    @cached_property
    def placeholders_before_path(self) -> tuple[Placeholder, ...]:
        """The placeholders that start before the authority ends, the leading one included."""
        _, end = self.authority or self.scheme_span or (0, 0)
        before = tuple(p for p in self.placeholders if p.start < end)
        return before or self.placeholders[: self.starts_with_placeholder]

    def find_region(self, placeholder: Placeholder) -> UrlRegion:
        """Return the part of the URL in which `placeholder` starts."""
        starts, regions = self._region_index
        return regions[bisect_right(starts, placeholder.start) - 1]

    @cached_property
    def parameters(self) -> tuple[QueryParameter, ...]:
        """The query's parameters in order; `&` inside a placeholder does not separate."""
        if not self.query:
            return ()
        filled = fill_placeholders(self.text, self.placeholders)
        found = []
        for part in re.compile("[^&]+").finditer(filled, *self.query):
            start, end = part.span()
            equals = filled.find("=", start, end)
            if equals < 0:
                found.append(QueryParameter((start, end), None))
            else:
                found.append(QueryParameter((start, equals), (equals + 1, end)))
        return tuple(found)

    @cached_property
    def hostname(self) -> str | None:
        """The host as a WHATWG parser understands it: lower case, decoded, mapped, IPv4 normalised.

        None if there is no authority, or if the URL is invalid.
        """
        if self.host is None:
            return None
        host = self.text[slice(*self.host)].lower()
        if _PLAIN_HOST.fullmatch(host) and "xn--" not in host and self._has_valid_port:
            return host
        return self._parsed_hostname

    @cached_property
    def is_valid(self) -> bool:
        """Whether the text, letters standing for its placeholders, is an absolute URL."""
        if self.scheme is None:
            return False
        return self.hostname is not None or self._parsed_hostname is not None

    @cached_property
    def address(self) -> "IPv4Address | IPv6Address | None":
        """The host as an address, however it is spelt; None if it is a name."""
        if not self.hostname or not (self.hostname[-1].isdigit() or self.hostname[0] == "["):
            return None
        from ipaddress import ip_address

        try:
            return ip_address(self.hostname.strip("[]"))
        except ValueError:
            return None

    @cached_property
    def _region_index(self) -> tuple[list[int], list[UrlRegion]]:
        spans = [((0, 0), UrlRegion.SCHEME), (self.path, UrlRegion.PATH)]
        for parameter in self.parameters:
            spans.append((parameter.key, UrlRegion.QUERY_KEY))
            if parameter.value:
                spans.append((parameter.value, UrlRegion.QUERY_VALUE))
        for span, region in (
            (self.userinfo, UrlRegion.USERINFO),
            (self.host, UrlRegion.HOST),
            (self.port, UrlRegion.PORT),
            (self.fragment, UrlRegion.FRAGMENT),
        ):
            if span:
                spans.append((span, region))
        spans.sort(key=lambda pair: pair[0])
        return [span[0] for span, _ in spans], [region for _, region in spans]

    @property
    def _has_valid_port(self) -> bool:
        """Whether scheme and port are such that the host alone decides whether the URL is valid."""
        if self.scheme not in SPECIAL_SCHEMES:
            return False
        port = self.text[slice(*self.port)] if self.port else ""
        return not port or (
            port.isascii() and port.isdigit() and len(port) <= 5 and int(port) <= _MAX_PORT  # noqa: PLR2004
        )

    @cached_property
    def _parsed_hostname(self) -> str | None:
        import can_ada

        if self.host and self.host[1] - self.host[0] > _MAX_HOST_LENGTH:
            return None
        text = fill_placeholders(self.text, self.placeholders)
        try:
            return str(can_ada.parse(_replace_surrogates(text)).hostname)
        except ValueError:
            return None


class Destination(NamedTuple):
    """Where a request goes: the host with its port, and what is asked of it (RFC 9112, 3.2)."""

    host: str
    target: str


def resolve_destination(text: str) -> Destination | None:
    """Return where a WHATWG parser sends a request for the URL `text`; None if it is invalid."""
    import can_ada

    try:
        url = can_ada.parse(_replace_surrogates(text[:_MAX_HOST_LENGTH]))
    except ValueError:
        return None
    return Destination(url.host, url.pathname + url.search)


def _replace_surrogates(text: str) -> str:
    """Replace lone surrogates by U+FFFD: WHATWG takes scalar values."""
    return text if text.isascii() else re.sub("[\ud800-\udfff]", "\ufffd", text)


def parse_url(text: str) -> UrlTemplate:
    """Split `text`, whatever it is; never raises."""
    placeholders = find_placeholders(text)
    filled = fill_placeholders(text, placeholders)
    if filled.isprintable() and filled[:1] != " " and filled[-1:] != " ":
        return UrlTemplate(text, placeholders, *split_url(filled))
    cleaned = CleanedUrl(filled)
    path, *others = split_url(cleaned.text)
    spans = [span and cleaned.map_span(*span) for span in others]
    return UrlTemplate(text, placeholders, cleaned.map_span(*path), *spans)


def find_placeholders_within(url: UrlTemplate, span: Span) -> Iterator[Placeholder]:
    """Yield the placeholders that begin in a part of `url`."""
    index = bisect_left(url.placeholders, span[0], key=itemgetter(0))
    while index < len(url.placeholders) and url.placeholders[index].start < span[1]:
        yield url.placeholders[index]
        index += 1


def decode_parameter_name(text: str) -> str:
    """Decode the name of a query parameter."""
    if "%" not in text and "+" not in text:
        return text
    from urllib.parse import unquote_plus

    return unquote_plus(text)
