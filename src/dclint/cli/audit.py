"""`dclint audit` and `dclint pull`: a live workspace, linted or just kept."""

import re
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dclint.cli.api_options import ApiOptions, add_api_options
from dclint.cli.lint_options import LintCommandOptions, add_lint_options
from dclint.cli.output import CLEAN, INCOMPLETE
from dclint.cli.progress import choose_progress
from dclint.errors import UsageError

if TYPE_CHECKING:
    from dclint.config.settings import Config
    from dclint.fixing.proposals import Proposals
    from dclint.sources.intercom.executions import ExecutionWindow
    from dclint.sources.snapshot import Changes


_UNITS = {"m": "minutes", "h": "hours", "d": "days"}

_STATE_OPTION = click.option(
    "--state",
    type=click.Choice(["live", "draft", "both"]),
    default="both",
    help="Which version to read; a draft that is no different is left out (both).",
)


@click.command(short_help="Check a live workspace, read-only.")
@add_api_options
@_STATE_OPTION
@click.option(
    "--snapshot", type=click.Path(file_okay=False), metavar="DIR", help="Keep what is read."
)
@click.option(
    "--proposals",
    type=click.Path(file_okay=False),
    metavar="DIR",
    help="Write what updates would have to send.",
)
@click.option("--unsafe-fixes", is_flag=True, help="Propose also what somebody has to look at.")
@click.option("--with-executions", is_flag=True, help="Look at recorded calls as well.")
@click.option("--since", default="7d", metavar="AGE", help="How far back: 90m, 12h, 7d (7d).")
@click.option(
    "--include-bodies",
    is_flag=True,
    help="Look into the answers of recorded calls, which hold personal data; for auditors only.",
)
@add_lint_options
def audit(  # noqa: PLR0913 - click passes every option as a parameter
    *,
    visiting: ApiOptions,
    linting: LintCommandOptions,
    state: str,
    snapshot: str | None,
    proposals: str | None,
    unsafe_fixes: bool,
    with_executions: bool,
    since: str,
    include_bodies: bool,
) -> int:
    """Check the data connectors of a live workspace; nothing is ever changed.

    The access token comes from INTERCOM_ACCESS_TOKEN or the keyring. Exit code: 0 clean, 1
    findings, 2 wrong usage or a fault of dclint, 3 no findings, but something was not read.
    """
    from dclint.sources.intercom.connectors import VersionState
    from dclint.sources.snapshot import Snapshot

    chosen = linting.load_config((snapshot,) if snapshot else ())
    window = _parse_window(since, bodies=include_bodies)
    if include_bodies and (chosen.profile != "auditor" or not with_executions):
        raise UsageError("--include-bodies needs --with-executions and --profile auditor")
    bar = choose_progress(sys.stderr)
    on_finding = None if snapshot else linting.make_streamer(bar.clear_line)
    proposer = _create_proposals(proposals, chosen, unsafe=unsafe_fixes)
    with Snapshot(Path(snapshot), state) if snapshot else nullcontext() as store:
        visit = visiting.open_reader(
            VersionState(state),
            in_order=on_finding is None,
            window=window if with_executions else None,
            store=store,
            bar=bar,
        )
        found = proposer.watch(visit.read_items()) if proposer else visit.read_items()
        report = linting.lint_items(found, chosen, on_finding=on_finding, audit=visit.audit)
        if proposer:
            click.echo(f"{proposals}: {proposer.write()} proposed, nothing sent.", err=True)
        if store:
            _print_changes(store.finish(visit.audit, visit.unreadable), snapshot)
    return linting.write_report(report, chosen, streamed=on_finding is not None)


@click.command(short_help="Write a live workspace into a folder.")
@click.argument("folder", type=click.Path(file_okay=False))
@add_api_options
@_STATE_OPTION
def pull(*, folder: str, visiting: ApiOptions, state: str) -> int:
    """Write every data connector of a live workspace into FOLDER, one file a version.

    Files that say the same already stay as they are, with their comments and their order. Exit
    code: 0 all read, 2 wrong usage, 3 something could not be read.
    """
    from dclint.report.style import escape_unsafe
    from dclint.sources.intercom.connectors import VersionState
    from dclint.sources.snapshot import Snapshot

    with Snapshot(Path(folder), state) as store:
        visit = visiting.open_reader(VersionState(state), store=store)
        for _ in visit.read_items():
            pass
        for name, reason in visit.unreadable:
            click.echo(f"{escape_unsafe(name)}: not read: {escape_unsafe(reason)}", err=True)
        _print_changes(store.finish(visit.audit, visit.unreadable), folder)
    return INCOMPLETE if visit.unreadable else CLEAN


def _create_proposals(folder: str | None, chosen: "Config", *, unsafe: bool) -> "Proposals | None":
    if folder is None:
        if unsafe:
            raise UsageError("--unsafe-fixes needs --proposals")
        return None
    from dclint.fixing.proposals import Proposals
    from dclint.ruleset import registry as ruleset

    rules = ruleset.select_rules(ruleset.load_rules(chosen.rules), chosen)
    return Proposals(Path(folder), rules, chosen, unsafe=unsafe)


def _print_changes(changes: "Changes | None", folder: str | None) -> None:
    if changes is None:
        click.echo(f"{folder}: nothing could be read, so all stays as it was.", err=True)
        return
    written, unchanged, removed = changes
    click.echo(f"{folder}: {written} written, {unchanged} unchanged, {removed} removed.", err=True)


def _parse_window(since: str, *, bodies: bool) -> "ExecutionWindow":
    from datetime import UTC, datetime, timedelta

    from dclint.sources.intercom.executions import ExecutionWindow

    age = re.fullmatch(r"([1-9][0-9]{0,4})([mhd])", since)
    if not age:
        raise UsageError(f"--since: `{since}` is no age; write 90m, 12h or 7d")
    ago = timedelta(**{_UNITS[age[2]]: int(age[1])})
    return ExecutionWindow(datetime.now(UTC) - ago, bodies=bodies)
