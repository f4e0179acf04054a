"""Data inputs: what a connector asks for."""

from collections.abc import Iterator

from dclint.base.quoting import quote_text
from dclint.findings.hit import Hit, NotObservable, Related
from dclint.findings.severity import Severity
from dclint.model.connector import Connector
from dclint.model.values import MALFORMED
from dclint.ruleset.rule import Outcome


def duplicate_input(connector: Connector) -> Iterator[Outcome]:
    """Report inputs of one name, or of names that differ in case only."""
    if len(connector.known_inputs) < 2:  # noqa: PLR2004 - there is nothing to compare
        return
    exact: dict[str, int] = {}
    folded: dict[str, int] = {}
    for index, data_input in enumerate(connector.known_inputs):
        name = data_input.name
        if not isinstance(name, str):
            if name is MALFORMED:
                yield NotObservable("data_inputs[].name")
            continue
        earlier = folded.setdefault(name.casefold(), index)
        same = exact.setdefault(name, index)
        if same != index:
            yield _build_duplicate_hit(
                index, same, f"The input {quote_text(name)} is declared again"
            )
        elif earlier != index:
            other = connector.known_inputs[earlier].name
            message = (
                f"The inputs {quote_text(str(other))} and {quote_text(name)} differ in case only"
            )
            yield _build_duplicate_hit(index, earlier, message, Severity.WARNING)


def _build_duplicate_hit(
    index: int, earlier: int, message: str, severity: Severity | None = None
) -> Hit:
    related = (Related("declared here already", ("data_inputs", earlier, "name")),)
    at = ("data_inputs", index, "name")
    return Hit(at=at, message=message, severity=severity, related=related)
