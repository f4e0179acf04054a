"""Headers that take the request out of the hands of whoever wrote it: its way, its method."""

from collections.abc import Iterator
from itertools import islice

from dclint.analysis.placeholders import is_unseen
from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_text
from dclint.edits.edit import Remove, suggest_unsafe_fix
from dclint.findings.hit import Hit, NotObservable
from dclint.model.connector import Connector
from dclint.ruleset.rule import Outcome
from dclint.syntax.url import UrlTemplate, parse_url

_CONNECTION = "is about the connection, not about the request"
_PROTOCOL = "asks for another protocol on the connection"

# Headers that belong to whoever sends the bytes, and what each of them does. Sources: RFC 9110,
# 7.6.1 and 10.1.1; RFC 9112, 6; Fetch, "forbidden request-header".
_FORBIDDEN_HEADERS = {
    "host": "tells the receiver which site is meant, whatever the URL says",
    "content-length": "states the length of the body, whatever is sent",
    "transfer-encoding": "states how the body is divided, whatever is sent",
    "connection": "tells every proxy which headers to drop",
    "keep-alive": _CONNECTION,
    "proxy-connection": _CONNECTION,
    "te": "states how the answer may be divided",
    "trailer": "announces headers behind the body",
    "upgrade": _PROTOCOL,
    "http2-settings": _PROTOCOL,
    "expect": "makes the sender wait before it sends the body",
    "proxy-authenticate": "is what a proxy answers, not what a client sends",
}

_OVERRIDE_HEADERS = ("x-http-method-override", "x-http-method", "x-method-override")
_OVERRIDING_PARAMETER = "_method"
_METHODS = ("get", "post", "put", "patch", "delete")


def forbidden_header(connector: Connector) -> Iterator[Outcome]:
    """Report headers that steer where the request goes or where it ends."""
    for index, header in enumerate(connector.known_headers):
        key = header.key
        if key in _FORBIDDEN_HEADERS:
            also = ", and write the host that is meant into the URL" if key == "host" else ""
            yield Hit(
                message=f"The header {quote_text(str(header.name))} {_FORBIDDEN_HEADERS[key]}",
                at=("headers", index, "name"),
                remedy=f"remove it{also}",
                suggested_fix=suggest_unsafe_fix(Remove(("headers", index))),
            )
        elif key is None and is_unseen(connector, header.name):
            yield NotObservable("headers[].name")


def method_override_header(connector: Connector) -> Iterator[Outcome]:
    """Report a header or a query parameter that replaces the method."""
    for index, header in enumerate(connector.known_headers):
        key = header.key
        if key in _OVERRIDE_HEADERS:
            value = header.value if isinstance(header.value, str) else ""
            subject = f"The header {quote_text(str(header.name))}"
            yield _build_override_hit(subject, value, ("headers", index, "name"))
        elif key is None and is_unseen(connector, header.name):
            yield NotObservable("headers[].name")
    yield from (NotObservable(field) for field in ("headers", "url") if connector.is_unknown(field))
    text = connector.url
    if isinstance(text, str) and "?" in text and (_OVERRIDING_PARAMETER in text or "%" in text):
        yield from islice(_find_override_parameters(parse_url(text)), 1)


def _find_override_parameters(url: UrlTemplate) -> Iterator[Hit]:
    for key, value in url.parameters:
        name = url.text[slice(*key)]
        if "%" in name:
            from urllib.parse import unquote

            name = unquote(name)
        if name == _OVERRIDING_PARAMETER:
            start, end = value or (key[1], key[1])
            subject = f"The query parameter `{name}`"
            hit = _build_override_hit(subject, url.text[start:end], ("url",))
            yield hit._replace(fragment=(key[0], end))


def _build_override_hit(subject: str, value: str, at: Pointer) -> Hit:
    method = value.strip()
    what = f"makes the method {quote_text(method)}" if method else "replaces the method"
    remedy = "remove it, and state the method in `http_method`"
    if method.lower() in _METHODS:
        remedy = f"remove it, and set `http_method` to `{method.lower()}`"
    return Hit(message=f"{subject} {what}, whatever `http_method` says", at=at, remedy=remedy)
