"""Hosts that are not what they look like: addresses, odd spellings, letters of other alphabets."""

import re
import unicodedata
from collections.abc import Iterator

from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_text
from dclint.edits.edit import Rewrite, suggest_safe_fix
from dclint.findings.hit import Hit, NotObservable
from dclint.model.connector import Connector
from dclint.ruleset.rule import Outcome
from dclint.syntax import confusables
from dclint.syntax import special_hosts as hosts
from dclint.syntax.url import UrlTemplate, parse_url
from dclint.syntax.url_spans import REMOVED_CHARACTERS, SPECIAL_SCHEMES

_URL: Pointer = ("url",)
_UNSEEN_HOST = NotObservable("url host")

# Ordinary letters of Armenian, Thai and Lao that UTS #46 takes apart all the same.
_DECOMPOSED_LETTERS = "\u0587\u0e33\u0eb3\u0edc\u0edd"

_IPV6 = 6
_MAX_LABEL_LENGTH = 63  # octets that a label may have (RFC 1035, 2.3.4)

# Top-level domains of Cyrillic and Greek names, where a whole word may look Latin by chance.
# Sources: Chromium's idn_spoof_checker.cc, and https://www.iana.org/domains/root/db.
_CYRILLIC_AND_GREEK_TLDS = frozenset(
    (
        *("bg", "by", "gr", "kz", "ru", "su", "ua", "uz"),
        *("бг", "бел", "дети", "ею", "католик", "ком", "мкд", "мон", "москва", "онлайн", "орг"),
        *("рус", "рф", "сайт", "срб", "укр", "қаз", "ελ", "ευ"),
    )
)


def url_ip_literal(connector: Connector) -> Iterator[Outcome]:
    """Report an address of the public internet in the place of a name."""
    url = connector.url_template
    if url is None:
        return
    if url.placeholders_before_path or not url.hostname:
        yield _UNSEEN_HOST
    elif url.address and not hosts.explain_internal_host(url.hostname, url.address):
        yield Hit(
            message=f"{quote_text(_get_written_host(url))} is an address, not a name",
            at=_URL,
            fragment=url.host,
            remedy="write the name that stands in the certificate of the service",
        )


def url_obfuscated_host(connector: Connector) -> Iterator[Outcome]:
    """Report a host that a parser reads as something other than what is written."""
    url = connector.url_template
    if url is None:
        return
    if url.placeholders_before_path or not url.hostname:
        yield _UNSEEN_HOST
    elif url.scheme in SPECIAL_SCHEMES and (meant := _find_effective_host(url, url.hostname)):
        yield Hit(
            message=f"The host {quote_text(_get_written_host(url))} is read as {quote_text(meant)}",
            at=_URL,
            fragment=url.host,
            remedy=f"write {quote_text(meant)}",
            suggested_fix=suggest_safe_fix(Rewrite(_URL, meant, url.host))
            if _is_same_host(url, meant)
            else None,
        )


def _is_same_host(url: UrlTemplate, host: str) -> bool:
    """Whether a parser takes the URL with `host` in it for the same as it is, if less disguised."""
    start, end = url.host or (0, 0)
    other = parse_url(url.text[:start] + host + url.text[end:])
    is_plain = other.hostname is not None and _find_effective_host(other, other.hostname) is None
    return is_plain and (other.hostname == url.hostname or bool(url.address and other.address))


def url_homograph_host(connector: Connector) -> Iterator[Outcome]:
    """Report a host with a word that looks Latin and is not, or not wholly."""
    url = connector.url_template
    if url is None:
        return
    if url.placeholders_before_path or not url.hostname:
        yield _UNSEEN_HOST
    elif "xn--" in url.hostname and (
        word := _find_imitating_word(_get_written_host(url), url.hostname)
    ):
        letter = confusables.find_first_lookalike(word) or ""
        message = f"{quote_text(word)} in the host has {confusables.find_imitation(letter)}"
        if _get_written_host(url).isascii():
            message = f"The host is shown as {quote_text(_decode_host(url.hostname))}; {message}"
        remedy = "find out whose host it is, and type its name in one alphabet"
        yield Hit(message=message, at=_URL, fragment=url.host, remedy=remedy)


def _get_written_host(url: UrlTemplate) -> str:
    start, end = url.host or (0, 0)
    return url.text[start:end].translate(REMOVED_CHARACTERS)


def _find_effective_host(url: UrlTemplate, hostname: str) -> str | None:
    """Return what a parser makes of the host if that is not what a reader makes of it."""
    written = _get_written_host(url)
    if url.address:
        embedded = hosts.extract_embedded_ipv4(url.address)
        is_plain = url.address.version == _IPV6 or written == hostname
        return None if is_plain and not embedded else str(embedded or url.address)
    if written.isascii() and "%" not in written:
        return None
    meant = _decode_host(hostname)
    return meant if "%" in written or _normalize_host(written) != _normalize_host(meant) else None


def _decode_host(host: str) -> str:
    """Decode the labels that begin with `xn--`."""
    return ".".join(map(_decode_label, host.split("."))) if "xn--" in host else host


def _decode_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _normalize_host(host: str) -> str:
    """Write a host as a reader takes it: case and the way of encoding an accent do not matter.

    Letters that merely look like a capital, such as the signs for kelvin and ohm, stay as they are.
    """
    host = re.sub(f"[{_DECOMPOSED_LETTERS}]", lambda m: unicodedata.normalize("NFKC", m[0]), host)
    lowered = "".join(c if _has_canonical_equivalent(c) else c.lower() for c in host)
    return _decode_host(unicodedata.normalize("NFC", lowered))


def _has_canonical_equivalent(character: str) -> bool:
    """Whether Unicode has the very same character at another code point."""
    normal = unicodedata.normalize("NFC", character)
    return len(normal) == 1 and normal != character


def _find_imitating_word(written: str, hostname: str) -> str | None:
    """Return the first word of the host that mixes alphabets, or that others could have written.

    Capitals are only seen as written: of the letters in ТЕМА and тема, not the same look Latin.
    """
    mixed = next(
        (w[0] for w in confusables.split_words(written) if confusables.is_mixed_word(w[0])), None
    )
    if mixed:
        return mixed
    labels = hostname.rstrip(".").split(".")
    is_at_home = _decode_label(labels[-1]) in _CYRILLIC_AND_GREEK_TLDS
    for encoded in labels[:-1] if is_at_home else labels:
        label = _decode_label(encoded) if len(encoded) <= _MAX_LABEL_LENGTH else ""
        if (word := _find_foreign_word(label)) and (
            confusables.has_latin_letter(label) or not is_at_home
        ):
            return word
    return None


def _find_foreign_word(label: str) -> str | None:
    """Return a mixed word of a label or, unless the label has others, one all of lookalikes."""
    words = [word[0] for word in confusables.split_words(label)]
    mixed = [word for word in words if confusables.is_mixed_word(word)]
    alike = [word for word in words if confusables.is_all_lookalike(word)]
    if mixed or confusables.has_latin_letter(label):
        return next(iter(mixed + alike), None)
    return alike[0] if alike and len(alike) == len(words) else None
