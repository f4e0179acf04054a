"""The lock file: digests of what was reviewed of each connector, to notice what changes later."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from dclint.analysis.versions.digests import build_lock_key, digest_fields
from dclint.base.toml_files import read_small_file
from dclint.document.unreadable import Unreadable
from dclint.errors import ConfigError
from dclint.model.source_item import SourceItem
from dclint.model.subject import list_subjects

# Key of a connector → the names of its security-relevant parts → their digests.
Lock = Mapping[str, Mapping[str, str]]

_VERSION = 1


def load_lock(path: Path) -> Lock | None:
    """Read a lock file; None if there is none.  Raises ConfigError if it cannot be used."""
    from pydantic import TypeAdapter

    if not path.exists():
        return None
    try:
        content = json.loads(read_small_file(path))
        if content["version"] != _VERSION:
            raise ConfigError(f"{path}: this version of dclint cannot read its form")
        lock: Lock = TypeAdapter(dict[str, dict[str, str]]).validate_python(content["connectors"])
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from None
    except (ValueError, LookupError, TypeError, RecursionError):
        raise ConfigError(f"{path}: this is no lock file") from None
    return lock


def format_lock(items: Iterable[SourceItem]) -> str:
    """Write a lock file of all connectors in `items`; those of one name have a number."""
    found: dict[str, dict[str, str]] = {}
    for item in items:
        for subject in list_subjects(item):
            key, number = build_lock_key(subject), 1
            while (unique := key if number == 1 else f"{key} #{number}") in found:
                number += 1
            found[unique] = digest_fields(subject.connector)
    members = {"version": _VERSION, "connectors": found}
    return json.dumps(members, indent=2, sort_keys=True) + "\n"


def add_lock_context(
    items: Iterable[SourceItem | Unreadable], lock: Lock | None
) -> Iterator[SourceItem | Unreadable]:
    """Yield the items with what their connectors were locked with, or that nothing is."""
    for item in items:
        if isinstance(item, Unreadable):
            yield item
            continue
        unasked = item.context.unasked if lock is not None else item.context.unasked | {"lock"}
        yield replace(item, context=replace(item.context, lock=lock, unasked=unasked))
