"""Which members the objects of a connector have, and which of them a misspelt one resembles."""

from collections.abc import Iterator
from functools import cache
from itertools import chain

from dclint.base.pointer import Json, Pointer
from dclint.base.suggestions import measure_distance, normalize_name
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

_LIST_FIELDS: dict[str, type[Part]] = {
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
NEWER_FIELDS = frozenset(
    {
        "internal_description",
        "audience_type",
        "fin_audience_ids",
        "audience_segment_ids",
        "has_custom_predicates",
        "has_custom_targeting_rules",
    }
)

_DOCUMENTED_FIELDS: dict[type[Part], frozenset[str]] = {
    part: frozenset(part.model_fields) - NEWER_FIELDS for part in TITLES
}

# What is accepted in silence; inputs had a `source` in the API of March 2026.
_KNOWN_FIELDS: dict[type[Part], frozenset[str]] = {
    **_DOCUMENTED_FIELDS,
    Connector: _DOCUMENTED_FIELDS[Connector] | NEWER_FIELDS,
    DataInput: _DOCUMENTED_FIELDS[DataInput] | {"source"},
}

_FLAT_LISTS = tuple((name, _KNOWN_FIELDS[part]) for name, part in list(_LIST_FIELDS.items())[:3])
_PRIVATE_PREFIXES = ("x-", "_", "$")
_MIN_PREFIX_MATCH, _PREFIX_LENGTH, _MAX_DISTANCE = 12, 8, 2


def has_only_known_fields(raw: dict[str, Json]) -> bool:
    """Whether a connector without a wrong type surely has known members only; cheap."""
    if not _KNOWN_FIELDS[Connector].issuperset(raw) or raw.get("object_mappings"):
        return False
    for name, known in _FLAT_LISTS:
        if not known.issuperset(chain.from_iterable(raw.get(name, ()))):
            return False
    return True


def find_unknown_fields(
    raw: dict[str, Json], at: Pointer = (), part: type[Part] = Connector
) -> Iterator[tuple[Pointer, dict[str, Json], type[Part]]]:
    """Yield each unknown member, the object that has it and what kind of object that is."""
    for name, value in raw.items():
        if name not in _KNOWN_FIELDS[part]:
            if not name.startswith(_PRIVATE_PREFIXES):
                yield (*at, name), raw, part
        elif name in _LIST_FIELDS and isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, dict):
                    yield from find_unknown_fields(item, (*at, name, index), _LIST_FIELDS[name])


def find_similar_fields(name: str, part: type[Part]) -> list[str]:
    """List the documented members that an unknown one resembles."""
    written = normalize_name(name)
    return [
        documented
        for documented, meant in _list_spellings(part)
        if written == meant
        or (len(meant) >= _MIN_PREFIX_MATCH and written[:_PREFIX_LENGTH] == meant[:_PREFIX_LENGTH])
        or (
            abs(len(name) - len(documented)) <= _MAX_DISTANCE
            and measure_distance(name, documented) <= _MAX_DISTANCE
        )
    ]


@cache
def _list_spellings(part: type[Part]) -> list[tuple[str, str]]:
    return [(name, normalize_name(name)) for name in sorted(_DOCUMENTED_FIELDS[part])]
