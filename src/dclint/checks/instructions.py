"""Texts that give orders to the model beyond describing what a connector does."""

from collections.abc import Iterator

from dclint.checks import characters, encoded, orders
from dclint.checks.descriptions import member, texts, unobserved
from dclint.checks.plain import origin, plain
from dclint.checks.wording import quoted
from dclint.connector import Connector
from dclint.finding import Fragment, Hit, Severity
from dclint.pointer import Pointer
from dclint.rule import Outcome

_READ_OF_INPUTS = ("name", "description")


def prompt_injection_text(connector: Connector) -> Iterator[Outcome]:
    """Report orders to the model in what it reads of a connector."""
    for at, value in texts(connector, _READ_OF_INPUTS):
        if isinstance(value, str):
            yield from _ordered(at, value)
        else:
            yield from unobserved(connector, at, value)


def _ordered(at: Pointer, text: str) -> Iterator[Hit]:
    """Report the first order of a text, and more gravely if it hides characters as well."""
    found = first_order(plain(text))
    if found is None:
        return
    (start, end), deed, excerpt = found
    yield Hit(
        message=f"{member(at)} {deed}: {quoted(excerpt)}",
        at=at,
        fragment=origin(text, start, end),
        severity=Severity.ERROR if characters.hidden(text) else None,
    )


def first_order(text: str) -> tuple[Fragment, str, str] | None:
    """Return where a plain text gives its first order, what the order does, and its words."""
    order, hidden = orders.find(text), encoded.find(text)
    if order and (hidden is None or order.start <= hidden.start):
        span = order.start, order.end
        return span, order.deed, " ".join(text[slice(*span)].split())
    if hidden:
        return (hidden.start, hidden.end), "hides a text in base64", hidden.text
    return None
