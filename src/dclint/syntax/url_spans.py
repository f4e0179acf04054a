"""Where the parts of a URL stand: the WHATWG rules for splitting, on spans instead of copies.

Source: WHATWG URL, https://url.spec.whatwg.org/#url-parsing
"""

import re

Span = tuple[int, int]

# The schemes before whose authority any number of slashes, of either kind, may stand.
SPECIAL_SCHEMES = frozenset({"http", "https", "ws", "wss", "ftp"})

C0_AND_SPACE = "".join(map(chr, range(0x21)))  # what a parser removes at both ends
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*(?=:)")

# What a parser removes wherever it stands, for `str.translate`.
REMOVED_CHARACTERS = str.maketrans("", "", "\t\r\n")


class CleanedUrl:
    """What a WHATWG parser sees: no C0 or space at the ends, no TAB, CR or LF; and where it was."""

    def __init__(self, text: str) -> None:
        end = len(text.rstrip(C0_AND_SPACE))
        start = end - len(text[:end].lstrip(C0_AND_SPACE))
        self.text = text[start:end].translate(REMOVED_CHARACTERS)
        self._offsets = [i for i in range(start, end) if text[i] not in "\t\r\n"]
        self._offsets.append(end)

    def map_span(self, start: int, end: int) -> Span:
        """Translate a span of the cleaned text into one of the original."""
        return self._offsets[start], self._offsets[end]


UrlSpans = tuple[
    Span, Span | None, Span | None, Span | None, Span | None, Span | None, Span | None, Span | None
]


def split_url(text: str) -> UrlSpans:
    """Return the spans of path, scheme, authority, userinfo, host, port, query and fragment."""
    scheme = _SCHEME.match(text)
    start = scheme.end() + 1 if scheme else 0
    hash_mark = _find_mark(text, "#", start, len(text))
    question_mark = _find_mark(text, "?", start, hash_mark)
    query = (question_mark + 1, hash_mark) if question_mark < hash_mark else None
    fragment = (hash_mark + 1, len(text)) if hash_mark < len(text) else None
    authority = _find_authority(text, scheme[0].lower(), start, question_mark) if scheme else None
    if not authority:
        path = (start, question_mark)
        return path, scheme and scheme.span(), None, None, None, None, query, fragment
    path = (authority[1], question_mark)
    inner = _split_authority(text, *authority)
    return path, scheme and scheme.span(), authority, *inner, query, fragment


def _find_mark(text: str, mark: str, start: int, end: int) -> int:
    found = text.find(mark, start, end)
    return end if found < 0 else found


def _find_authority(text: str, scheme: str, start: int, end: int) -> Span | None:
    """Find the authority: after any slashes if the scheme is special, else after exactly two."""
    if scheme in SPECIAL_SCHEMES:
        start = end - len(text[start:end].lstrip("/\\"))
    elif text.startswith("//", start, end) or (
        scheme == "file" and text[start : min(start + 2, end)].replace("\\", "/") == "//"
    ):
        start += 2
    else:
        return None
    stop = _find_mark(text, "/", start, end)
    if scheme in SPECIAL_SCHEMES or scheme == "file":
        stop = _find_mark(text, "\\", start, stop)
    return start, stop


def _split_authority(text: str, start: int, end: int) -> tuple[Span | None, Span, Span | None]:
    """Split an authority into userinfo, host and port."""
    at = text.rfind("@", start, end)
    host = start if at < 0 else at + 1
    colon = _find_mark(text, ":", host, end)
    if text.find("[", host, colon) >= 0:
        outside_brackets = re.compile(r"(?:[^:\[]+|\[[^\]]*\]?)*")
        colon = outside_brackets.match(text, host, end).end()  # type: ignore[union-attr]  # matches anything
    return (
        None if at < 0 else (start, at),
        (host, colon),
        (colon + 1, end) if colon < end else None,
    )
