"""Hosts that give away what they are by their names: tunnels, traps, wildcard DNS, stand-ins."""

from collections.abc import Iterator

from dclint.analysis.known_hosts import HostKind, find_fill_in_label, find_known_host
from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_text
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Severity
from dclint.model.connector import Connector
from dclint.ruleset.rule import Outcome

_URL: Pointer = ("url",)
_UNSEEN_HOST = NotObservable("url host")

# Through which kinds of hosts data leave, and how.
_EXFILTRATION_KINDS = {
    HostKind.TUNNEL: "passes requests on to somebody's own machine",
    HostKind.CAPTURE: "keeps requests for somebody to read",
    HostKind.ATTACK: "records what attacks send out",
}


def url_rebinding_host(connector: Connector) -> Iterator[Outcome]:
    """Report a name of public DNS that leads to any address, even an internal one."""
    url = connector.url_template
    if url is None:
        return
    if url.placeholders_before_path or not url.hostname:
        yield _UNSEEN_HOST
    elif (known := find_known_host(url.hostname)) and known.kind is HostKind.REBINDING:
        yield Hit(
            message=f"Names in {quote_text(known.name)} lead to {known.description}",
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
    elif (known := find_known_host(url.hostname)) and known.kind in _EXFILTRATION_KINDS:
        does = _EXFILTRATION_KINDS[known.kind]
        yield Hit(
            message=f"{quote_text(known.name)} belongs to {known.description}, which {does}",
            at=_URL,
            fragment=url.host,
            severity=Severity.ERROR if known.kind is HostKind.ATTACK else None,
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
    if (known := find_known_host(url.hostname)) and known.kind is HostKind.RESERVED:
        message = f"{quote_text(known.name)} is {known.description}"
    elif label := find_fill_in_label(url.hostname):
        message = f"{quote_text(label)} stands for a name that is still to be written"
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
        yield NotObservable("state")
