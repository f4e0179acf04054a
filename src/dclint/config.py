"""Settings: `dclint.toml`, or the table `[tool.dclint]` of `pyproject.toml`."""

import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

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


class _Table(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        alias_generator=lambda name: name.replace("_", "-"),
        populate_by_name=True,
    )


class TokenConfig(_Table):
    """What is known of a stored token, which a definition names by its id only."""

    header: str
    """The header that it fills, such as `Authorization`."""
    domain: str | None = None
    """The host for which it was made."""


class Config(_Table):
    """All settings; every one has a default."""

    select: tuple[str, ...] = ()
    """Rules or categories to run; empty means all."""
    ignore: tuple[str, ...] = ()
    """Rules or categories not to run."""
    profile: Profile = Profile.DEFAULT
    """How much to show: default, pedantic (style as well) or auditor (matters of judgement)."""
    severity: dict[str, Severity] = Field(default_factory=dict)
    """Rule name → severity, in place of the rule's own."""
    options: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """Rule name → its options."""
    per_file_ignores: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Pattern as in `.gitignore` → rules or categories that are not run on such files."""
    known_variables: tuple[str, ...] = ()
    """Placeholders that the workspace fills without a data input."""
    tokens: dict[str, TokenConfig] = Field(default_factory=dict)
    """Token id → what is known of it."""
    fail_on: FailOn = FailOn.WARNING
    """The least severity that makes the run fail."""
    rules: tuple[str, ...] = ()
    """Folders of declarative rules, relative to the file that names them."""


def find(start: Path) -> Path | None:
    """Return the nearest configuration file at or above the folder `start`."""
    for folder in (start, *start.parents):
        own = folder / "dclint.toml"
        if own.is_file():
            return own
        project = folder / "pyproject.toml"
        if project.is_file() and "tool.dclint" in project.read_text("utf-8", errors="replace"):
            return project
    return None


def load(path: Path | None) -> Config:
    """Read the settings in `path`, or the defaults if it is None.

    Raises ConfigError if the file cannot be read or has a key or value that is not known.
    """
    if path is None:
        return Config.model_construct()
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from None
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("dclint", {})
    config = validate(table, str(path))
    folders = tuple(str(path.parent / folder) for folder in config.rules)
    return config.model_copy(update={"rules": folders})


def validate(table: dict[str, Any], source: str) -> Config:
    """Make settings of a table; `source` is named in errors.  Raises ConfigError."""
    try:
        return Config.model_validate(table)
    except ValidationError as error:
        raise ConfigError(f"{source}: {_first(error)}") from None


def overlay(config: Config, changes: dict[str, Any]) -> Config:
    """Return `config` with what the command line says instead; keys are field names."""
    known = {"profile": Profile, "fail_on": FailOn}
    return config.model_copy(
        update={key: known[key](v) if key in known else v for key, v in changes.items()}
    )


def _first(error: ValidationError) -> str:
    detail = error.errors(include_url=False)[0]
    key = ".".join(str(step) for step in detail["loc"])
    if detail["type"] != "extra_forbidden":
        return f"`{key}`: {detail['msg'][0].lower()}{detail['msg'][1:]}"
    model = TokenConfig if detail["loc"][0] == "tokens" else Config
    known = [field.alias or name for name, field in model.model_fields.items()]
    guess = nearest(str(detail["loc"][-1]), known, within=3)
    return f"unknown key `{key}`" + (f"; did you mean `{guess}`?" if guess else "")
