"""Is the URL one that may be called: https, valid, public, and decided by the definition alone?"""

import re
from collections.abc import Collection, Iterator

from dclint.analysis.placeholders import summarize_names
from dclint.analysis.taint import ValueKind, classify_placeholder, trace_placeholder
from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_text
from dclint.base.spans import Fragment
from dclint.edits.edit import Rewrite, SuggestedFix, suggest_unsafe_fix
from dclint.findings.hit import Attack, Hit, NotObservable
from dclint.findings.severity import Severity
from dclint.model.connector import Connector
from dclint.ruleset.rule import Outcome
from dclint.syntax import special_hosts as hosts
from dclint.syntax.url import UrlTemplate, parse_url

_URL: Pointer = ("url",)
_UNSEEN_SCHEME = NotObservable("url scheme")
_UNSEEN_HOST = NotObservable("url host")


def url_not_https(connector: Connector) -> Iterator[Outcome]:
    """Report a scheme other than `https`."""
    url = connector.url_template
    if url is None or url.scheme == "https":
        return
    scheme = url.scheme_span
    first = url.placeholders[0].start if url.placeholders else len(url.text)
    if url.starts_with_placeholder or (scheme and first < scheme[1]):
        yield _UNSEEN_SCHEME
    elif scheme:
        message = f"The scheme is {quote_text(url.scheme or '')}, not `https`"
        remedy = "write `https://` instead"
        if not url.authority:
            message = f"{quote_text(url.scheme or '')} before the colon is read as the scheme"
            remedy = "write `https://` in front of the host"
        yield Hit(message, _URL, scheme, remedy=remedy, suggested_fix=_build_https_fix(url, scheme))


def _build_https_fix(url: UrlTemplate, scheme: Fragment) -> SuggestedFix | None:
    """Turn `http://host` and `http://host:80` into `https://host`."""
    edits = [Rewrite(_URL, "https", scheme)]
    if url.port:
        if url.text[slice(*url.port)] not in ("", "80"):
            return None
        edits.append(Rewrite(_URL, "", (url.port[0] - 1, url.port[1])))
    return suggest_unsafe_fix(*edits) if url.scheme == "http" and url.authority else None


def url_invalid(connector: Connector) -> Iterator[Outcome]:
    """Report a text that is no absolute URL."""
    url = connector.url_template
    if url is None:
        return
    if url.placeholders_before_path:
        yield _UNSEEN_HOST
    elif not url.is_valid:
        message, fragment, remedy = _explain_invalid_url(url)
        yield Hit(message=message, at=_URL, fragment=fragment, remedy=remedy)


def _explain_invalid_url(url: UrlTemplate) -> tuple[str, Fragment | None, str | None]:
    """Say why a WHATWG parser refuses the URL; a port may be half a password and is not quoted."""
    if url.scheme is None or url.host is None:
        text = url.text.lstrip()
        if text.startswith(("/", "\\", "?", "#", ".")) and not text.startswith("//"):
            return "The URL has no scheme and no host", None, "write the whole address"
        return "The URL has no scheme", None, _suggest_prefix(text)
    start, end = url.host
    if start == end:
        return "The URL has no host", url.scheme_span, "write the host after `https://`"
    if url.port and parse_url(url.text[: url.port[0]] + url.text[url.port[1] :]).is_valid:
        return "The port is no number up to 65535", url.port, None
    host = url.text[start:end]
    kind = "a valid host name"
    if host.startswith("["):
        kind = "an IPv6 address"
    elif re.fullmatch(r"0[xX][0-9a-fA-F]*|[0-9]+", host.rstrip(".").rpartition(".")[2]):
        kind = "an IPv4 address"
    return f"{quote_text(host)} is not {kind}", url.host, None


def _suggest_prefix(text: str) -> str:
    """Say how to begin; what stands before `//` was meant as the scheme, as in `https//a.io`."""
    slashes = text.partition("?")[0].find("//")
    if slashes > 0:
        return "let it begin with `https://` and the host"
    return f"write `https:{'//' if slashes else ''}` in front of it"


def url_template_in_host(connector: Connector, allow: Collection[str] = ()) -> Iterator[Outcome]:
    """Report placeholders that decide where the request goes."""
    url = connector.url_template
    if url is None or not (before := url.placeholders_before_path):
        return
    names = list(dict.fromkeys(p.name or "{{}}" for p in before))
    judged = [_rate_placeholder(connector, name, allow) for name in names]
    severity = max((severity for severity, _ in judged), key=lambda s: s.rank)
    deciding = "decides" if len(names) == 1 else "decide"
    yield Hit(
        message=f"{summarize_names(names)} {deciding} where the request and its credentials go",
        at=_URL,
        fragment=(before[0].start, before[0].end),
        severity=severity,
        remedy="write the host in full and let the value stand behind it, in the path or the query",
        flows=tuple(
            trace_placeholder(connector, _URL, p, "decides the server", Attack.HOST) for p in before
        ),
    )
    if severity is not Severity.ERROR:
        yield from dict.fromkeys(NotObservable(fact) for _, fact in judged if fact)


def _rate_placeholder(
    connector: Connector, name: str, allow: Collection[str]
) -> tuple[Severity, str | None]:
    """Judge a variable before the path, leniently; and name the fact that could make it worse."""
    if name in allow:
        return Severity.INFO, None
    kind, fact = classify_placeholder(connector, name)
    harmless = kind in (ValueKind.NUMBER, ValueKind.UNSEEN)
    return Severity.WARNING if harmless else Severity.ERROR, fact


def url_internal_host(connector: Connector) -> Iterator[Outcome]:
    """Report a host that is not on the public internet."""
    url = connector.url_template
    if url is None:
        return
    if url.placeholders_before_path or not url.hostname:
        yield _UNSEEN_HOST
    elif reason := hosts.explain_internal_host(url.hostname, url.address):
        yield Hit(
            message=f"{_describe_host(url)} is not on the public internet: {reason}",
            at=_URL,
            fragment=url.host,
            remedy="write the name under which the service is reached from the internet",
        )


def url_metadata_host(connector: Connector) -> Iterator[Outcome]:
    """Report a host that hands out the credentials of a machine in a cloud."""
    url = connector.url_template
    if url is None:
        return
    if url.placeholders_before_path or not url.hostname:
        yield _UNSEEN_HOST
    elif clouds := hosts.find_metadata_cloud(url.hostname, url.address):
        message = f"{_describe_host(url)} is the metadata service of {clouds}"
        yield Hit(message=message, at=_URL, fragment=url.host)


def _describe_host(url: UrlTemplate) -> str:
    """Quote the host as written and, if that hides it, what it means."""
    written = url.text[slice(*url.host)] if url.host else ""
    meant = url.hostname or ""
    if url.address:
        meant = str(hosts.extract_embedded_ipv4(url.address) or url.address)
    if written.strip("[]").lower() == meant:
        return quote_text(written)
    return f"{quote_text(written)}, which means {quote_text(meant)},"


def url_userinfo(connector: Connector) -> Iterator[Outcome]:
    """Report a user name or a password in the URL, even an empty one."""
    url = connector.url_template
    if url is None or url.userinfo is None or url.host is None:
        return
    message = "The URL carries a user name"
    if ":" in url.text[slice(*url.userinfo)]:
        message += " and a password"
    if url.hostname and not url.placeholders_before_path:
        message += f"; the host is {quote_text(url.hostname)}"
    fragment = (url.userinfo[0], url.host[0])
    yield Hit(
        message=message, at=_URL, fragment=fragment, remedy="store the credentials in a token"
    )
