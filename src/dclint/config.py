"""Settings: `dclint.toml`, or the table `[tool.dclint]` of `pyproject.toml`."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar

from dclint.errors import ConfigError
from dclint.finding import Profile, Severity
from dclint.suggest import nearest


class FailOn(StrEnum):
    """The least severity that makes a run fail."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"

    def fails(self, severity: Severity) -> bool:
        """Whether a finding of this severity makes the run fail."""
        return self is not FailOn.NEVER and severity.rank >= Severity(self.value).rank


def _kebab(name: str) -> str:
    return name.replace("_", "-")


_MAX_BYTES = 1024 * 1024

_STRICT = {"extra": "forbid", "alias_generator": _kebab}


@dataclass(frozen=True)
class TokenConfig:
    """What is known of a stored token, which a definition names by its id only."""

    header: str
    """The header that it fills, such as `Authorization`."""
    domain: str | None = None
    """The host for which it was made."""

    __pydantic_config__: ClassVar = _STRICT


@dataclass(frozen=True)
class Config:
    """All settings; every one has a default.  In files their names have `-` for `_`."""

    select: tuple[str, ...] = ()
    """Rules or categories to run; empty means all."""
    ignore: tuple[str, ...] = ()
    """Rules or categories not to run."""
    profile: Profile = Profile.DEFAULT
    """How much to show: default, pedantic (style as well) or auditor (matters of judgement)."""
    severity: dict[str, Severity] = field(default_factory=dict)
    """Rule name → severity, in place of the rule's own."""
    options: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Rule name → its options."""
    per_file_ignores: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Pattern as in `.gitignore` → rules or categories that are not run on such files."""
    known_variables: tuple[str, ...] = ()
    """Placeholders that the workspace fills without a data input."""
    tokens: dict[str, TokenConfig] = field(default_factory=dict)
    """Token id → what is known of it."""
    fail_on: FailOn = FailOn.WARNING
    """The least severity that makes the run fail."""
    rules: tuple[str, ...] = ()
    """Folders of declarative rules, relative to the file that names them."""
    lock: str = "dclint.lock"
    """The lock file, relative to the settings file if there is one."""

    __pydantic_config__: ClassVar = _STRICT


def find(start: Path) -> Path | None:
    """Return the nearest configuration file at or above the folder `start`."""
    for folder in (start, *start.parents):
        own = folder / "dclint.toml"
        if os.path.isfile(own):
            return own
        project = folder / "pyproject.toml"
        if os.path.isfile(project) and _has_table(project):
            return project
    return None


def _has_table(project: Path) -> bool:
    try:
        return b"tool.dclint" in read_small(project)
    except OSError:  # somebody else's file; dclint has no business to complain of it
        return False


def load(path: Path | None) -> Config:
    """Read the settings in `path`, or the defaults if it is None.

    Raises ConfigError if the file cannot be read or has a key or value that is not known.
    """
    if path is None:
        return Config()
    import tomllib

    try:
        table = tomllib.loads(read_small(path).decode("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from None
    except RecursionError:
        raise ConfigError(f"{path}: cannot be read: nested too deep") from None
    if path.name == "pyproject.toml":
        tools = table.get("tool")
        table = tools.get("dclint", {}) if isinstance(tools, dict) else {}
    config = validate(table, str(path))
    folders = tuple(str(path.parent / folder) for folder in config.rules)
    return replace(config, rules=folders, lock=str(path.parent / config.lock))


def read_small(path: Path) -> bytes:
    """Read a file of settings or rules.  Raises OSError if it is none, or far too large."""
    if path.exists() and not path.is_file():
        raise OSError("it is not a regular file")
    with path.open("rb") as file:
        content = file.read(_MAX_BYTES + 1)
    if len(content) > _MAX_BYTES:
        raise OSError("it is larger than 1 MiB")
    return content


def validate(table: dict[str, Any], source: str) -> Config:
    """Make settings of a table; `source` is named in errors.  Raises ConfigError."""
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Config).validate_python(table)
    except ValidationError as error:
        details = error.errors(include_url=False)
        details.sort(key=lambda detail: detail["type"] == "missing")  # a misspelt key is the cause
        raise ConfigError(f"{source}: {_explain(details[0])}") from None


def overlay(config: Config, changes: dict[str, Any]) -> Config:
    """Return `config` with what the command line says instead; keys are field names."""
    types: dict[str, Callable[[str], Any]] = {"profile": Profile, "fail_on": FailOn}
    typed = {key: types[key](v) if key in types else v for key, v in changes.items()}
    return replace(config, **typed)


def _explain(detail: Any) -> str:
    """Put pydantic's first error into a sentence."""
    key = ".".join(str(step) for step in detail["loc"])
    if not key:
        return "the settings are not a table"
    if not detail["type"].startswith(("extra_forbidden", "unexpected_keyword")):
        return f"`{key}`: {detail['msg'][0].lower()}{detail['msg'][1:]}"
    table = TokenConfig if detail["loc"][0] == "tokens" else Config
    guess = nearest(str(detail["loc"][-1]), [_kebab(f.name) for f in fields(table)], within=3)
    return f"unknown key `{key}`" + (f"; did you mean `{guess}`?" if guess else "")
