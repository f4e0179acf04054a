"""What there is to check in a document: its connectors, and what is known of their workspace."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from dclint.base.pointer import Pointer
from dclint.model.access_patterns import NO_PATTERNS, AccessPatterns
from dclint.model.connector import Connector
from dclint.model.context import Context, Token
from dclint.model.detection import is_connector, list_candidates, shape_of
from dclint.model.loader import load_connector
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


class NotAConnector(NamedTuple):
    """A value that is no connector, where one was expected."""

    at: Pointer


@dataclass(frozen=True, slots=True)
class Workspace:
    """What is known beyond the connector at hand: from the settings, and beside its document."""

    known_variables: frozenset[str] = frozenset()
    tokens: Mapping[str, Token] = field(default_factory=dict)
    context: Context = field(default_factory=Context)
    access_patterns: AccessPatterns = NO_PATTERNS

    def with_context(self, context: Context) -> "Workspace":
        """Return the same workspace with what is known beside a document; settings win."""
        known = context.tokens or {}
        merged = {key: _merge_tokens(token, known.get(key)) for key, token in self.tokens.items()}
        return replace(self, tokens={**known, **merged}, context=context)


def _merge_tokens(from_settings: Token, known: Token | None) -> Token:
    """Return a token of the settings, completed by what the workspace says of it."""
    if known is None:
        return from_settings
    return replace(
        from_settings,
        domain=from_settings.domain or known.domain,
        kind=from_settings.kind or known.kind,
    )


def find_subjects(
    item: SourceItem, access_patterns: AccessPatterns = NO_PATTERNS
) -> Iterator[Subject | NotAConnector]:
    """Yield what stands in a text that is meant to hold connectors, in order.

    Where one item of a list is a connector, every object in it is meant as one.
    """
    document, version = item.document, item.context.version
    index = 0
    for prefix, root in document.iter_roots():
        found = list_candidates(root)
        if not any(is_connector(value) for _, value in found):
            if root is not None or not prefix:
                yield NotAConnector(prefix)
            continue
        for at, value in found:
            if isinstance(value, dict):
                connector = load_connector(value, shape_of(value), access_patterns)
                yield Subject(document.name, prefix + at, index, connector, version)
                index += 1
            else:
                yield NotAConnector(prefix + at)


def list_subjects(item: SourceItem) -> list[Subject]:
    """Return the connectors of a document, in order."""
    return [found for found in find_subjects(item) if isinstance(found, Subject)]
