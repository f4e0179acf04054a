"""Snapshots: a folder with one file a connector and version, and a manifest of what was known."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, Self

from dclint.base.files import display_path
from dclint.base.pointer import Json
from dclint.document import MAX_BYTES, Document
from dclint.document.unreadable import Unreadable
from dclint.engine.report import Audit
from dclint.errors import UsageError
from dclint.model import context as evidences
from dclint.model.canonical import write_canonical
from dclint.model.context import Context, Executions
from dclint.model.source_item import SourceItem
from dclint.sources import manifest
from dclint.sources.manifest import Entry, Manifest, of_version

_SUFFIXES = (".json", ".yaml", ".yml")

# How the files are called that a snapshot writes, and hence may remove.
_OURS = re.compile(r"[A-Za-z0-9_-]{1,64}\.(?:live|draft)\.(?:json|yaml|yml)")


class Changes(NamedTuple):
    """What writing a snapshot did to its folder: counts of files."""

    written: int
    unchanged: int
    removed: int


class Snapshot:
    """Writes a snapshot, all of it or nothing; a file that says the same already stays as it is.

    Raises UsageError if there is a manifest that it cannot read, and hence not go on from.
    """

    def __init__(self, folder: Path, state: str) -> None:
        before = manifest.read_manifest(folder)
        if isinstance(before, Unreadable):
            raise UsageError(f"{before.name}: {before.reason}; remove it to begin anew")
        if before and before.workspace.get("state", state) != state:
            taken = before.workspace["state"]
            raise UsageError(
                f"{folder}: this snapshot was taken with --state {taken}; take it so again, or "
                "choose another folder"
            )
        self._folder = folder
        self._before = before
        self._entries: list[Entry] = []
        self._evidence = Context()
        self._executions: dict[str, Executions] = {}
        self._staged: list[str] = []
        """Files that are written and not yet in their place."""
        self._staging: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        """Begin; nothing is written before the first version is kept."""
        return self

    def __exit__(self, *_: object) -> None:
        """Throw away what has not come into its place."""
        if self._staging:
            self._staging.cleanup()

    def check_workspace(self, audit: Audit) -> None:
        """Raise UsageError if the folder holds a snapshot of another workspace."""
        known = self._before.workspace if self._before else {}
        for name in ("workspace", "region"):
            was, now = known.get(name), getattr(audit, name)
            if was not in (None, "unknown", now) and now != "unknown":
                raise UsageError(f"{self._folder}: this is a snapshot of another workspace, {was}")

    def store_version(
        self, own: str, state: str, raw: dict[str, Json], evidence: Context
    ) -> SourceItem:
        """Write one version, or find it there, and return its file as an item.

        Raises ValueError if it is too large, UsageError if it cannot be written.
        """
        self._executions |= evidence.executions or {}
        self._evidence = evidence
        path, content = self._find(f"{own}.{state}", raw)
        self._entries.append(Entry(own, state, path.name))
        return SourceItem(Document(display_path(path), content), of_version(evidence, state))

    def finish(self, audit: Audit, lost: Sequence[Unreadable]) -> Changes | None:
        """Put all files and the manifest in their place; remove those of connectors that are gone.

        While something could not be read nothing is removed: it may still be there.  If nothing
        could be read, everything stays as it was: None.
        """
        if lost and not self._entries:
            return None
        kept = {entry.file for entry in self._entries}
        former = set(self._former()) - kept
        stale = [file for file in sorted(former) if (self._folder / file).is_file()]
        text = self._format_manifest(audit, lost, stale if lost else [])
        for file in self._staged:
            self._put(file)
        replaced = {
            f"{entry.id}.{entry.state}{suffix}" for entry in self._entries for suffix in _SUFFIXES
        }
        gone = replaced - kept if lost else replaced - kept | former
        removed = sum(self._remove(file) for file in sorted(gone))
        self._stage(manifest.NAME, text)
        self._put(manifest.NAME)
        written = len(self._staged)
        return Changes(written, len(self._entries) - written, removed)

    def _format_manifest(
        self, audit: Audit, lost: Sequence[Unreadable], stale: Sequence[str]
    ) -> bytes:
        context = replace(self._evidence, executions=self._executions or None)
        return manifest.format_manifest(
            Manifest(
                version=manifest.VERSION,
                workspace=manifest.describe_audit(audit),
                connectors=tuple(sorted(self._entries, key=lambda entry: entry.file)),
                lost=tuple(lost),
                stale=tuple(stale),
                evidence=evidences.serialize_context(context),
            )
        )

    def _former(self) -> Iterator[str]:
        """Yield the files that the last snapshot wrote here."""
        if self._before:
            yield from filter(_OURS.fullmatch, (*self._before.states, *self._before.stale))

    def _find(self, stem: str, raw: dict[str, Json]) -> tuple[Path, bytes]:
        """Return the file that says what `raw` says, written now if there was none."""
        wanted = write_canonical(raw)
        for suffix in _SUFFIXES:
            path = self._folder / (stem + suffix)
            if (content := _content(path)) is not None and _says(path, content, wanted):
                return path, content
        content = wanted.encode()
        self._stage(f"{stem}.json", content)
        self._staged.append(f"{stem}.json")
        return self._folder / f"{stem}.json", content

    def _stage(self, file: str, content: bytes) -> None:
        try:
            if self._staging is None:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._staging = tempfile.TemporaryDirectory(prefix=".dclint-", dir=self._folder)
            Path(self._staging.name, file).write_bytes(content)
        except OSError as error:
            path = self._folder / file
            raise UsageError(f"{path}: cannot be written: {error.strerror}") from None

    def _put(self, file: str) -> None:
        path = self._folder / file
        try:
            if self._staging:
                Path(self._staging.name, file).replace(path)
        except OSError as error:
            raise UsageError(f"{path}: cannot be written: {error.strerror}") from None

    def _remove(self, file: str) -> bool:
        path = self._folder / file
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
        return write_canonical(document.data) == wanted
    except ValueError:  # the file is too large to say the same
        return False
