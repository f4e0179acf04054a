"""Sentences that say what differs between two versions of a connector."""

from dclint.analysis.versions.aspects import Key
from dclint.base.pointer import Json
from dclint.base.quoting import join_names, quote_text

_ITEMS = {
    "headers": "the header",
    "data_inputs": "the input",
    "response_fields": "the response field",
    "object_mappings": "the mapping of",
}

# Members whose values are words of the API; what else differs may hold a secret.
_SHOWN = frozenset(
    {
        "http_method",
        "audiences",
        "execution_type",
        "configuration_response_type",
        "data_transformation_type",
    }
)


def describe_change(key: Key, ours: Json, theirs: Json) -> str:
    """Say what differs; of free texts only that they do."""
    match key:
        case (field, name) if ours is None:
            return f"The other side has {_ITEMS[field]} {quote_text(name)} as well"
        case (field, name):
            return f"The other side does not have {_ITEMS[field]} {quote_text(name)}"
        case (field, name, member):
            what = f"{_ITEMS[field]} {quote_text(name)}: {quote_text(member)}"
        case _:
            what = quote_text(key[0])
    if key[0] in _SHOWN or isinstance(ours, bool) or isinstance(theirs, bool):
        return f"{_capital(what)} is {_word(ours)} here and {_word(theirs)} on the other side"
    return f"{_capital(what)} is not the same on the other side"


def name_fact(key: Key) -> str:
    """Name an aspect that cannot be seen, as coverage does."""
    return f"{key[0]}[].{key[2]}" if len(key) > 2 else key[0]  # noqa: PLR2004 - field, item, member


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _word(value: Json) -> str:
    match value:
        case bool():
            return "on" if value else "off"
        case tuple():
            return join_names(value, "and") if value else "nobody"
        case None:
            return "not set"
        case _:
            return quote_text(str(value))
