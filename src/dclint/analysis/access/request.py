"""Whether the call carries a credential of the workspace: a token, or a telling header."""

from collections.abc import Iterator

from dclint.analysis.access.fact import Fact
from dclint.analysis.access.table import Credential
from dclint.findings.hit import Related
from dclint.model.connector import Connector
from dclint.model.values import ABSENT, MALFORMED
from dclint.secrets.literals import find_named_secrets, find_query_secrets
from dclint.secrets.names import is_credential_name

_CARRIED, _NOT_CARRIED = Fact((Credential.YES,)), Fact((Credential.NO,))

# A definition without `token_ids` is the documented body of a create request: tokens come later.
_ATTACHED_LATER = Fact((Credential.UNKNOWN,), is_default=True)


def infer_credential(connector: Connector) -> Fact[Credential]:
    """Tell whether the call carries a credential: a token, or a value where credentials go."""
    tokens = connector.token_ids
    if isinstance(tokens, list) and tokens:
        return _CARRIED
    if find_credential_headers(connector) or _writes_credential(connector):
        return _CARRIED
    if isinstance(tokens, list):
        return (
            Fact((Credential.UNKNOWN,), ("headers",))
            if _has_open_headers(connector)
            else (_NOT_CARRIED)
        )
    return _ATTACHED_LATER if tokens is ABSENT else Fact((Credential.UNKNOWN,), ("token_ids",))


def _writes_credential(connector: Connector) -> bool:
    """Whether a credential is written into the query or the body."""
    in_url, named = find_query_secrets(connector), find_named_secrets(connector)
    return any(True for _ in in_url) or any(secret.at == ("body",) for secret in named)


def _has_open_headers(connector: Connector) -> bool:
    """Whether a header may be there that was not shown."""
    return connector.is_unknown("headers") or any(
        header.name is MALFORMED for header in connector.known_headers
    )


def locate_credentials(connector: Connector) -> Iterator[Related]:
    """Point at the tokens and at the telling headers that the call carries."""
    message = "the credential that it carries"
    if isinstance(connector.token_ids, list) and connector.token_ids:
        yield Related(message, ("token_ids",))
    for index in find_credential_headers(connector):
        yield Related(message, ("headers", index, "name"))
    for span, _ in find_query_secrets(connector):
        yield Related(message, ("url",), span)


def find_credential_headers(connector: Connector) -> list[int]:
    """List the headers that hold a credential."""
    keys = enumerate(header.key for header in connector.known_headers)
    return [index for index, key in keys if key is not None and is_credential_name(key)]
