"""Files: how reports name them, and how they are written."""

import os
from contextlib import suppress
from pathlib import Path


def display(path: str | Path) -> str:
    """Name a file as reports do: relative to the working folder if it is below it, with `/`."""
    relative = os.path.relpath(path)
    return Path(path if relative.startswith("..") else relative).as_posix()


def replace_file(path: Path, content: bytes) -> None:
    """Write a file as a whole or not at all.  Raises OSError if that cannot be done."""
    temporary = path.with_name(f".dclint-{os.getpid()}.tmp")
    try:
        with suppress(FileNotFoundError):
            temporary.unlink()
        with temporary.open("xb") as file:  # a link that somebody put there is not followed
            file.write(content)
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink()
