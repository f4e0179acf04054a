"""JSON from a stranger: read strictly, and without the access token should it be sent back."""

import json
from math import isfinite

from dclint.base.pointer import Json

_REDACTED = "[access token]"
_MAX_DEPTH = 100  # nesting beyond which an answer is refused; a connector has some five levels


def parse_json(content: bytes, token: str) -> Json:
    """Read an answer, in which every trace of the token is replaced.  Raises ValueError."""
    try:
        value = json.loads(content, parse_constant=_reject_constant, parse_float=_parse_finite)
    except RecursionError:
        raise ValueError("nested too deep") from None
    return _redact_token(value, token, 0)


def _redact_token(value: Json, token: str, depth: int) -> Json:
    """Look into strings as they were meant, for the token may be written with escapes."""
    if depth > _MAX_DEPTH:
        raise ValueError("nested too deep")
    match value:
        case str():
            return value.replace(token, _REDACTED)
        case list():
            return [_redact_token(item, token, depth + 1) for item in value]
        case dict():
            return {
                key.replace(token, _REDACTED): _redact_token(item, token, depth + 1)
                for key, item in value.items()
            }
        case _:
            return value


def _reject_constant(constant: str) -> float:
    raise ValueError(constant)


def _parse_finite(text: str) -> float:
    number = float(text)
    return number if isfinite(number) else _reject_constant(text)
