"""Where each setting comes from: the command line, the environment, a file, or nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from dclint.base.files import display_path
from dclint.base.toml_files import WAIVERS_FILE, read_table
from dclint.config.settings import Config, TokenConfig, Waiver
from dclint.model.access_patterns import AccessPatterns


class SettingSource(StrEnum):
    """Who has said it; each beats those below it."""

    COMMAND_LINE = "command line"
    ENVIRONMENT = "environment"
    FILE = "file"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as it holds."""

    name: str
    """As files write it."""
    value: Any
    """As JSON writes it."""
    origin: SettingSource
    place: str | None = None
    """The option, the variable of the environment, or the file."""


def setting_sources(
    config: Config, file: Path | None, said: Mapping[str, tuple[SettingSource, str]]
) -> list[Setting]:
    """List all settings; `said` are those of the command line and the environment, by field.

    Raises ConfigError if the file cannot be read.
    """
    table = read_table(file) if file else {}
    found = []
    for field in fields(Config):
        name, value = field.name.replace("_", "-"), _plain(getattr(config, field.name))
        if field.name in said:
            found.append(Setting(name, value, *said[field.name]))
        elif file and name in table:
            found.append(Setting(name, value, SettingSource.FILE, display_path(file)))
        elif name == "waivers" and value and file:
            beside = display_path(file.with_name(WAIVERS_FILE))
            found.append(Setting(name, value, SettingSource.FILE, beside))
        else:
            found.append(Setting(name, value, SettingSource.DEFAULT))
    return found


def _plain(value: Any) -> Any:
    """Make JSON of a value."""
    match value:
        case dict():
            return {key: _plain(member) for key, member in value.items()}
        case tuple() | list():
            return [_plain(item) for item in value]
        case date():
            return value.isoformat()
        case StrEnum():
            return value.value
        case Waiver() | TokenConfig() | AccessPatterns():
            members = {each.name: getattr(value, each.name) for each in fields(value)}
            return {name.replace("_", "-"): _plain(member) for name, member in members.items()}
        case _:
            return value
