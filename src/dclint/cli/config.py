"""`dclint config show`: every setting, and who has said it."""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dclint.base.files import display_path
from dclint.cli.ci_service import detect_service
from dclint.cli.config_options import (
    add_common_options,
    find_nearest_settings,
    load_config,
    split_names,
)
from dclint.cli.output import CLEAN, FORMATS, choose_style, write_output

if TYPE_CHECKING:
    from dclint.config.provenance import Setting, SettingSource


_REGIONS = ("us", "eu", "au")


@click.group(short_help="Show the settings.")
def config() -> None:
    """Settings come from the command line, the environment, a file, or are the defaults."""


@config.command(short_help="Show every setting with where it comes from.")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--format", "-f", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--select", multiple=True, metavar="RULES", help="As for `dclint check`.")
@click.option("--ignore", multiple=True, metavar="RULES", help="As for `dclint check`.")
@click.option(
    "--profile", type=click.Choice(["default", "pedantic", "auditor"]), envvar="DCLINT_PROFILE"
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    envvar="DCLINT_FAIL_ON",
)
@click.option("--baseline", type=click.Path(), metavar="FILE", help="As for `dclint check`.")
@add_common_options
@click.pass_context
def show(
    context: click.Context,
    /,
    *,
    paths: tuple[str, ...],
    form: str,
    config: str | None,
    isolated: bool,
    color: str,
    **options: Any,
) -> int:
    """Show every setting that holds for PATHS, with its value and where that comes from.

    Takes the options of `dclint check` that change settings. What is wrong in the file is said as
    it is there: exit code 2.
    """
    from dclint.config.provenance import setting_sources
    from dclint.ruleset import registry as ruleset

    options["select"], options["ignore"] = (
        split_names(options["select"]),
        split_names(options["ignore"]),
    )
    chosen = load_config(config, isolated=isolated, paths=paths, **options)
    ruleset.select_rules(ruleset.load_rules(chosen.rules), chosen)
    file = find_nearest_settings(config, isolated=isolated, paths=paths)
    said = {name: _find_option_origin(context, name) for name, value in options.items() if value}
    found = [*setting_sources(chosen, file, said), *_list_environment_settings()]
    write_output(_render_json(file, found) if form == "json" else _render_text(file, found, color))
    return CLEAN


def _find_option_origin(context: click.Context, name: str) -> "tuple[SettingSource, str]":
    """Tell who has set an option."""
    from click.core import ParameterSource

    from dclint.config.provenance import SettingSource

    option = next(each for each in context.command.params if each.name == name)
    if context.get_parameter_source(name) is ParameterSource.ENVIRONMENT:
        return SettingSource.ENVIRONMENT, str(option.envvar)
    return SettingSource.COMMAND_LINE, option.opts[0]


def _list_environment_settings() -> "list[Setting]":
    """What no file says, but the environment may: the format, and the region of an audit."""
    from dclint.config.provenance import Setting, SettingSource

    own = detect_service(os.environ).default_format
    found = []
    for name, default, values in (("format", own, FORMATS), ("region", "us", _REGIONS)):
        variable = f"DCLINT_{name.upper()}"
        value = os.environ.get(variable)
        if value:
            known = click.Choice(values)(value)
            found.append(Setting(name, known, SettingSource.ENVIRONMENT, variable))
        else:
            found.append(Setting(name, default, SettingSource.DEFAULT))
    return found


def _render_json(file: Path | None, found: "list[Setting]") -> str:
    members = {
        "version": 1,
        "file": file and display_path(file),
        "settings": [asdict(each) for each in found],
    }
    return json.dumps(members, indent=2) + "\n"


def _render_text(file: Path | None, found: "list[Setting]", color: str) -> str:
    """One line a setting, aligned, the defaults dimmed; a long value stands in the JSON."""
    from dclint.config.provenance import SettingSource
    from dclint.report.style import escape_unsafe
    from dclint.secrets.redaction import shorten_message

    how = choose_style(color)
    values = [
        escape_unsafe(shorten_message(json.dumps(each.value, ensure_ascii=False))) for each in found
    ]
    wide = min(40, max(map(len, values)))
    lines = [f"Settings: {escape_unsafe(display_path(file)) if file else 'no file'}", ""]
    for each, value in zip(found, values, strict=True):
        place = f"{each.origin.value} ({each.place})" if each.place else each.origin.value
        line = f"{each.name:16}  {value:{wide}}  {escape_unsafe(place)}"
        lines.append(how.paint(line, "dim") if each.origin is SettingSource.DEFAULT else line)
    return "\n".join(lines) + "\n"
