"""What a plain YAML scalar stands for, by the core schema of YAML 1.2.

Source: https://yaml.org/spec/1.2.2/#103-core-schema
"""

import math
import re

from dclint.base.pointer import Json
from dclint.document.tree import MAX_DIGITS

_MAX_BASED_DIGITS = 3500  # as MAX_DIGITS, in hexadecimal digits
_FIRST = frozenset("0123456789+-.~nNtTfF")
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


def resolve_plain(text: str) -> Json:
    """Give a plain scalar the type that it has."""
    if text and text[0] not in _FIRST:
        return text
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    return text if (number := _parse_number(text)) is None else number


def _parse_number(text: str) -> int | float | None:
    if _INT.fullmatch(text):
        return int(text) if len(text) < MAX_DIGITS else float(text)
    if _BASED.fullmatch(text):
        return int(text, 0) if len(text) < _MAX_BASED_DIGITS else math.inf
    if _FLOAT.fullmatch(text):
        return float(text)
    if _INFINITE.fullmatch(text):
        return float(text.replace(".", ""))
    return None
