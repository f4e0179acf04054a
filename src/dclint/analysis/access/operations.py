"""What a GraphQL or SQL text asks for: the operation that is run, and its first field or table.

Sources: https://spec.graphql.org/October2021/ (sections 2.3 to 2.10); Salesforce SOQL reference.
"""

import functools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from dclint.analysis.json_body import find_body_place
from dclint.model.connector import Connector
from dclint.syntax import graphql
from dclint.syntax.template import fill_placeholders


class OperationKind(StrEnum):
    """What an operation does."""

    READ = "read"
    CREATE = "create"
    MODIFY = "modify"
    DELETE = "delete"


@dataclass(frozen=True)
class Operation:
    """The operation that is run."""

    kind: OperationKind
    subject: str
    """The field or the table that it is about."""
    is_mutation: bool = False
    arguments: dict[str, str] = field(default_factory=dict)
    """Name of a GraphQL variable → name of the argument that takes it."""

    def label_variable(self, labels: tuple[str, ...]) -> tuple[str, ...]:
        """Add to the names around a value the argument that takes its variable."""
        argument = self.arguments.get(labels[-1]) if labels else None
        return (*labels, argument) if argument else labels


_MOST_TEXT = 20_000  # characters of a document that are read


@functools.lru_cache(maxsize=1)
def read_operation(connector: Connector) -> Operation | None:
    """Return what the request's GraphQL or SQL text asks for; None if it has none."""
    for text, chosen in _list_texts(connector):
        if operation := _read_graphql(text[:_MOST_TEXT], chosen) or _read_sql(text[:_MOST_TEXT]):
            return operation
    return None


def _list_texts(connector: Connector) -> Iterator[tuple[str, str | None]]:
    """Yield texts that may be queries, each with the `operationName` beside it."""
    place = find_body_place(connector)
    if place is not None:
        text = fill_placeholders(place.text, place.placeholders)
        if text.lstrip()[:1] == "{":
            yield from _list_member_texts(text)
        yield text, None
    url = connector.url_template
    if url and url.query:
        filled = fill_placeholders(url.text, url.placeholders)
        values = [filled[slice(*each.value)] for each in url.parameters if each.value]
        for value in values:
            if len(value) > len("select"):
                yield _decode_query(value), None


def _decode_query(text: str) -> str:
    from urllib.parse import unquote_plus

    return unquote_plus(text)


_TEXT_MEMBERS = ("query", "mutation", "sql", "soql", "statement", "q")


def _list_member_texts(text: str) -> Iterator[tuple[str, str | None]]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return
    if isinstance(value, dict):
        chosen = value.get("operationName")
        for member in _TEXT_MEMBERS:
            if isinstance(value.get(member), str):
                yield value[member], chosen if isinstance(chosen, str) else None


_OPERATION = re.compile(r"\b(query|mutation|subscription)\b\s*(\w+)?")
_FIELD = re.compile(r"\{\s*(?:\w+\s*:\s*)?(\w+)\s*(\([^()]*(?:\([^()]*\)[^()]*)*\))?")
_ARGUMENT = re.compile(r"(\w+)\s*:\s*\$(\w+)")


def _read_graphql(text: str, chosen: str | None) -> Operation | None:
    if not graphql.is_document(text):
        return None
    start, kind = _find_operation(text, chosen)
    found = _FIELD.search(text, start)
    if found is None:
        return None
    arguments = {variable: name for name, variable in _ARGUMENT.findall(found[2] or "")}
    is_mutation = kind == "mutation"
    does = OperationKind.MODIFY if is_mutation else OperationKind.READ
    return Operation(does, found[1], is_mutation, arguments)


def _find_operation(text: str, chosen: str | None) -> tuple[int, str]:
    """Return where the operation that is run begins, and its kind."""
    operations = list(_OPERATION.finditer(text))
    for operation in operations:
        if chosen is not None and operation[2] == chosen:
            return operation.end(), operation[1]
    if operations and text.lstrip()[:1] != "{":
        return operations[0].end(), operations[0][1]
    return 0, "query"


_SELECT = re.compile(r"\s*select\b.*?\bfrom\s+[\"'`\[]?([\w.]+)", re.IGNORECASE | re.DOTALL)
_CHANGE = re.compile(
    r"\s*(update|delete\s+from|insert\s+into|merge\s+into)\s+[\"'`\[]?([\w.]+)", re.IGNORECASE
)
_CHANGES = {
    "u": OperationKind.MODIFY,
    "m": OperationKind.MODIFY,
    "d": OperationKind.DELETE,
    "i": OperationKind.CREATE,
}


def _read_sql(text: str) -> Operation | None:
    if found := _SELECT.match(text):
        return Operation(OperationKind.READ, found[1].rpartition(".")[2])
    if found := _CHANGE.match(text):
        return Operation(_CHANGES[found[1][0].lower()], found[2].rpartition(".")[2])
    return None
