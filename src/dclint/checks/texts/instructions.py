"""Texts that give orders to the model beyond describing what a connector does."""

from collections.abc import Iterator

from dclint.analysis.model_texts import format_text_field, list_model_texts, report_unseen_text
from dclint.analysis.prompt_injection import find_first_instruction
from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_text
from dclint.findings.hit import Hit
from dclint.findings.severity import Severity
from dclint.model.connector import Connector
from dclint.ruleset.rule import Outcome
from dclint.syntax import characters
from dclint.syntax.normalize import map_to_original, normalize_text

_READ_INPUT_FIELDS = ("name", "description")


def prompt_injection_text(connector: Connector) -> Iterator[Outcome]:
    """Report orders to the model in what it reads of a connector."""
    for at, value in list_model_texts(connector, _READ_INPUT_FIELDS):
        if isinstance(value, str):
            yield from _check_instructions(at, value)
        else:
            yield from report_unseen_text(connector, at, value)


def _check_instructions(at: Pointer, text: str) -> Iterator[Hit]:
    """Report the first order of a text, and more gravely if it hides characters as well."""
    found = find_first_instruction(normalize_text(text))
    if found is None:
        return
    (start, end), deed, excerpt = found
    yield Hit(
        message=f"{format_text_field(at)} {deed}: {quote_text(excerpt)}",
        at=at,
        fragment=map_to_original(text, start, end),
        severity=Severity.ERROR if characters.find_hidden(text) else None,
    )
