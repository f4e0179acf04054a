"""Files of settings: tables in TOML, each waiver with its place."""

import re
from pathlib import Path
from typing import Any

from dclint.base.files import display_path
from dclint.errors import ConfigError

_MAX_BYTES = 1024 * 1024
WAIVERS_FILE = "dclint-waivers.toml"  # a file beside the settings that holds nothing but waivers

_WAIVER_HEADER = re.compile(
    r"[ \t]*\[\[[ \t]*(?:tool[ \t]*\.[ \t]*dclint[ \t]*\.[ \t]*)?waivers[ \t]*\]\]"
)

# Members of a waiver that say where it stands; no file says that of itself.
LOCATION_KEYS = frozenset({"file", "line"})


def read_table(path: Path) -> Any:
    """Read the table of settings in a file, each of its waivers with its line.

    Raises ConfigError.
    """
    try:
        return parse_table(read_small_file(path).decode("utf-8"), path)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from None


def parse_table(text: str, path: Path) -> Any:
    """Read the table of settings in the text of a file.  Raises ConfigError."""
    import tomllib

    table: Any
    try:
        table = tomllib.loads(text)
    except ValueError as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from None
    except RecursionError:
        raise ConfigError(f"{path}: cannot be read: nested too deep") from None
    if path.name == "pyproject.toml":
        tools = table.get("tool")
        table = tools.get("dclint", {}) if isinstance(tools, dict) else {}
    if path.name == WAIVERS_FILE and set(table) - {"waivers"}:
        raise ConfigError(f"{path}: a file of waivers has nothing but `[[waivers]]`")
    waivers = table.get("waivers") if isinstance(table, dict) else None
    if isinstance(waivers, list):
        _add_locations(waivers, text, path)
    return table


def _add_locations(waivers: list[Any], text: str, path: Path) -> None:
    """Note in each waiver where it begins.  Raises ConfigError if it says that of itself."""
    lines = [n for n, line in enumerate(text.split("\n"), 1) if _WAIVER_HEADER.match(line)]
    for waiver, line in zip(waivers, lines, strict=False):
        for key in LOCATION_KEYS.intersection(waiver):
            raise ConfigError(f"{path}: unknown key `waivers.{key}`")
        waiver |= {"file": display_path(path), "line": line}


def read_small_file(path: Path) -> bytes:
    """Read a file of settings or rules.  Raises OSError if it is none, or far too large."""
    return read_regular_file(path, _MAX_BYTES)


def read_regular_file(path: Path, most: int) -> bytes:
    """Read a regular file of at most so many bytes.  Raises OSError."""
    if path.exists() and not path.is_file():
        raise OSError("it is not a regular file")
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(f"it is larger than {most // 1024**2} MiB")
    return content
