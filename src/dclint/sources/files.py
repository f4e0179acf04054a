"""Documents from files, folders, globs and standard input."""

import glob
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from dclint.base.files import display_path
from dclint.document import MAX_BYTES, SUFFIXES, Document
from dclint.document.unreadable import Unreadable
from dclint.errors import UsageError
from dclint.model.context import Context
from dclint.model.source_item import SourceItem
from dclint.sources.snapshot_files import SnapshotReader

STDIN = "-"

# Folders that hold nobody's own files.
_SKIPPED_FOLDERS = frozenset({".git", ".hg", ".svn", ".venv", "__pycache__", "node_modules"})

_MAX_FOLDER_DEPTH = 500  # levels of folders that are looked into


def read_items(
    paths: Sequence[str],
    *,
    stdin: BinaryIO | None,
    stdin_filename: str = "stdin",
    optional: bool = False,
) -> Iterator[SourceItem | Unreadable]:
    """Yield what `paths` name: files, folders with all below them, globs, `-` for `stdin`.

    With `optional`, named files count as found in a folder: those without a connector are skipped.
    Raises UsageError, before anything is read, if a path names nothing.
    """
    files = [found for path in paths for found in _expand_path(path)]
    return _read_files(files, stdin, stdin_filename, optional=optional)


def _read_files(
    files: Iterable[tuple[str, bool]],
    stdin: BinaryIO | None,
    stdin_filename: str,
    *,
    optional: bool,
) -> Iterator[SourceItem | Unreadable]:
    seen = set()
    snapshots = SnapshotReader()
    for path, is_named in files:
        real = STDIN if path == STDIN else os.path.realpath(path)
        if real in seen:
            continue
        seen.add(real)
        if path != STDIN:
            yield from snapshots.read_file(
                path, partial(_read_file, is_named=is_named and not optional)
            )
        elif stdin is None:
            raise UsageError("standard input is closed")
        else:
            content = stdin.read(MAX_BYTES + 1)
            yield SourceItem(Document(stdin_filename, content), is_named=not optional)


def _read_file(path: str, context: Context, *, is_named: bool) -> SourceItem | Unreadable:
    name = display_path(path)
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            os.listdir(path)  # says why the walk could not look into it
            return Unreadable(name, "this folder is nested too deep")
        if not stat.S_ISREG(mode):
            return Unreadable(name, "it is not a regular file")
        with open(path, "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        return Unreadable(name, (error.strerror or "it cannot be read").lower())
    return SourceItem(Document(name, content), context, path, is_named)


def _expand_path(path: str) -> list[tuple[str, bool]]:
    if path == STDIN:
        return [(path, True)]
    if os.path.isdir(path):
        found = [(file, False) for file in _walk_folder(Path(path))]
        if not found:
            raise UsageError(f"{path}: there is no JSON, NDJSON or YAML file in this folder")
        return found
    if os.path.lexists(path):
        return [(path, True)]
    if not glob.has_magic(path):
        raise UsageError(f"{path}: there is no such file or folder")
    matched = sorted(glob.glob(path, recursive=True, include_hidden=True))
    if not matched:
        raise UsageError(f"{path}: nothing matches this pattern")
    return [found for match in matched for found in _expand_path(match)]


def _walk_folder(top: Path) -> Iterator[str]:
    """Yield the files below `top` that may hold connectors, sorted, as git would see them.

    Folders that cannot be looked into come last.
    """
    root = top.resolve()
    specs = dict(_find_inherited_specs(root))
    failed: list[OSError] = []
    closed: list[str] = []
    for folder, folders, files in os.walk(top, onerror=failed.append):
        here = root / os.path.relpath(folder, top)
        spec = _read_ignore_file(here)
        if spec is not None:
            specs[here] = spec
        folders[:] = _select_folders(here, folders, specs)
        if len(here.parts) - len(root.parts) == _MAX_FOLDER_DEPTH:
            closed += [os.path.join(folder, each) for each in folders]
            folders.clear()
        for file in sorted(files):
            if Path(file).suffix.lower() in SUFFIXES and not _is_ignored(here / file, specs):
                yield os.path.join(folder, file)
    yield from sorted((*closed, *(error.filename for error in failed)))


def _select_folders(here: Path, folders: list[str], specs: dict[Path, Any]) -> list[str]:
    """Return the folders to look into, sorted."""
    wanted = [each for each in folders if not _is_skipped_folder(each)]
    return sorted(each for each in wanted if not _is_ignored(here / each, specs, "/"))


def _is_skipped_folder(folder: str) -> bool:
    """Whether a folder holds nobody's own files; dclint itself writes to some for a moment."""
    return folder in _SKIPPED_FOLDERS or folder.startswith(".dclint-")


def _find_inherited_specs(top: Path) -> Iterator[tuple[Path, Any]]:
    """The ignore files above `top`, up to the root of its git repository."""
    above = [top, *top.parents]
    root = next((i for i, folder in enumerate(above) if (folder / ".git").exists()), 0)
    for folder in above[1 : root + 1]:
        spec = _read_ignore_file(folder)
        if spec is not None:
            yield folder, spec


def _read_ignore_file(folder: Path) -> Any:
    file = folder / ".gitignore"
    if not file.is_file():
        return None
    from pathspec import GitIgnoreSpec

    try:
        lines = file.read_text("utf-8", errors="replace").splitlines()
    except OSError:  # git does without it as well
        return None
    try:
        return GitIgnoreSpec.from_lines(lines)
    except (ValueError, re.error):  # as git does, pass over a line that is no pattern
        return GitIgnoreSpec.from_lines(filter(_is_pattern, lines))


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True


def _is_ignored(path: Path, specs: dict[Path, Any], suffix: str = "") -> bool:
    """Ask the ignore files from the nearest to the farthest; the first that knows decides."""
    for folder in path.parents:
        if folder in specs:
            verdict = specs[folder].check_file(path.relative_to(folder).as_posix() + suffix)
            if verdict.include is not None:
                return bool(verdict.include)
    return False
