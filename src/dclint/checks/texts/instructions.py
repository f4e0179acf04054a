"""Texts that give orders to the model beyond describing what a connector does."""

from collections.abc import Iterator

from dclint.analysis.model_texts import member, texts, unobserved
from dclint.analysis.prompt_injection import first_order
from dclint.base.pointer import Pointer
from dclint.base.quoting import quoted
from dclint.findings.hit import Hit
from dclint.findings.severity import Severity
from dclint.model.connector import Connector
from dclint.ruleset.rule import Outcome
from dclint.syntax import characters
from dclint.syntax.normalize import origin, plain

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
