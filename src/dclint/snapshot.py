"""Snapshots: a folder with one file a connector and version, and a manifest of what was known."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from dclint import evidence as evidences
from dclint import manifest
from dclint.canonical import canonical
from dclint.disk import display, replace_file
from dclint.document import MAX_BYTES, Document
from dclint.errors import UsageError
from dclint.evidence import Evidence, Executions
from dclint.manifest import Entry, Manifest, of_version
from dclint.pointer import Json
from dclint.result import Audit, Unreadable

_SUFFIXES = (".json", ".yaml", ".yml")
_OURS = re.compile(r"[A-Za-z0-9_-]{1,64}\.(?:live|draft)\.(?:json|yaml|yml)")
"""How the files are called that a snapshot writes, and hence may remove."""


class Changes(NamedTuple):
    """What writing a snapshot did to its folder: counts of files."""

    written: int
    unchanged: int
    removed: int


@dataclass(slots=True)
class Snapshot:
    """Writes a snapshot; a file whose content is the same already stays as it is.

    Raises UsageError if there is a manifest that it cannot read, and hence not go on from.
    """

    folder: Path
    _entries: list[Entry] = field(default_factory=list)
    _written: int = 0
    _evidence: Evidence = field(default_factory=Evidence)
    _executions: dict[str, Executions] = field(default_factory=dict)
    _before: Manifest | None = field(init=False)

    def __post_init__(self) -> None:
        before = manifest.read(self.folder)
        if isinstance(before, Unreadable):
            raise UsageError(f"{before.name}: {before.reason}; remove it to begin anew")
        self._before = before

    def keep(self, own: str, state: str, raw: dict[str, Json], evidence: Evidence) -> Document:
        """Write one version, or find it there, and return its file as a document.

        Raises ValueError if it is too large, UsageError if it cannot be written.
        """
        self._executions |= evidence.executions or {}
        self._evidence = evidence
        path, content = self._find(f"{own}.{state}", raw)
        self._entries.append(Entry(own, state, path.name))
        return Document(display(path), content, evidence=of_version(evidence, state))

    def finish(self, audit: Audit, lost: Sequence[Unreadable]) -> Changes:
        """Write the manifest; remove the files of connectors that are gone.

        While something could not be read nothing is removed: it may still be there.
        """
        before = self._before
        kept = {entry.file for entry in self._entries}
        former: set[str] = set()
        if before:
            former = {f for f in (*before.states, *before.stale) if _OURS.fullmatch(f)} - kept
        stale = sorted(f for f in former if (self.folder / f).is_file()) if lost else []
        removed = 0 if lost else sum(self._remove(file) for file in former)
        executions = self._executions or None
        text = manifest.write(
            Manifest(
                version=manifest.VERSION,
                connectors=tuple(sorted(self._entries, key=lambda entry: entry.file)),
                lost=tuple(lost),
                stale=tuple(stale),
                evidence=evidences.written(replace(self._evidence, executions=executions)),
            ),
            audit,
        )
        self._write(manifest.NAME, text)
        return Changes(self._written, len(self._entries) - self._written, removed)

    def _find(self, stem: str, raw: dict[str, Json]) -> tuple[Path, bytes]:
        """Return the file that says what `raw` says, written now if there was none."""
        wanted = canonical(raw)
        for suffix in _SUFFIXES:
            path = self.folder / (stem + suffix)
            if (content := _content(path)) is not None and _says(path, content, wanted):
                return path, content
        content = wanted.encode()
        path = self._write(f"{stem}.json", content)
        self._written += 1
        for suffix in _SUFFIXES[1:]:
            self._remove(stem + suffix)
        return path, content

    def _write(self, file: str, content: bytes) -> Path:
        path = self.folder / file
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            replace_file(path, content)
        except OSError as error:
            raise UsageError(f"{path}: cannot be written: {error.strerror}") from None
        return path

    def _remove(self, file: str) -> bool:
        path = self.folder / file
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise UsageError(f"{path}: cannot be removed: {error.strerror}") from None
        return True


def _content(path: Path) -> bytes | None:
    """Read a file of the folder itself; a link may lead anywhere, and is replaced."""
    try:
        if path.is_symlink() or not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError:
        return None


def _says(path: Path, content: bytes, wanted: str) -> bool:
    document = Document(path.name, content)
    if document.problems or not isinstance(document.data, dict):
        return False
    try:
        return canonical(document.data) == wanted
    except ValueError:  # the file is too large to say the same
        return False
