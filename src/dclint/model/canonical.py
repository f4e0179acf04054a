"""The one way in which dclint writes a connector: pretty JSON, whose members have an order."""

import json
import re

from dclint.base.pointer import Json
from dclint.document import MAX_BYTES
from dclint.model.connector import Connector
from dclint.model.values import AttributeMapping, DataInput, Header, ObjectMapping, ResponseField

_PARTS = (Connector, Header, DataInput, ResponseField, ObjectMapping, AttributeMapping)

_ORDER = {
    name: number
    for number, name in enumerate(dict.fromkeys(f for part in _PARTS for f in part.model_fields))
}

_SURROGATES = re.compile("[\ud800-\udfff]")


def write_canonical(raw: dict[str, Json]) -> str:
    """Write a connector.  Raises ValueError if that takes more than a document may have."""
    pieces = []
    size = 0
    for piece in json.JSONEncoder(indent=2, ensure_ascii=False).iterencode(_order_value(raw)):
        size += len(piece)
        if size > MAX_BYTES // 4:
            raise ValueError("too large")
        pieces.append(piece)
    return _SURROGATES.sub(lambda found: f"\\u{ord(found[0]):04x}", "".join(pieces)) + "\n"


_SETS = ("audiences", "token_ids")  # lists in which the order means nothing


def _order_value(value: Json) -> Json:
    """Put members into the order of the documentation, unknown ones last, and sort sets."""
    match value:
        case dict():
            known = sorted(value, key=lambda key: (_ORDER.get(key, len(_ORDER)), key))
            return {k: (_sort_items if k in _SETS else _order_value)(value[k]) for k in known}
        case list():
            return [_order_value(item) for item in value]
        case _:
            return value


def _sort_items(value: Json) -> Json:
    is_set = isinstance(value, list) and all(isinstance(item, str) for item in value)
    return sorted(value) if is_set else _order_value(value)
