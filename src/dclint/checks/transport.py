"""Is the URL one that may be called: https, valid, public, and decided by the definition alone?"""

from collections.abc import Collection, Iterator

from dclint import hosts
from dclint.connector import ABSENT, Connector, Shape
from dclint.finding import Hit, Related, Severity, Unobserved
from dclint.pointer import Pointer
from dclint.rule import Outcome
from dclint.template import Placeholder
from dclint.url import UrlTemplate

_URL: Pointer = ("url",)
_HARMLESS_TYPES = ("integer", "decimal", "boolean")
"""Types whose values hold nothing that ends a host name."""


def not_https(connector: Connector) -> Iterator[Outcome]:
    """The URL has a scheme, and it is not `https`."""
    url = connector.url_template
    if url is None or url.scheme == "https":
        return
    if url.starts_with_placeholder or any(
        p.start < url.scheme_span[1] for p in url.placeholders if url.scheme_span
    ):
        yield Unobserved("url scheme")
    elif url.scheme_span is not None:
        is_host = url.authority is None and _looks_like_host(url)
        yield Hit(
            f"`{url.scheme}` before the colon is read as the scheme, so there is no host"
            if is_host
            else f"the scheme is `{url.scheme}`, so nothing is encrypted on the way",
            at=_URL,
            fragment=url.scheme_span,
            remedy="Write `https://` in front of the host"
            if is_host
            else f"Write `https:` instead of `{url.scheme}:`",
        )
