"""`dclint diff` and `dclint lock`: what has changed, and what has been reviewed."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dclint.cli.api_options import ApiOptions, add_api_options
from dclint.cli.config_options import add_common_options, load_config
from dclint.cli.inputs import DRAFT, LIVE, drop_drafts, drop_superseded, read_side
from dclint.cli.lint_options import LintCommandOptions, add_lint_options
from dclint.cli.output import CLEAN, INCOMPLETE, Target, refuse_to_overwrite, write_output

if TYPE_CHECKING:
    from dclint.model.source_item import SourceItem

_DRIFT_RULE = "file-live-drift"


@click.command(short_help="Compare files, snapshots, live and draft versions.")
@click.argument("ours", metavar="A")
@click.argument("theirs", metavar="B")
@add_lint_options
@add_api_options
def diff(*, ours: str, theirs: str, linting: LintCommandOptions, visiting: ApiOptions) -> int:
    """Compare the connectors of A with those of B, member by member.

    A and B are files, folders, snapshots, or `live` or `draft` for a version of the live workspace.
    Order, the case of names and hosts, and what the server sets make no difference; what the API
    hides is unknown, not equal. Exit code, unless --fail-on says otherwise: 0 nothing weakens
    security in B, 1 something does, 2 wrong usage, 3 something could not be read.
    """
    from dclint.compare.diff import Side, compare_sides
    from dclint.compare.effects import RiskModel
    from dclint.engine.lint import lint
    from dclint.engine.plan import LintOptions
    from dclint.ruleset import registry as ruleset

    chosen = linting.load_config(tuple(name for name in (ours, theirs) if Path(name).exists()))
    rules = ruleset.load_rules(chosen.rules)
    judges = RiskModel(ruleset.select_rules(rules, chosen), chosen)
    mine, unread = read_side(ours, visiting)
    others, unread_there = read_side(theirs, visiting)
    if ours not in (LIVE, DRAFT):
        mine = _select_versions(mine, theirs)
    if theirs not in (LIVE, DRAFT):
        others = _select_versions(others, ours)
    documents = compare_sides(Side(mine, not unread), Side(others, not unread_there), judges)
    options = LintOptions(kind="diff")
    report = lint([*unread, *unread_there, *documents], [rules[_DRIFT_RULE]], chosen, options)
    return linting.write_report(report, linting.fail_on_errors_only(chosen))


def _select_versions(items: "list[SourceItem]", other_side: str) -> "list[SourceItem]":
    """Return the versions in files that fit what they are compared with."""
    if other_side == LIVE:
        return drop_drafts(items)
    return drop_superseded(items) if other_side == DRAFT else items


@click.command(short_help="Write digests of what was reviewed.")
@click.argument("sources", nargs=-1, metavar="[PATH]...")
@click.option("--output", "-o", type=click.Path(), metavar="FILE", help="Where to write it.")
@add_common_options
@add_api_options
def lock(
    *,
    sources: tuple[str, ...],
    output: str | None,
    visiting: ApiOptions,
    config: str | None,
    isolated: bool,
    color: str,
) -> int:
    """Write down with digests what has been reviewed of the connectors in PATHS, or `live`.

    The rule `unreviewed-change` reports whatever differs later: names, descriptions, inputs, URLs
    and the switches that decide who may do what.
    """
    from dclint.compare import lock as locks
    from dclint.report.style import escape_unsafe

    del color
    chosen = load_config(config, isolated=isolated, paths=sources)
    sides = [read_side(name, visiting) for name in sources or (".",)]
    documents = [each for found, _ in sides for each in found]
    unread = [each for _, lost in sides for each in lost]
    target = output or chosen.lock
    refuse_to_overwrite(sources, [Target("lock", target)])
    for name, reason in unread:
        click.echo(f"{escape_unsafe(name)}: not read: {escape_unsafe(reason)}", err=True)
    if unread:
        click.echo(f"{target}: not written, since not all could be read.", err=True)
        return INCOMPLETE
    write_output(locks.format_lock(documents), target)
    click.echo(f"{target}: written.", err=True)
    return CLEAN
