"""The stored tokens that a connector refers to."""

from dclint.base.quoting import quoted
from dclint.model.values import Unset


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
