"""The parts of a URL that are easily wrong: that it is there, its port, its path, its fragment."""

import re
from collections.abc import Iterator

from dclint.analysis.placeholders import summarize_names
from dclint.analysis.ports import NON_WEB_SERVICES
from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_text
from dclint.edits.edit import Rewrite, suggest_safe_fix, suggest_unsafe_fix
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Severity
from dclint.model.connector import Connector
from dclint.model.values import HIDDEN, MALFORMED, Shape
from dclint.ruleset.rule import Outcome
from dclint.syntax.template import fill_placeholders
from dclint.syntax.url import UrlTemplate
from dclint.syntax.url_spans import REMOVED_CHARACTERS, SPECIAL_SCHEMES, Span

_URL: Pointer = ("url",)
_HTTPS_PORT = 443
_MAX_PORT = 65535
_MAX_SUGGESTED_PATH = 40  # a longer one is not written out in advice
_PARENT_SEGMENT = re.compile(r"(?:\.|%2[eE]){2}")
_CURRENT_SEGMENT = re.compile(r"\.|%2[eE]")


def url_missing(connector: Connector) -> Iterator[Outcome]:
    """Report that there is no URL, unless a function in the customer's page takes its place."""
    if connector.is_client_side:
        return
    if connector.is_unknown("url"):
        yield NotObservable("url")
    elif connector.is_blank("url"):
        yield from _check_missing_url(connector)


def _check_missing_url(connector: Connector) -> Iterator[Outcome]:
    kind = connector.execution_type
    # An update cannot state the type, and nobody empties the URL of a function in a page.
    if kind is MALFORMED or (kind is HIDDEN and connector.shape is not Shape.PATCH):
        yield NotObservable("execution_type")
        return
    is_live = connector.state == "live"
    message = "There is no URL yet"
    if is_live:
        message = "The connector is live and has no URL, so every call fails"
    yield Hit(
        message=message,
        at=_URL if "url" in connector.raw else (),
        severity=Severity.ERROR if is_live else None,
    )
    if connector.is_unknown("state"):
        yield NotObservable("state")


def url_fragment(connector: Connector) -> Iterator[Outcome]:
    """Report a `#`: it and what follows it are not sent."""
    url = connector.url_template
    if url is None or url.fragment is None:
        return
    start = fill_placeholders(url.text, url.placeholders).index("#")
    lost = list(dict.fromkeys(p.name for p in url.placeholders if p.start > start))
    message = "What stands behind `#` never reaches the server"
    if lost:
        message = f"{summarize_names(lost)} stands behind `#` and never reaches the server"
        if len(lost) > 1:
            message = f"{summarize_names(lost)} stand behind `#` and never reach the server"
    remedy = "write `%23` if the sign belongs to a value; else remove it"
    if url.text.startswith("#/", start):
        remedy = "write the address of the API, not the one of a page in the browser"
    span = start, url.fragment[1]
    suggested = None
    if not url.text.startswith("#/", start):
        suggested = suggest_unsafe_fix(
            Rewrite(_URL, "%23" if lost else "", (start, start + 1) if lost else span)
        )
    yield Hit(message, _URL, span, remedy=remedy, suggested_fix=suggested)


def url_path_traversal(connector: Connector) -> Iterator[Outcome]:
    """Report segments of the path that step back, as they are or percent-encoded."""
    url = connector.url_template
    if url is None or (".." not in url.text and "%2" not in url.text and url.text.isprintable()):
        return
    found = list(_find_parent_segments(url))
    if not found:
        return
    start, end = found[0]
    written = url.text[start:end].translate(REMOVED_CHARACTERS)
    message = f"{quote_text(written)} in the path steps back by one segment"
    if written != "..":
        message = f"{quote_text(written)} in the path means `..` and steps back by one segment"
    if len(found) > 1:
        message += f" ({len(found)} such steps)"
    remedy, suggested = "write the path that is meant", None
    if path := _resolve_path(url, found[-1]):
        remedy = f"write {quote_text(path)}" if len(path) <= _MAX_SUGGESTED_PATH else remedy
        suggested = suggest_safe_fix(Rewrite(_URL, path, url.path))
    yield Hit(message, _URL, found[0], remedy=remedy, suggested_fix=suggested)


def _get_path_separators(url: UrlTemplate) -> str:
    return r"/\\" if url.scheme in SPECIAL_SCHEMES else "/"


def _find_parent_segments(url: UrlTemplate) -> Iterator[Span]:
    filled = fill_placeholders(url.text, url.placeholders)
    for segment in re.compile(f"[^{_get_path_separators(url)}]+").finditer(filled, *url.path):
        if _PARENT_SEGMENT.fullmatch(segment[0].translate(REMOVED_CHARACTERS)):
            yield segment.span()


def _resolve_path(url: UrlTemplate, last: Span) -> str | None:
    """Return the path without its steps back, if no placeholder precedes the last one."""
    if not url.authority or (url.placeholders and url.placeholders[0].start < last[0]):
        return None
    kept: list[str] = []
    for segment in re.split(f"[{_get_path_separators(url)}]", url.text[url.path[0] : last[1]]):
        plain = segment.translate(REMOVED_CHARACTERS)
        if _PARENT_SEGMENT.fullmatch(plain):
            del kept[max(1, len(kept) - 1) :]
        elif not _CURRENT_SEGMENT.fullmatch(plain):
            kept.append(plain)
    rest = url.text[last[1] : url.path[1]] or "/"
    return "/".join(kept) + (rest.replace("\\", "/") if url.scheme in SPECIAL_SCHEMES else rest)


def url_unusual_port(connector: Connector) -> Iterator[Outcome]:
    """Report a port other than 443."""
    url = connector.url_template
    if url is None:
        return
    port = _parse_port(url.text[slice(*url.port)]) if url.port else None
    if port is None and url.placeholders_before_path:
        yield NotObservable("url port")
    if port is None or port == _HTTPS_PORT:
        return
    service = NON_WEB_SERVICES.get(port)
    remedy = f"remove `:{port}` if the service answers without it"
    if service:
        remedy = "write the address at which the service answers to HTTPS"
    yield Hit(
        message=f"Port {port} belongs to {service}"
        if service
        else f"Port {port} is not that of HTTPS",
        at=_URL,
        fragment=url.port,
        severity=Severity.WARNING if service else None,
        remedy=remedy,
    )


def _parse_port(port: str) -> int | None:
    """Read a port; None if it is empty, no number or too large."""
    digits = port.translate(REMOVED_CHARACTERS)
    if not (digits.isascii() and digits.isdigit()):
        return None
    digits = digits.lstrip("0") or "0"
    number = int(digits) if len(digits) <= len(str(_MAX_PORT)) else _MAX_PORT + 1
    return number if number <= _MAX_PORT else None
