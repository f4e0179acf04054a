"""All secrets of one connector: what must be masked in every output."""

from collections.abc import Iterator

from dclint.base.pointer import Json, Pointer
from dclint.base.quoting import quoted
from dclint.model.connector import Connector
from dclint.secrets.literals import SecretPlace, in_named_places, in_query, in_userinfo
from dclint.secrets.patterns import find, suspects


def secrets_of(connector: Connector) -> Iterator[SecretPlace]:
    """Yield whatever of a connector must not be shown, in members that no rule reads as well."""
    texts = list(_strings(connector.raw))
    if among := suspects("\0".join(text for _, text in texts)):
        for at, text in texts:
            for secret in find(text, among):
                yield SecretPlace(at, *secret)
    yield from in_named_places(connector)
    for (start, end), name in in_query(connector):
        yield SecretPlace(("url",), start, end, f"{quoted(name)} value")
    yield from in_userinfo(connector)


def _strings(value: Json) -> Iterator[tuple[Pointer, str]]:
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
