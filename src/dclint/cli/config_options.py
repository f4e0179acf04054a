"""The settings that hold for a command: those of the nearest file, overlaid by its options."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from dclint.config.settings import Config


_Command = TypeVar("_Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--config",
        type=click.Path(),
        metavar="FILE",
        envvar="DCLINT_CONFIG",
        help="Settings to use instead of the nearest dclint.toml.",
    ),
    click.option("--isolated", is_flag=True, help="Use no settings file."),
    click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        help="Use colour.",
    ),
)


def add_common_options(command: _Command) -> _Command:
    """Add the options that most commands have: --config, --isolated, --color."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def load_config(
    path: str | None, *, isolated: bool, paths: tuple[str, ...] = (), **changes: Any
) -> "Config":
    """Read `path`, or the settings nearest to all of `paths`; `changes` that are set win.

    Raises ConfigError if the file cannot be used.
    """
    from dclint.config import settings as config

    file = find_nearest_settings(path, isolated=isolated, paths=paths)
    return config.overlay_settings(
        config.load_settings(file), {k: v for k, v in changes.items() if v}
    )


def find_nearest_settings(
    path: str | None, *, isolated: bool, paths: tuple[str, ...] = ()
) -> Path | None:
    """Return the settings file that holds: `path`, or the one nearest to all of `paths`."""
    from dclint.config import settings as config

    if path is not None:
        return Path(path)
    return None if isolated else config.find_settings_file(_find_common_folder(paths))


def split_names(values: tuple[str, ...]) -> tuple[str, ...]:
    """Split what was given as `a,b` or as two options."""
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def _find_common_folder(paths: tuple[str, ...]) -> Path:
    """The folder that holds all of `paths`; the working folder if there is none."""
    existing = [os.path.abspath(path) for path in paths if os.path.exists(path)]
    try:
        common = Path(os.path.commonpath(existing or [os.getcwd()]))
    except ValueError:  # two drives of Windows have nothing in common
        return Path.cwd()
    return common if common.is_dir() else common.parent
