"""Names of hosts as people, workspaces and records write them, in a form that can be compared."""

from dclint.model.connector import Connector
from dclint.syntax.url import parse_url


def extract_host(text: str) -> str | None:
    """Return the host that `text` names, be it a URL, a wildcard or a name; None if it is none.

    It is lower case and mapped as in a URL (UTS #46), without the dot at the end.
    """
    before, separator, behind = text.strip().partition("://")
    authority = (behind if separator else before).lstrip("*.")
    url = parse_url(f"https://{authority}")
    return None if url.placeholders or not url.hostname else _strip_trailing_dot(url.hostname)


def read_configured_host(connector: Connector) -> str | None:
    """Return the host that the URL names whatever is inserted; None if that cannot be told."""
    url = connector.url_template
    if url is None or url.placeholders_before_path or not url.hostname:
        return None
    return _strip_trailing_dot(url.hostname)


def is_within_domain(host: str, domain: str) -> bool:
    """Whether `host` is `domain` or below it."""
    return host == domain or host.endswith(f".{domain}")


def _strip_trailing_dot(hostname: str) -> str:
    return hostname.removesuffix(".")
