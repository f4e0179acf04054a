"""Which members the objects of a connector have, and which of them a misspelt one resembles."""

from collections.abc import Iterator
from functools import cache
from itertools import chain

from dclint.base.pointer import Json, Pointer
from dclint.base.suggestions import distance, letters
from dclint.model.connector import Connector
from dclint.model.values import (
    AttributeMapping,
    DataInput,
    Header,
    ObjectMapping,
    Part,
    ReferenceMapping,
    ResponseField,
)

_LISTS: dict[str, type[Part]] = {
    "headers": Header,
    "data_inputs": DataInput,
    "response_fields": ResponseField,
    "object_mappings": ObjectMapping,
    "attribute_mappings": AttributeMapping,
    "reference_mappings": ReferenceMapping,
}

# What each kind of object is called where a message begins.
TITLES: dict[type[Part], str] = {
    Connector: "A connector",
    Header: "A header",
    DataInput: "A data input",
    ResponseField: "A response field",
    ObjectMapping: "An object mapping",
    AttributeMapping: "An attribute mapping",
    ReferenceMapping: "A reference mapping",
}

# Members of a connector in versions of the API after 2.16, or in the product only.
FORWARD = frozenset(
    {
        "internal_description",
        "audience_type",
        "fin_audience_ids",
        "audience_segment_ids",
        "has_custom_predicates",
        "has_custom_targeting_rules",
    }
)

_DOCUMENTED: dict[type[Part], frozenset[str]] = {
    part: frozenset(part.model_fields) - FORWARD for part in TITLES
}

# What is accepted in silence; inputs had a `source` in the API of March 2026.
_KNOWN: dict[type[Part], frozenset[str]] = {
    **_DOCUMENTED,
    Connector: _DOCUMENTED[Connector] | FORWARD,
    DataInput: _DOCUMENTED[DataInput] | {"source"},
}

_FLAT = tuple((name, _KNOWN[part]) for name, part in list(_LISTS.items())[:3])
_PRIVATE = ("x-", "_", "$")
_LONG_NAME, _BEGINNING, _SLIPS = 12, 8, 2


def are_known(raw: dict[str, Json]) -> bool:
    """Whether a connector without a wrong type surely has known members only; cheap."""
    if not _KNOWN[Connector].issuperset(raw) or raw.get("object_mappings"):
        return False
    for name, known in _FLAT:  # noqa: SIM110 - a generator would cost as much again
        if not known.issuperset(chain.from_iterable(raw.get(name, ()))):
            return False
    return True


def unknown(
    raw: dict[str, Json], at: Pointer = (), part: type[Part] = Connector
) -> Iterator[tuple[Pointer, dict[str, Json], type[Part]]]:
    """Yield each unknown member, the object that has it and what kind of object that is."""
    for name, value in raw.items():
        if name not in _KNOWN[part]:
            if not name.startswith(_PRIVATE):
                yield (*at, name), raw, part
        elif name in _LISTS and isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, dict):
                    yield from unknown(item, (*at, name, index), _LISTS[name])


def similar(name: str, part: type[Part]) -> list[str]:
    """List the documented members that an unknown one resembles."""
    written = letters(name)
    return [
        documented
        for documented, meant in _spellings(part)
        if written == meant
        or (len(meant) >= _LONG_NAME and written[:_BEGINNING] == meant[:_BEGINNING])
        or (abs(len(name) - len(documented)) <= _SLIPS and distance(name, documented) <= _SLIPS)
    ]


@cache
def _spellings(part: type[Part]) -> list[tuple[str, str]]:
    return [(name, letters(name)) for name in sorted(_DOCUMENTED[part])]
