"""The lock file: digests of what was reviewed of each connector, to notice what changes later."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from dclint.checks.drift import digests
from dclint.document import Document
from dclint.errors import ConfigError
from dclint.evidence import Evidence
from dclint.result import Unreadable
from dclint.subject import Subject, contents
from dclint.tables import read_small

Lock = Mapping[str, Mapping[str, str]]
"""Key of a connector → the names of its security-relevant parts → their digests."""

_VERSION = 1


def read(path: Path) -> Lock | None:
    """Read a lock file; None if there is none.  Raises ConfigError if it cannot be used."""
    from pydantic import TypeAdapter

    if not path.exists():
        return None
    try:
        content = json.loads(read_small(path))
        if content["version"] != _VERSION:
            raise ConfigError(f"{path}: this version of dclint cannot read its form")
        lock: Lock = TypeAdapter(dict[str, dict[str, str]]).validate_python(content["connectors"])
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from None
    except (ValueError, LookupError, TypeError, RecursionError):
        raise ConfigError(f"{path}: this is no lock file") from None
    return lock


def write(documents: Iterable[Document]) -> str:
    """Write a lock file of all connectors in `documents`; a live version beats its draft."""
    found: dict[str, dict[str, str]] = {}
    for document in sorted(documents, key=_is_draft, reverse=True):
        for item in contents(document.name, document.roots()):
            if isinstance(item, Subject):
                found[item.key] = digests(item.connector)
    members = {"version": _VERSION, "connectors": found}
    return json.dumps(members, indent=2, sort_keys=True) + "\n"


def _is_draft(document: Document) -> bool:
    return document.evidence is not None and document.evidence.version == "draft"


def locked(
    documents: Iterable[Document | Unreadable], lock: Lock
) -> Iterator[Document | Unreadable]:
    """Let each document know with what its connectors were locked."""
    for document in documents:
        if isinstance(document, Document):
            document.evidence = replace(document.evidence or Evidence(), lock=lock)
        yield document
