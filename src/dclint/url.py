"""URL templates: where each part stands in the text, and which host it really names.

The host is judged by a WHATWG parser (ada); the spans are ours, because a parser normalises the
text away.  Source: WHATWG URL, https://url.spec.whatwg.org/#url-parsing, checked against RFC 3986.
"""

import ipaddress
import re
from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from dclint.template import Placeholder, fill, scan

Span = tuple[int, int]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*(?=:)")
_SPECIAL = frozenset({"http", "https", "ws", "wss", "ftp"})
_C0_AND_SPACE = "".join(map(chr, range(0x21)))
_REMOVED = re.compile(r"[\t\r\n]")
_PLAIN_HOST = re.compile(r"(?!.*xn--)(?:[a-z0-9_](?:[a-z0-9_\-]*[a-z0-9_])?\.)+[a-z]{2,63}")
"""A host that no parser changes: lower case ASCII labels, the last one of letters only."""


class Region(StrEnum):
    """The part of a request in which a placeholder stands."""

    SCHEME = "scheme"
    USERINFO = "userinfo"
    HOST = "host"
    PORT = "port"
    PATH = "path"
    QUERY_KEY = "query key"
    QUERY_VALUE = "query value"
    FRAGMENT = "fragment"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One `key=value` of a query, as spans of the URL's text; `value` is None without a `=`."""

    key: Span
    value: Span | None


@dataclass(frozen=True)
class UrlTemplate:
    """A URL with placeholders, split without being changed: spans are code points of `text`."""

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

    @cached_property
    def scheme(self) -> str | None:
        """In lower case; None if the text has none."""
        if self.scheme_span is None:
            return None
        return _REMOVED.sub("", self.text[slice(*self.scheme_span)]).lower()

    @cached_property
    def starts_with_placeholder(self) -> bool:
        """Whether the very first thing is decided at run time."""
        return bool(self.placeholders) and not self.text[: self.placeholders[0].start].strip(
            _C0_AND_SPACE
        )

    @cached_property
    def placeholders_before_path(self) -> tuple[Placeholder, ...]:
        """The placeholders that start before the authority ends, the leading one included."""
        end = max(span[1] for span in (self.authority, self.scheme_span, (0, 0)) if span)
        return tuple(
            p
            for p in self.placeholders
            if p.start < end or (self.starts_with_placeholder and p is self.placeholders[0])
        )

    def region(self, placeholder: Placeholder) -> Region:
        """Return the part of the URL in which `placeholder` starts."""
        at = placeholder.start
        for span, region in (
            (self.fragment, Region.FRAGMENT),
            (self.path, Region.PATH),
            (self.userinfo, Region.USERINFO),
            (self.host, Region.HOST),
            (self.port, Region.PORT),
        ):
            if span and span[0] <= at < span[1]:
                return region
        for parameter in self.parameters:
            if parameter.value and parameter.value[0] <= at < parameter.value[1]:
                return Region.QUERY_VALUE
            if parameter.key[0] <= at < parameter.key[1]:
                return Region.QUERY_KEY
        return Region.SCHEME

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The query's parameters in order; `&` inside a placeholder does not separate."""
        if not self.query:
            return ()
        filled = fill(self.text, self.placeholders)
        found = []
        for part in re.finditer(r"[^&]+", filled[: self.query[1]][self.query[0] :]):
            start, end = part.start() + self.query[0], part.end() + self.query[0]
            equals = filled.find("=", start, end)
            if equals < 0:
                found.append(Parameter((start, end), None))
            else:
                found.append(Parameter((start, equals), (equals + 1, end)))
        return tuple(found)

    @cached_property
    def hostname(self) -> str | None:
        """The host as a WHATWG parser understands it (lower case, decoded, mapped, IPv4 normalised).

        None if there is no authority, or if the URL is invalid.
        """
        if self.host is None:
            return None
        written = self.text[slice(*self.host)]
        if self.port is None and _PLAIN_HOST.fullmatch(written) and self.scheme in _SPECIAL:
            return written
        return self._parsed

    @cached_property
    def is_valid(self) -> bool:
        """Whether the text, letters standing for its placeholders, is an absolute URL."""
        if self.scheme is None:
            return False
        return self.hostname is not None or self._parsed is not None

    @cached_property
    def address(self) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
        """The host as an address, however it is spelt; None if it is a name."""
        if not self.hostname or not (self.hostname[-1].isdigit() or self.hostname[0] == "["):
            return None
        try:
            return ipaddress.ip_address(self.hostname.strip("[]"))
        except ValueError:
            return None

    @cached_property
    def _parsed(self) -> str | None:
        import can_ada  # noqa: PLC0415 - needed by unusual hosts only

        try:
            return str(can_ada.parse(fill(self.text, self.placeholders)).hostname)
        except ValueError:
            return None


