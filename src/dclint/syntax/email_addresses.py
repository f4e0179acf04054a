"""Email addresses in a text, and which of them belong to nobody."""

import re
from collections.abc import Iterator

from dclint.syntax.url_spans import Span

_MAX_LOCAL_PART_LENGTH = 64
_MAX_DOMAIN_LENGTH = 255  # octets of what stands before and behind the `@` (RFC 5321, 4.5.3.1)
_LOCAL_PART = r"(?<![\w.%+'-])[\w.%+'-]+\Z"
_DOMAIN = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}(?![\w-])"

# Domains for examples (RFC 2606, RFC 6761), and `example` below other top-level domains.
_RESERVED_DOMAIN = r"(?:.*\.)?(?:example(?:\.[a-z]{2,3}){1,2}|example|test|invalid|localhost)"

_IMAGE_FILE = r".*\.(?:png|jpe?g|gif|svg|webp)"  # `logo@2x.png` is a picture for a sharp screen

# Mailboxes of no single person (some are those of RFC 2142), and the user of Git's servers.
_ROLE_MAILBOXES = frozenset(
    {
        *("noreply", "no-reply", "donotreply", "do-not-reply", "support", "help", "info", "hello"),
        *("contact", "sales", "billing", "service", "office", "team", "admin", "postmaster"),
        *("webmaster", "abuse", "git"),
    }
)


def find_email_addresses(text: str) -> Iterator[Span]:
    """Yield the spans of addresses that may be a person's."""
    at = text.find("@")
    while at >= 0:
        low = max(0, at - _MAX_LOCAL_PART_LENGTH)
        before = re.search(_LOCAL_PART, text[low:at])
        behind = re.compile(_DOMAIN, re.IGNORECASE).match(text, at + 1, at + 1 + _MAX_DOMAIN_LENGTH)
        if before and behind and _is_personal_address(before[0].lower(), behind[0].lower()):
            start = low + before.start()
            if not _is_in_url(text, start):
                yield start, behind.end()
        at = text.find("@", at + 1)


def _is_in_url(text: str, start: int) -> bool:
    """Whether a name and a host are meant: `https://name@host`, `https://name:password@host`."""
    before = text[max(0, start - len("mailto:")) : start].lower()
    return before.endswith(("/", ":")) and before != "mailto:"


def _is_personal_address(name: str, domain: str) -> bool:
    return not (
        name in _ROLE_MAILBOXES
        or re.fullmatch(_RESERVED_DOMAIN, domain)
        or re.fullmatch(_IMAGE_FILE, domain)
    )
