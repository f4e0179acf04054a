"""Stored tokens: how a message names them, and whether each goes to the host it was made for."""

from collections.abc import Iterator

from dclint.analysis.host_names import belongs_to, configured, host_of
from dclint.analysis.tokens import first_places, named
from dclint.base.quoting import quoted
from dclint.findings.hit import Hit, Related, Unobserved
from dclint.model.connector import Connector
from dclint.model.context import Token
from dclint.model.subject import Subject, Workspace
from dclint.model.values import HIDDEN, MALFORMED
from dclint.ruleset.rule import Outcome


def token_domain_mismatch(subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
    """Report tokens that are sent to a host outside the domain that they were made for."""
    connector = subject.connector
    ids = first_places(connector.token_ids)
    if not ids or connector.is_client_side or connector.is_blank("url"):
        return
    host = configured(connector)
    for token, index in ids.items():
        domain = _domain(workspace.tokens.get(token))
        if not domain:
            yield Unobserved("tokens")
        elif host is None:
            yield Unobserved("url")
        elif not belongs_to(host, domain):
            yield from _mismatch(connector, index, domain, host)


def _domain(token: Token | None) -> str | None:
    """Return the host that a token was made for; None if it is not known, or any."""
    written = (token and token.domain) or ""
    return host_of(written) if written.strip("*. \t") else None


def _mismatch(connector: Connector, index: int, domain: str, host: str) -> Iterator[Outcome]:
    if connector.execution_type is HIDDEN or connector.execution_type is MALFORMED:
        yield Unobserved("execution_type")
        return
    url, tokens = connector.url_template, connector.token_ids
    token = tokens[index] if isinstance(tokens, list) else ""
    yield Hit(
        at=("token_ids", index),
        message=f"{named(token).capitalize()} was made for {quoted(domain)} and is sent to "
        f"{quoted(host)}",
        related=(Related("this host receives it", ("url",), url and url.host),),
    )