def parse(text: str) -> UrlTemplate:
    """Split `text`, whatever it is; never raises."""
    placeholders = scan(text)
    return UrlTemplate(text, placeholders, **_split(_Cleaned(fill(text, placeholders))))


class _Cleaned:
    """What a WHATWG parser sees: no C0 or space at the ends, no TAB, CR or LF; and where it was."""

    def __init__(self, text: str) -> None:
        self._start = len(text) - len(text.lstrip(_C0_AND_SPACE))
        end = max(self._start, len(text.rstrip(_C0_AND_SPACE)))
        self.text = _REMOVED.sub("", text[self._start : end])
        self._kept: list[int] = []
        if len(self.text) != end - self._start:
            self._kept = [i for i in range(self._start, end) if text[i] not in "\t\r\n"]

    def span(self, start: int, end: int) -> Span:
        """Translate a span of the cleaned text into one of the original."""
        if not self._kept:
            return start + self._start, end + self._start
        first = self._kept[start] if start < len(self._kept) else self._kept[-1] + 1
        return first, (self._kept[end - 1] + 1 if start < end else first)


def _split(cleaned: _Cleaned) -> dict[str, Span | None]:
    text = cleaned.text
    scheme = _SCHEME.match(text)
    rest = scheme.end() + 1 if scheme else 0
    fragment = _find(text, "#", rest, len(text))
    query = _find(text, "?", rest, fragment)
    authority = _authority(text, scheme[0].lower(), rest, query) if scheme else None
    path = authority[1] if authority else rest
    parts = {
        "scheme_span": scheme and scheme.span(),
        "path": (path, query),
        "query": (query + 1, fragment) if query < fragment else None,
        "fragment": (fragment + 1, len(text)) if fragment < len(text) else None,
        "authority": authority,
        **(_authority_parts(text, *authority) if authority else {}),
    }
    return {name: span and cleaned.span(*span) for name, span in parts.items()}


def _find(text: str, mark: str, start: int, end: int) -> int:
    found = text.find(mark, start, end)
    return end if found < 0 else found


def _authority(text: str, scheme: str, start: int, end: int) -> Span | None:
    slashes = "/\\" if scheme in _SPECIAL else "/"
    after = start
    while after < end and text[after] in slashes:
        after += 1
    if scheme not in _SPECIAL:
        if after - start < 2:  # noqa: PLR2004 - the two slashes before an authority
            return None
        after = start + 2
    stop = min(_find(text, slash, after, end) for slash in slashes)
    return after, stop


def _authority_parts(text: str, start: int, end: int) -> dict[str, Span | None]:
    at = text.rfind("@", start, end)
    host = start if at < 0 else at + 1
    colon = text.rfind(":", max(host, text.rfind("]", host, end)), end)
    return {
        "userinfo": None if at < 0 else (start, at),
        "host": (host, end if colon < 0 else colon),
        "port": None if colon < 0 else (colon + 1, end),
    }
