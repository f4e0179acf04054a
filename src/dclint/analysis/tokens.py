"""The stored tokens that a connector refers to."""

from dclint.base.quoting import quote_text
from dclint.model.values import Unset


def index_token_ids(ids: list[str] | Unset) -> dict[str, int]:
    """Return the index at which each token is attached first."""
    places: dict[str, int] = {}
    for index, token in enumerate(ids if isinstance(ids, list) else ()):
        places.setdefault(token, index)
    return places


def describe_token(token: str) -> str:
    """Name a token by its id, or not at all."""
    # Somebody may have pasted the secret itself; ids are digits (OpenAPI 2.16, `token_ids`).
    return f"token {quote_text(token)}" if token.isdecimal() else "a token whose id is no number"
