"""Stored tokens: how a message names them, and whether each goes to the host it was made for."""

from collections.abc import Iterator

from dclint.checks.host_names import belongs_to, configured, host_of
from dclint.checks.wording import quoted
from dclint.connector import Connector
from dclint.evidence import Token
from dclint.finding import Hit, Related, Unobserved
from dclint.parts import HIDDEN, MALFORMED, Unset
from dclint.rule import Outcome
from dclint.subject import Subject, Workspace


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


def first_places(ids: list[str] | Unset) -> dict[str, int]:
    """Return the index at which each token is attached first."""
    places: dict[str, int] = {}
    for index, token in enumerate(ids if isinstance(ids, list) else ()):
        places.setdefault(token, index)
    return places


def named(token: str) -> str:
    """Name a token by its id, or not at all."""
    # Somebody may have pasted the secret itself; ids are digits (OpenAPI 2.16, `token_ids`).
    return f"token {quoted(token)}" if token.isdecimal() else "a token whose id is no number"
