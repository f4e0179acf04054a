"""Settings: `dclint.toml`, or the table `[tool.dclint]` of `pyproject.toml`."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar

from dclint.base.suggestions import find_nearest_name
from dclint.base.toml_files import WAIVERS_FILE, read_small_file, read_table
from dclint.errors import ConfigError
from dclint.findings.severity import Profile, Severity
from dclint.model.access_patterns import NO_PATTERNS, AccessPatterns


class FailOn(StrEnum):
    """The least severity that makes a run fail."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"

    def fails_on(self, severity: Severity) -> bool:
        """Whether a finding of this severity makes the run fail."""
        return self is not FailOn.NEVER and severity.rank >= Severity(self.value).rank


def _to_kebab_case(name: str) -> str:
    return name.replace("_", "-")


_STRICT = {"extra": "forbid", "alias_generator": _to_kebab_case}


@dataclass(frozen=True)
class TokenConfig:
    """What is known of a stored token, which a definition names by its id only."""

    header: str
    """The header that it fills, such as `Authorization`."""
    domain: str | None = None
    """The host for which it was made."""

    __pydantic_config__: ClassVar = _STRICT


@dataclass(frozen=True)
class Waiver:
    """One finding that somebody accepts, for a reason and for a time."""

    rule: str
    connector: str
    """The id or the name of the connector."""
    fingerprint: str
    """Of the finding, with the value that is accepted."""
    reason: str
    """Not empty."""
    expires: date
    """The last day on which it holds."""
    path: str = ""
    """The place within the connector, as reports write it."""
    owner: str | None = None
    severity: Severity = Severity.ERROR
    """The worst that is accepted: if it becomes worse, the waiver lapses."""
    file: str = ""
    """The settings file, and `line` in it; no settings say that of themselves."""
    line: int = 0

    def __post_init__(self) -> None:
        """Refuse a waiver that gives no reason.  Raises ValueError."""
        if not self.reason.strip():
            raise ValueError("a waiver gives a reason")

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
    access: AccessPatterns = NO_PATTERNS
    """The workspace's own words and paths: what stands for persons, for records, what is public."""
    fail_on: FailOn = FailOn.WARNING
    """The least severity that makes the run fail."""
    rules: tuple[str, ...] = ()
    """Folders of declarative rules, relative to the file that names them."""
    lock: str = "dclint.lock"
    """The lock file, relative to the settings file if there is one."""

    waivers: tuple[Waiver, ...] = ()
    """Findings that are accepted; `dclint-waivers.toml` beside the settings may hold more."""
    never_waive: tuple[str, ...] = ()
    """Rules or categories of which nothing may be suppressed or waived."""
    baseline: str | None = None
    """A file of known findings, relative to the file that names it."""

    __pydantic_config__: ClassVar = _STRICT


def find_settings_file(start: Path) -> Path | None:
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
        return b"tool.dclint" in read_small_file(project)
    except OSError:  # somebody else's file; dclint has no business to complain of it
        return False


def load_settings(path: Path | None) -> Config:
    """Read the settings in `path`, or the defaults if it is None.

    Raises ConfigError if the file cannot be read or has a key or value that is not known.
    """
    if path is None:
        return Config()
    config = validate_settings(read_table(path), str(path))
    beside = path.with_name(WAIVERS_FILE)
    more = validate_settings(read_table(beside), str(beside)).waivers if beside.is_file() else ()
    return replace(
        config,
        waivers=(*config.waivers, *more),
        rules=tuple(str(path.parent / folder) for folder in config.rules),
        lock=str(path.parent / config.lock),
        baseline=config.baseline and str(path.parent / config.baseline),
    )


def validate_settings(table: dict[str, Any], source: str) -> Config:
    """Make settings of a table; `source` is named in errors.  Raises ConfigError."""
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Config).validate_python(table)
    except ValidationError as error:
        details = error.errors(include_url=False)
        details.sort(key=lambda detail: detail["type"] == "missing")  # a misspelt key is the cause
        raise ConfigError(f"{source}: {_explain_error(details[0])}") from None


def overlay_settings(config: Config, changes: dict[str, Any]) -> Config:
    """Return `config` with what the command line says instead; keys are field names."""
    types: dict[str, Callable[[str], Any]] = {"profile": Profile, "fail_on": FailOn}
    typed = {key: types[key](v) if key in types else v for key, v in changes.items()}
    return replace(config, **typed)


_NESTED: dict[str, Any] = {"tokens": TokenConfig, "waivers": Waiver, "access": AccessPatterns}


def _explain_error(detail: Any) -> str:
    """Put pydantic's first error into a sentence."""
    key = ".".join(str(step) for step in detail["loc"])
    if not key:
        return "the settings are not a table"
    if not detail["type"].startswith(("extra_forbidden", "unexpected_keyword")):
        message = detail["msg"].removeprefix("Value error, ")
        return f"`{key}`: {message[0].lower()}{message[1:]}"
    table = _NESTED.get(str(detail["loc"][0]), Config)
    guess = find_nearest_name(
        str(detail["loc"][-1]), [_to_kebab_case(f.name) for f in fields(table)], within=3
    )
    return f"unknown key `{key}`" + (f"; did you mean `{guess}`?" if guess else "")
