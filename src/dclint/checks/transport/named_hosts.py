"""Hosts that give away what they are by their names: tunnels, traps, wildcard DNS, stand-ins."""

from collections.abc import Iterator

from dclint.analysis.known_hosts import Kind, fill_in, find
from dclint.base.pointer import Pointer
from dclint.base.quoting import quoted
from dclint.findings.hit import Hit, Unobserved
from dclint.findings.severity import Severity
from dclint.model.connector import Connector
from dclint.ruleset.rule import Outcome

_URL: Pointer = ("url",)
_UNSEEN_HOST = Unobserved("url host")

# Through which kinds of hosts data leave, and how.
_PASSAGES = {
    Kind.TUNNEL: "passes requests on to somebody's own machine",
    Kind.CAPTURE: "keeps requests for somebody to read",
    Kind.ATTACK: "records what attacks send out",
}


def url_rebinding_host(connector: Connector) -> Iterator[Outcome]:
    """Report a name of public DNS that leads to any address, even an internal one."""
    url = connector.url_template
    if url is None:
        return
    if url.placeholders_before_path or not url.hostname:
        yield _UNSEEN_HOST
    elif (known := find(url.hostname)) and known.kind is Kind.REBINDING:
        yield Hit(
            message=f"Names in {quoted(known.name)} lead to {known.what}",
            at=_URL,
            fragment=url.host,
            remedy="write a name that belongs to the operator of the service",
        )


def url_tunnel_host(connector: Connector) -> Iterator[Outcome]:
    """Report tunnels to somebody's machine, sites that record requests, and tools of attackers."""
    url = connector.url_template
    if url is None:
        return
    if url.placeholders_before_path or not url.hostname:
        yield _UNSEEN_HOST
    elif (known := find(url.hostname)) and known.kind in _PASSAGES:
        does = _PASSAGES[known.kind]
        yield Hit(
            message=f"{quoted(known.name)} belongs to {known.what}, which {does}",
            at=_URL,
            fragment=url.host,
            severity=Severity.ERROR if known.kind is Kind.ATTACK else None,
            remedy="write the host of the service in production",
        )


def url_placeholder_host(connector: Connector) -> Iterator[Outcome]:
    """Report a host that stands for another one that nobody has written yet."""
    url = connector.url_template
    if url is None:
        return
    if url.placeholders_before_path or not url.hostname:
        yield _UNSEEN_HOST
        return
    if (known := find(url.hostname)) and known.kind is Kind.RESERVED:
        message = f"{quoted(known.name)} is {known.what}"
    elif label := fill_in(url.hostname):
        message = f"{quoted(label)} stands for a name that is still to be written"
    else:
        return
    yield Hit(
        message=message,
        at=_URL,
        fragment=url.host,
        severity=Severity.WARNING if connector.state == "live" else None,
        remedy="write the host of the service",
    )
    if connector.is_unknown("state"):
        yield Unobserved("state")
