"""Files that belong to a snapshot: what its manifest tells goes with them."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from dclint.base.files import display_path
from dclint.document.unreadable import Unreadable
from dclint.model.context import Context
from dclint.model.source_item import SourceItem
from dclint.sources import manifest
from dclint.sources.manifest import Manifest, of_version

_ReadFile = Callable[[str, Context], SourceItem | Unreadable]


class SnapshotReader:
    """Knows the manifests of the folders from which files are read, each of them once."""

    def __init__(self) -> None:
        self._manifests: dict[str, Manifest | Unreadable | None] = {}

    def read_file(self, path: str, reader: _ReadFile) -> Iterator[SourceItem | Unreadable]:
        """Yield what stands in one file; a manifest stands for what its snapshot does not hold."""
        folder, file = os.path.split(path)
        if folder not in self._manifests:
            self._manifests[folder] = manifest.read_manifest(Path(folder))
        known = self._manifests[folder]
        is_manifest = file == manifest.NAME
        if not isinstance(known, Manifest):
            yield known if known and is_manifest else reader(path, Context())
        elif is_manifest:
            yield from (_relocate_unreadable(folder, each) for each in known.lost)
        elif file in known.states:
            yield reader(path, of_version(known.known, known.states[file]))
        elif file in known.stale:
            yield Unreadable(display_path(path), "the snapshot is newer and lacks it")
        else:
            yield reader(path, Context())


def _relocate_unreadable(folder: str, lost: Unreadable) -> Unreadable:
    """Name what was lost by the file that it would have in this folder, if it would have one."""
    path, _, file = lost.name.rpartition("/")
    if path.startswith("intercom/"):
        return lost._replace(name=display_path(os.path.join(folder, file)))
    return Unreadable(
        display_path(os.path.join(folder, manifest.NAME)), f"{lost.name}: {lost.reason}"
    )
