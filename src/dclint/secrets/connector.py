"""All secrets of one connector: what must be masked in every output."""

from collections.abc import Iterator

from dclint.base.pointer import Json, Pointer
from dclint.base.quoting import quote_text
from dclint.model.connector import Connector
from dclint.secrets.literals import (
    SecretLocation,
    find_named_secrets,
    find_query_secrets,
    find_userinfo_secrets,
)
from dclint.secrets.patterns import find_secrets, select_providers


def find_connector_secrets(connector: Connector) -> Iterator[SecretLocation]:
    """Yield whatever of a connector must not be shown, in members that no rule reads as well."""
    texts = list(_iter_strings(connector.raw))
    if among := select_providers("\0".join(text for _, text in texts)):
        for at, text in texts:
            for secret in find_secrets(text, among):
                yield SecretLocation(at, *secret)
    yield from find_named_secrets(connector)
    for (start, end), name in find_query_secrets(connector):
        yield SecretLocation(("url",), start, end, f"{quote_text(name)} value")
    yield from find_userinfo_secrets(connector)


def _iter_strings(value: Json) -> Iterator[tuple[Pointer, str]]:
    """Yield every string in `value` and the way to it, in document order."""
    waiting: list[tuple[Pointer, Json]] = [((), value)]
    while waiting:
        at, value = waiting.pop()
        match value:
            case str():
                yield at, value
            case dict():
                waiting += [((*at, key), item) for key, item in reversed(value.items())]
            case list():
                waiting += [((*at, i), value[i]) for i in reversed(range(len(value)))]
            case _:
                pass
