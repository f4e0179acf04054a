"""Files as they were at a revision of the git repository around the working folder."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from dclint.document import SUFFIXES
from dclint.errors import UsageError

_FILE_MODES = ("100644", "100755")  # modes of git's trees for files; a link may lead anywhere


@contextmanager
def checkout_revision(revision: str, paths: Sequence[str]) -> Iterator[list[str]]:
    """Write what `paths` held at `revision` into a temporary folder, and yield where.

    Files that cannot hold connectors are left out.  Raises UsageError if git does not know the
    revision, or if there is no repository.
    """
    commit = _run_git(
        "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    root = os.path.realpath(_run_git("rev-parse", "--show-toplevel").decode().rstrip("\n"))
    wanted = [os.path.relpath(os.path.realpath(_strip_pattern(path)), root) for path in paths]
    inside = [path for path in wanted if not path.startswith("..")]
    with TemporaryDirectory(prefix="dclint-") as folder:
        for name, blob in _list_files(commit.decode().strip(), inside, root) if inside else ():
            target = Path(folder, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(_run_git("cat-file", "blob", blob))
        yield [folder] if any(Path(folder).iterdir()) else []


def _list_files(commit: str, paths: Sequence[str], root: str) -> Iterator[tuple[str, str]]:
    """Yield name, relative to the root of the repository, and object of each file."""
    listed = _run_git("-C", root, "ls-tree", "-r", "-z", commit, "--", *paths)
    for entry in listed.decode("utf-8", "surrogateescape").split("\0"):
        facts, _, name = entry.partition("\t")
        mode, _, blob = facts.partition(" blob ")
        path = PurePosixPath(name)
        if mode in _FILE_MODES and ".." not in path.parts and path.suffix.lower() in SUFFIXES:
            yield name, blob


def _strip_pattern(path: str) -> str:
    """Return the folder or file that a path names; of a pattern, the working folder."""
    return "." if any(sign in path for sign in "*?[") else path


def _run_git(*arguments: str) -> bytes:
    try:
        ran = subprocess.run(["git", *arguments], capture_output=True, check=True)  # noqa: S603, S607
    except FileNotFoundError:
        raise UsageError("--diff-base needs git, and there is none") from None
    except subprocess.CalledProcessError as error:
        if b"not a git repository" in error.stderr:
            raise UsageError("--diff-base: this folder is in no git repository") from None
        raise UsageError("--diff-base: git knows no such revision") from None
    return ran.stdout
