"""What a credential looks like: the formats of providers, the names that hold one, and masks.

The formats are data: `data/secrets.json`, each beside texts that it must and must not find.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from dclint.base.package_data import load_package_data

_BENIGN_WORDS = (
    *("your", "example", "sample", "dummy", "placeholder", "changeme", "change-me", "replace"),
    *("insert", "redacted", "_here", "todo", "xxxx", "op://", "vault:", "secrets.", "{{"),
    *("enc[", "arn:aws:", "@microsoft.keyvault", "ssm:", "...", "\u2026"),
)

# What people write where the credential belongs: `YOUR_TOKEN`, `<api-key>`, `{API_KEY}`, `...`.
_STAND_IN = re.compile(
    r"<[^<>]*>|\{[^{}]*\}|\[[^\[\]]*\]|\.{3,}|\u2026|x{4,}"
    r"|(?:.*[_\- ])?(?:your|change[_\- ]?me|replace|insert|dummy|placeholder|todo)(?:[_\- ].*)?"
    r"|your.*"
    r"|.*[_\- ]here|(?:my|the|some|an?)?[_\- ]?(?:api|access|auth|bearer|secret)?[_\- ]?"
    r"(?:key|token|secret)",
    re.IGNORECASE,
)

# `<…>`, `${…}`, `$NAME`, `%NAME%` (longer than percent-encoded text), `env:` and the like.
_REFERENCE = (
    r"<[^<>]+>|\$\{[^{}]*\}|(?<!\w)\$[A-Z_][A-Z0-9_]*(?!\w)|%[A-Z_][A-Z0-9_]{2,}%"
    r"|(?<![A-Za-z0-9])(?i:env)[:.(]"
)

_MASK_CHARACTERS = "*xX.\u2022_-#0 \t\r\n\u00a0"
_MIN_LENGTH = 8
_MIN_DISTINCT_CHARACTERS = 5
_VISIBLE_PREFIX_LENGTH = 4
_TOKEN_CHARACTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
_OTHERS = bytes(set(range(256)).difference(_TOKEN_CHARACTERS))
_RUN_TABLE = bytes(ord("a" if code in _TOKEN_CHARACTERS + b"~+/%" else " ") for code in range(256))
_SPLIT_TABLE = bytes.maketrans(_OTHERS.replace(b".", b""), b" " * (len(_OTHERS) - 1))

# Every format has at least so many characters of tokens, base64 or percent-encoding in a row:
# without them there is no secret.
_SHORTEST_RUN = b"a" * 20

_HEAD_LENGTH = 3

# A format with prefixes has at least so many token characters and dots, the prefix included: a
# format in base64, of which the next character may be `+` or `/`, has a keyword instead.
_MIN_PREFIXED_LENGTH = 15

_ESCAPE = "%[0-9A-Fa-f]{2}"

# A token stands alone, or behind a percent-encoded character: `Bearer%20…`. That it may not begin
# within a word is also what keeps its cost linear.
_BEFORE, _AFTER = f"(?:(?<![A-Za-z0-9_.-])|(?<={_ESCAPE}))", "(?![A-Za-z0-9])"


class Secret(NamedTuple):
    """A credential in a text: code points `start` to `end`, and what it is, for a reader."""

    start: int
    end: int
    kind: str


class Provider(NamedTuple):
    """A format of credentials; `pattern` is a regular expression without its boundaries."""

    name: str
    pattern: str


def is_benign(literal: str) -> bool:
    """Whether `literal` is no secret, wherever it stands: too short, a stand-in or a reference."""
    if len(literal) < _MIN_LENGTH or len(set(literal)) < _MIN_DISTINCT_CHARACTERS:
        return True
    lowered = literal.lower()
    return (
        any(word in lowered for word in _BENIGN_WORDS)
        or not literal.strip(_MASK_CHARACTERS)
        or re.search(_REFERENCE, literal) is not None
    )


def is_stand_in(literal: str) -> bool:
    """Whether `literal` only marks where a credential belongs, and names none."""
    return _STAND_IN.fullmatch(literal.strip()[:100]) is not None


def select_providers(text: str) -> Sequence[Provider]:
    """Return the providers whose secrets `text` may hold: cheap, and never one too few."""
    data = text.encode("ascii", "replace")
    if _SHORTEST_RUN not in data.translate(_RUN_TABLE):
        return ()
    if b"%" in data:
        data = re.sub(_ESCAPE.encode(), b" ", data)
    by_head, by_keyword = _load_formats()
    words = data.translate(_SPLIT_TABLE).split()
    words = [word for word in words if len(word) >= _MIN_PREFIXED_LENGTH]
    heads = by_head.keys() & {word[:_HEAD_LENGTH] for word in words}
    candidates = [candidate for head in sorted(heads) for candidate in by_head[head]]
    found = [
        provider
        for prefixes, provider in candidates
        if any(word.startswith(prefixes) for word in words)
    ]
    found += [provider for keyword, provider in by_keyword if keyword in text]
    return list(dict.fromkeys(found))


def find_secrets(text: str, among: Sequence[Provider] | None = None) -> Iterator[Secret]:
    """Yield the secrets of `text` whose format is known, leftmost first; they do not overlap.

    `among` are the providers to look for, if more than `text` tells of them.
    """
    found = [
        Secret(*match.span(match.lastindex or 0), provider.name)
        for provider in (select_providers(text) if among is None else among)
        for match in re.finditer(f"{_BEFORE}(?:{provider.pattern}){_AFTER}", text)
    ]
    yield from merge_overlapping(s for s in found if not is_benign(text[s.start : s.end]))


def mask_span(text: str, start: int, end: int) -> str:
    """Replace code points `start` to `end` by asterisks, but for the first 4 of at least 8.

    Line breaks stay, so that no line or column moves.
    """
    return text[:start] + _mask_secret(text[start:end]) + text[end:]


def merge_overlapping(secrets: Iterable[Secret]) -> list[Secret]:
    """Sort secrets; those that overlap become one, of the first one's kind."""
    disjoint: list[Secret] = []
    for secret in sorted(secrets, key=lambda secret: (secret.start, -secret.end)):
        last = disjoint[-1] if disjoint else Secret(0, 0, "")
        if secret.start >= last.end:
            disjoint.append(secret)
        elif secret.end > last.end:
            disjoint[-1] = last._replace(end=secret.end)
    return disjoint


def _mask_secret(secret: str) -> str:
    shown = _VISIBLE_PREFIX_LENGTH if len(secret) >= _MIN_LENGTH else 0
    hidden = (c if c in "\r\n" else "*" for c in secret[shown:])
    return secret[:shown] + "".join(hidden)


_PrefixedProvider = tuple[
    tuple[bytes, ...], Provider
]  # how the tokens of a provider begin, and the provider


@cache
def _load_formats() -> tuple[dict[bytes, list[_PrefixedProvider]], list[tuple[str, Provider]]]:
    """Return the providers by how their tokens begin, and those by a keyword."""
    data = load_package_data("secrets")
    by_head: dict[bytes, list[_PrefixedProvider]] = {}
    by_keyword = []
    for entry in data["providers"]:
        provider = Provider(entry["name"], entry["pattern"])
        prefixes = tuple(prefix.encode() for prefix in entry.get("prefixes", ()))
        for head in {prefix[:_HEAD_LENGTH] for prefix in prefixes}:
            by_head.setdefault(head, []).append((prefixes, provider))
        by_keyword += [(keyword, provider) for keyword in entry.get("keywords", ())]
    return by_head, by_keyword
