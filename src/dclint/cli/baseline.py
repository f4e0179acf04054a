"""`dclint baseline` and `dclint waive`: what is known, and what is accepted."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dclint.cli.config_options import add_common_options, find_nearest_settings, load_config
from dclint.cli.output import CLEAN, Target, refuse_to_overwrite, write_output
from dclint.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from dclint.config.settings import Config
    from dclint.engine.report import Report
    from dclint.findings.finding import Finding
    from dclint.suppression.baseline import Baseline


# Where a baseline is written if neither the command line nor the settings say.
DEFAULT_BASELINE = "dclint-baseline.txt"

_MIN_FINGERPRINT_LENGTH = 8  # digits of a fingerprint by which a finding may be named
_PATHS_ARGUMENT = click.argument("paths", nargs=-1, type=click.Path())
_FILE_OPTION = click.option("--file", type=click.Path(), metavar="FILE", help="The baseline.")


@click.group(short_help="Write or update a file of known findings.")
def baseline() -> None:
    """Let only new findings count: `dclint check --baseline FILE` knows those in FILE."""


@baseline.command("write", short_help="Write all findings there are into a baseline.")
@_PATHS_ARGUMENT
@_FILE_OPTION
@add_common_options
def write_baseline(
    *, paths: tuple[str, ...], file: str | None, config: str | None, isolated: bool, color: str
) -> int:
    """Write what is found in PATHS into a baseline; whoever runs dclint from now on knows it."""
    from dclint.suppression.baseline import format_baseline, make_baseline

    del color
    chosen = load_config(config, isolated=isolated, paths=paths)
    target = file or chosen.baseline or DEFAULT_BASELINE
    _refuse_to_lose_baseline(paths, target)
    found = _lint_paths(paths, chosen).findings
    kept = make_baseline(target, found).entries
    write_output(format_baseline(kept.values()), target)
    click.echo(f"{target}: {len(kept):,} findings.", err=True)
    if left := len(found) - len(kept):
        click.echo(f"{left:,} more are about what cannot be checked: mend it.", err=True)
    return CLEAN


@baseline.command("update", short_help="Remove what is fixed from a baseline.")
@_PATHS_ARGUMENT
@_FILE_OPTION
@click.option("--prune", is_flag=True, help="Forget connectors that are not in PATHS as well.")
@add_common_options
def update_baseline(
    *,
    paths: tuple[str, ...],
    file: str | None,
    prune: bool,
    config: str | None,
    isolated: bool,
    color: str,
) -> int:
    """Remove what is no longer found in PATHS from a baseline; nothing is added."""
    from dclint.suppression.baseline import format_baseline, key_of, load_baseline

    del color
    chosen = load_config(config, isolated=isolated, paths=paths)
    target = file or chosen.baseline or DEFAULT_BASELINE
    _refuse_to_lose_baseline(paths, target)
    before = load_baseline(Path(target))
    report = _lint_paths(paths, chosen, before)
    fixed = {each.fingerprint for each in report.fixed_baseline_entries}
    if prune:
        seen = {key_of(connector) for connector in report.connectors}
        fixed |= {own for own, each in before.entries.items() if each.connector not in seen}
    kept = [each for each in before.entries.values() if each.fingerprint not in fixed]
    write_output(format_baseline(kept), target)
    click.echo(f"{target}: {len(fixed):,} removed, {len(kept):,} left.", err=True)
    return CLEAN


@click.command(short_help="Accept one finding, for a reason and for a time.")
@click.argument("fingerprint")
@_PATHS_ARGUMENT
@click.option("--reason", required=True, help="Why it is accepted.")
@click.option("--expires", required=True, metavar="DATE", help="The last day, as 2027-03-31.")
@click.option("--owner", help="Who answers for it.")
@add_common_options
def waive(  # noqa: PLR0913 - click passes every option as a parameter
    *,
    fingerprint: str,
    paths: tuple[str, ...],
    reason: str,
    expires: str,
    owner: str | None,
    config: str | None,
    isolated: bool,
    color: str,
) -> int:
    """Write a waiver for the finding with this FINGERPRINT, or its first eight digits.

    It is appended to dclint-waivers.toml, beside the settings file. `--format json` shows the
    fingerprints of what is found in PATHS.
    """
    from dclint.base.toml_files import parse_table
    from dclint.ruleset.registry import expand_categories, load_rules

    del color
    last_day = _parse_last_day(expires)
    if not reason.strip():
        raise UsageError("--reason: say why it is accepted")
    chosen = load_config(config, isolated=isolated, paths=paths)
    finding = _find_finding(fingerprint, _lint_paths(paths, chosen).findings)
    if finding.rule in expand_categories(chosen.never_waive, load_rules(chosen.rules)):
        raise UsageError(f"the settings allow nobody to waive `{finding.rule}`")
    target = _find_waiver_file(config, paths, isolated=isolated)
    before = target.read_text("utf-8") if target.is_file() else ""
    entry = _format_waiver(finding, reason, owner, last_day)
    text = f"{before.rstrip()}\n\n{entry}\n".lstrip()
    parse_table(text, target)
    write_output(text, str(target))
    click.echo(f"{target}: {finding.rule} is accepted until {last_day.isoformat()}.", err=True)
    return CLEAN


def _parse_last_day(expires: str) -> "date":
    """Read the last day of a waiver.  Raises UsageError if it is none, or over."""
    from datetime import date

    try:
        last_day = date.fromisoformat(expires)
    except ValueError:
        raise UsageError(f"--expires: `{expires}` is no date; write it as 2027-03-31") from None
    if last_day < date.today():  # noqa: DTZ011 - waivers end where their people live
        raise UsageError(f"--expires: {expires} is over")
    return last_day


def _refuse_to_lose_baseline(paths: tuple[str, ...], target: str) -> None:
    """Raise UsageError if a baseline would replace what is checked, or any file that is none."""
    from dclint.suppression.baseline import load_baseline

    refuse_to_overwrite(paths, [Target("baseline", target)])
    if Path(target).exists():
        load_baseline(Path(target))


def _lint_paths(
    paths: tuple[str, ...], chosen: "Config", known: "Baseline | None" = None
) -> "Report":
    from dclint.engine.lint import lint
    from dclint.engine.plan import LintOptions
    from dclint.ruleset import registry as ruleset
    from dclint.sources.files import read_items

    rules = ruleset.select_rules(ruleset.load_rules(chosen.rules), chosen)
    found = read_items(paths or (".",), stdin=None)
    return lint(found, rules, chosen, LintOptions(write_fixes=False, baseline=known))


def _find_finding(fingerprint: str, findings: "list[Finding]") -> "Finding":
    """Return the one finding whose fingerprint begins so.  Raises UsageError."""
    wanted = fingerprint.strip().lower()
    found = [each for each in findings if each.fingerprint.startswith(wanted)]
    if len(wanted) < _MIN_FINGERPRINT_LENGTH or len(found) != 1:
        what = "no finding" if not found else "more than one finding"
        raise UsageError(f"`{fingerprint[:64]}` names {what}; `--format json` shows fingerprints")
    return found[0]


def _name_connector(finding: "Finding") -> str:
    """Name the connector as a waiver does.  Raises UsageError if it has no name."""
    connector = finding.connector
    name = connector and (connector.id or connector.name)
    if not name:
        raise UsageError("only what is found in a connector with a name can be waived")
    return name


def _format_waiver(finding: "Finding", reason: str, owner: str | None, expires: "date") -> str:
    """Write a waiver as TOML."""
    members = {
        "rule": finding.rule,
        "connector": _name_connector(finding),
        "path": finding.path,
        "fingerprint": finding.fingerprint,
        "severity": finding.severity.value,
        "reason": reason.strip(),
        "owner": owner,
    }
    lines = [
        f"{name} = {_quote_toml(value)}" for name, value in members.items() if value is not None
    ]
    return "\n".join(["[[waivers]]", *lines, f"expires = {expires.isoformat()}"])


def _find_waiver_file(config: str | None, paths: tuple[str, ...], *, isolated: bool) -> Path:
    """Return the file of waivers beside the settings.  Raises UsageError if there are none."""
    from dclint.base.toml_files import WAIVERS_FILE

    file = find_nearest_settings(config, isolated=isolated, paths=paths)
    if file is None:
        raise UsageError("a waiver stands beside dclint.toml; make one, perhaps by `dclint init`")
    return file.with_name(WAIVERS_FILE)


def _quote_toml(value: str) -> str:
    """Write a TOML string (https://toml.io/en/v1.0.0#string)."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
