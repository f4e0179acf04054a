"""Headers and stored tokens that get in each other's way."""

from collections.abc import Iterator

from dclint.analysis.tokens import describe_token, index_token_ids
from dclint.base.quoting import quote_text
from dclint.edits.edit import Remove, suggest_safe_fix
from dclint.findings.hit import Hit, NotObservable, Related
from dclint.model.connector import Connector
from dclint.model.subject import Subject, Workspace
from dclint.model.values import MALFORMED, Header
from dclint.ruleset.rule import Outcome
from dclint.secrets.names import is_credential_name


def duplicate_header(connector: Connector) -> Iterator[Outcome]:
    """Report a header whose name was there before, in whatever case (RFC 9110, 5.1)."""
    headers = connector.known_headers
    if len(headers) < 2:  # noqa: PLR2004 - there is nothing to compare
        return
    first: dict[str, int] = {}
    for index, header in enumerate(headers):
        key = header.key
        if key is None:
            if header.name is MALFORMED:
                yield NotObservable("headers[].name")
        elif (earlier := first.setdefault(key, index)) != index:
            is_same = _has_same_value(headers[earlier], header)
            yield Hit(
                at=("headers", index, "name"),
                message=f"The header {quote_text(key)} is set again",
                remedy="remove this one; its value is the same"
                if is_same
                else "keep the one whose value is meant",
                related=(Related("set here already", ("headers", earlier, "name")),),
                suggested_fix=suggest_safe_fix(Remove(("headers", index))) if is_same else None,
            )


def _has_same_value(earlier: Header, later: Header) -> bool:
    return isinstance(later.value, str) and later.value == earlier.value


def duplicate_token_header(subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
    """Report tokens and headers that fill one header, which the product forbids."""
    connector = subject.connector
    ids = index_token_ids(connector.token_ids)
    if not ids:
        return
    fillers: dict[str, str] = {}
    unseen = False
    for token, index in ids.items():
        known = workspace.tokens.get(token)
        key = known.header.strip().lower() if known else ""
        if not key:
            unseen = True
        elif (filler := fillers.setdefault(key, token)) != token:
            yield Hit(
                at=("token_ids", index),
                message=f"Two tokens fill the header {quote_text(key)}: "
                f"{describe_token(filler)} and {describe_token(token)}",
                related=(Related("fills it already", ("token_ids", ids[filler])),),
            )
    for index, header in enumerate(connector.known_headers):
        if header.key in fillers:
            filler = fillers[header.key]
            yield Hit(
                at=("headers", index, "name"),
                message=f"The header {quote_text(header.key)} is filled by "
                f"{describe_token(filler)} as well",
                remedy="remove the header; the token supplies it",
                related=(Related("this token fills it", ("token_ids", ids[filler])),),
            )
    if unseen and (len(ids) > 1 or _has_credential_header(connector)):
        yield NotObservable("tokens")
    if connector.is_unknown("headers"):
        yield NotObservable("headers")


def _has_credential_header(connector: Connector) -> bool:
    return any(is_credential_name(h.key) for h in connector.known_headers if h.key)


def duplicate_token_id(connector: Connector) -> Iterator[Outcome]:
    """Report a token that is attached twice."""
    ids = connector.token_ids
    if not isinstance(ids, list) or len(set(ids)) == len(ids):
        return
    places = index_token_ids(ids)
    for index, token in enumerate(ids):
        if places[token] != index:
            yield Hit(
                at=("token_ids", index),
                message=f"The list attaches {describe_token(token)} again",
                remedy="remove this entry",
                suggested_fix=suggest_safe_fix(Remove(("token_ids", index))),
                related=(Related("attached here already", ("token_ids", places[token])),),
            )
