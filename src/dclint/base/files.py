"""Files: how reports name them, and how they are written."""

import os
from contextlib import suppress
from pathlib import Path


def display_path(path: str | Path) -> str:
    """Name a file as reports do: relative to the working folder if it is below it, with `/`."""
    relative = os.path.relpath(path)
    return Path(path if relative.startswith("..") else relative).as_posix()


def replace_file(path: Path, content: bytes, *, like: os.stat_result | None = None) -> None:
    """Write a file as a whole or not at all, with the owner and the mode of another if wanted.

    Raises OSError if that cannot be done.
    """
    temporary = path.with_name(f".dclint-{os.getpid()}.tmp")
    try:
        with suppress(FileNotFoundError):
            temporary.unlink()
        with temporary.open("xb") as file:  # a link that somebody put there is not followed
            file.write(content)
        if like:
            _copy_ownership(temporary, like)
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink()


def _copy_ownership(path: Path, like: os.stat_result) -> None:
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(path, like.st_uid, like.st_gid)
    path.chmod(like.st_mode & 0o7777)
