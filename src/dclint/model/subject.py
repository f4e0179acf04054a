"""What there is to check in a document: its connectors, and what is known of their workspace."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from dclint.base.pointer import Pointer
from dclint.model.connector import Connector
from dclint.model.context import Evidence, Token
from dclint.model.detection import candidates, is_connector, shape_of
from dclint.model.loader import read
from dclint.model.source_item import SourceItem


class Subject(NamedTuple):
    """One connector and where it stands: `at` in the file called `file`, `ordinal` in its order."""

    file: str
    at: Pointer
    ordinal: int
    connector: Connector
    version: str | None = None
    """Which version of a live connector it is, `live` or `draft`, where that is known."""

    @property
    def key(self) -> str:
        """What identifies the connector across files and edits: its id, else name, else order."""
        connector = self.connector
        if isinstance(connector.id, str) and connector.id:
            return f"id:{connector.id}"
        if isinstance(connector.name, str) and connector.name:
            return f"name:{connector.name}"
        return f"index:{self.ordinal}"


class Stranger(NamedTuple):
    """A value that is no connector, where one was expected."""

    at: Pointer


@dataclass(frozen=True, slots=True)
class Workspace:
    """What is known beyond the connector at hand: from the settings, and beside its document."""

    known_variables: frozenset[str] = frozenset()
    tokens: Mapping[str, Token] = field(default_factory=dict)
    evidence: Evidence = field(default_factory=Evidence)

    def with_context(self, evidence: Evidence) -> "Workspace":
        """Return the same workspace with what is known beside a document; settings win."""
        told = evidence.tokens or {}
        tokens = {own: _merged(token, told.get(own)) for own, token in self.tokens.items()}
        return replace(self, tokens={**told, **tokens}, evidence=evidence)


def _merged(set_here: Token, told: Token | None) -> Token:
    """Fill what the settings do not say of a token with what the workspace tells."""
    if told is None:
        return set_here
    return replace(set_here, domain=set_here.domain or told.domain, kind=set_here.kind or told.kind)


def contents(item: SourceItem) -> Iterator[Subject | Stranger]:
    """Yield what stands in a text that is meant to hold connectors, in order.

    Where one item of a list is a connector, every object in it is meant as one.
    """
    document, version = item.document, item.context.version
    index = 0
    for prefix, root in document.iter_roots():
        found = candidates(root)
        if not any(is_connector(value) for _, value in found):
            if root is not None or not prefix:
                yield Stranger(prefix)
            continue
        for at, value in found:
            if isinstance(value, dict):
                connector = read(value, shape_of(value))
                yield Subject(document.name, prefix + at, index, connector, version)
                index += 1
            else:
                yield Stranger(prefix + at)


def subjects(item: SourceItem) -> list[Subject]:
    """Return the connectors of a document, in order."""
    return [found for found in contents(item) if isinstance(found, Subject)]
