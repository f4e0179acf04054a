"""Sentences that say what differs between two versions of a connector."""

from dclint.analysis.versions.aspects import AspectKey
from dclint.base.pointer import Json
from dclint.base.quoting import join_names, quote_text

_ITEM_LABELS = {
    "headers": "the header",
    "data_inputs": "the input",
    "response_fields": "the response field",
    "object_mappings": "the mapping of",
}

# Members whose values are words of the API; what else differs may hold a secret.
_SHOWN_FIELDS = frozenset(
    {
        "http_method",
        "audiences",
        "execution_type",
        "configuration_response_type",
        "data_transformation_type",
    }
)


def describe_change(key: AspectKey, ours: Json, theirs: Json) -> str:
    """Say what differs; of free texts only that they do."""
    match key:
        case (field, name) if ours is None:
            return f"The other side has {_ITEM_LABELS[field]} {quote_text(name)} as well"
        case (field, name):
            return f"The other side does not have {_ITEM_LABELS[field]} {quote_text(name)}"
        case (field, name, member):
            what = f"{_ITEM_LABELS[field]} {quote_text(name)}: {quote_text(member)}"
        case _:
            what = quote_text(key[0])
    what = _capitalize_first(what)
    if key[0] in _SHOWN_FIELDS or isinstance(ours, bool) or isinstance(theirs, bool):
        here, there = _describe_value(ours), _describe_value(theirs)
        return f"{what} is {here} here and {there} on the other side"
    return f"{what} is not the same on the other side"


def name_fact(key: AspectKey) -> str:
    """Name an aspect that cannot be seen, as coverage does."""
    return f"{key[0]}[].{key[2]}" if len(key) > 2 else key[0]  # noqa: PLR2004 - field, item, member


def _capitalize_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _describe_value(value: Json) -> str:
    match value:
        case bool():
            return "on" if value else "off"
        case tuple():
            return join_names(value, "and") if value else "nobody"
        case None:
            return "not set"
        case _:
            return quote_text(str(value))
