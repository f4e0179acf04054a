"""Stored tokens: how a message names them, and whether each goes to the host it was made for."""

from collections.abc import Iterator

from dclint.analysis.host_names import extract_host, is_within_domain, read_configured_host
from dclint.analysis.tokens import describe_token, index_token_ids
from dclint.base.quoting import quote_text
from dclint.findings.hit import Hit, NotObservable, Related
from dclint.model.connector import Connector
from dclint.model.context import Token
from dclint.model.subject import Subject, Workspace
from dclint.model.values import HIDDEN, MALFORMED
from dclint.ruleset.rule import Outcome


def token_domain_mismatch(subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
    """Report tokens that are sent to a host outside the domain that they were made for."""
    connector = subject.connector
    ids = index_token_ids(connector.token_ids)
    if not ids or connector.is_client_side or connector.is_blank("url"):
        return
    host = read_configured_host(connector)
    for token, index in ids.items():
        domain = _find_token_domain(workspace.tokens.get(token))
        if not domain:
            yield NotObservable("tokens")
        elif host is None:
            yield NotObservable("url")
        elif not is_within_domain(host, domain):
            yield from _report_mismatch(connector, index, domain, host)


def _find_token_domain(token: Token | None) -> str | None:
    """Return the host that a token was made for; None if it is not known, or any."""
    written = (token and token.domain) or ""
    return extract_host(written) if written.strip("*. \t") else None


def _report_mismatch(connector: Connector, index: int, domain: str, host: str) -> Iterator[Outcome]:
    if connector.execution_type is HIDDEN or connector.execution_type is MALFORMED:
        yield NotObservable("execution_type")
        return
    url, tokens = connector.url_template, connector.token_ids
    token = tokens[index] if isinstance(tokens, list) else ""
    yield Hit(
        at=("token_ids", index),
        message=f"{describe_token(token).capitalize()} was made for {quote_text(domain)} and "
        "is sent to "
        f"{quote_text(host)}",
        related=(Related("this host receives it", ("url",), url and url.host),),
    )
