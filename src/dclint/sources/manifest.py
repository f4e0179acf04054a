"""The manifest of a snapshot: what the workspace told beside its connectors, and what not."""

import json
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from dclint.document import MAX_BYTES
from dclint.document.unreadable import Unreadable
from dclint.engine.report import Audit
from dclint.model import context as evidences
from dclint.model.context import Context

NAME = "dclint-snapshot.json"
VERSION = 1

# Evidence of calls, which only a live version has.
_CALLS = frozenset({"executions", "answers", "probings"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a snapshot: which version of which connector it holds."""

    id: str
    state: str
    file: str


@dataclass(frozen=True)
class Manifest:
    """What stands in the manifest; files of the folder that it does not know are no part of it."""

    version: int
    workspace: dict[str, Any]
    """The visit on which it was taken."""
    connectors: tuple[Entry, ...]
    lost: tuple[Unreadable, ...]
    """What could not be read when the snapshot was taken."""
    stale: tuple[str, ...]
    """Files of an earlier snapshot that may be out of date, because something was lost."""
    evidence: dict[str, Any]

    @cached_property
    def known(self) -> Context:
        """What is known beside the connectors.  Raises ValueError if it is none."""
        return evidences.parse_context(self.evidence)

    @cached_property
    def states(self) -> dict[str, str]:
        """File → `live` or `draft`."""
        return {entry.file: entry.state for entry in self.connectors}


def of_version(evidence: Context, state: str) -> Context:
    """Return what is known beside one version: nobody calls a draft."""
    if state == "live":
        return replace(evidence, version=state)
    silent = dict.fromkeys(_CALLS)
    return replace(evidence, version=state, unasked=evidence.unasked - _CALLS, **silent)


def read_manifest(folder: Path) -> Manifest | Unreadable | None:
    """Read the manifest of `folder`; None if there is none."""
    path = folder / NAME
    try:
        if not path.is_file():
            return None
        from pydantic import TypeAdapter

        with path.open("rb") as file:
            content = file.read(MAX_BYTES)
        manifest: Manifest = TypeAdapter(Manifest).validate_json(content)
        if manifest.version != VERSION:
            return Unreadable(str(path), f"it is of version {manifest.version}, not {VERSION}")
        _ = manifest.known
    except OSError as error:
        return Unreadable(str(path), (error.strerror or "it cannot be read").lower())
    except ValueError:
        return Unreadable(str(path), "it is no manifest of a snapshot")
    return manifest


def describe_audit(audit: Audit) -> dict[str, Any]:
    """Return what a manifest says of a visit: its requests are of no interest later."""
    visit = asdict(audit) | {"gaps": [gap._asdict() for gap in audit.gaps]}
    del visit["requests"]
    return visit


def format_manifest(manifest: Manifest) -> bytes:
    """Write a manifest."""
    members = asdict(manifest) | {"lost": [each._asdict() for each in manifest.lost]}
    text = json.dumps(members, indent=2, ensure_ascii=False) + "\n"
    return text.encode("utf-8", "replace")  # a lone surrogate would make it unreadable
