"""JSON from a stranger: read strictly, and without the access token should it be sent back."""

import json
from math import isfinite

from dclint.base.pointer import Json

_REMOVED = "[access token]"
_DEEPEST = 100  # nesting beyond which an answer is refused; a connector has some five levels


def parse_json(content: bytes, token: str) -> Json:
    """Read an answer, in which every trace of the token is replaced.  Raises ValueError."""
    try:
        value = json.loads(content, parse_constant=_refuse, parse_float=_finite)
    except RecursionError:
        raise ValueError("nested too deep") from None
    return _without(value, token, 0)


def _without(value: Json, token: str, depth: int) -> Json:
    """Look into strings as they were meant, for the token may be written with escapes."""
    if depth > _DEEPEST:
        raise ValueError("nested too deep")
    match value:
        case str():
            return value.replace(token, _REMOVED)
        case list():
            return [_without(item, token, depth + 1) for item in value]
        case dict():
            return {
                key.replace(token, _REMOVED): _without(item, token, depth + 1)
                for key, item in value.items()
            }
        case _:
            return value


def _refuse(constant: str) -> float:
    raise ValueError(constant)


def _finite(text: str) -> float:
    number = float(text)
    return number if isfinite(number) else _refuse(text)
