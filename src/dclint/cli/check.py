"""`dclint check`."""

import sys
from typing import TYPE_CHECKING, BinaryIO

import click

from dclint.cli.fix import (
    STDIN,
    FixOptions,
    add_fix_options,
    fix_all,
    read_stdin,
    show_diffs,
    write_all,
)
from dclint.cli.lint_options import LintCommandOptions, add_lint_options
from dclint.cli.output import refuse_to_overwrite
from dclint.errors import UsageError

if TYPE_CHECKING:
    from dclint.config.settings import Config
    from dclint.suppression.baseline import Baseline


@click.command(short_help="Check connectors in files and folders.")
@click.argument("paths", nargs=-1, type=click.Path())
@add_lint_options
@add_fix_options
@click.option("--skip-unrelated", is_flag=True, help="Skip named files without a connector.")
@click.option("--diff-base", metavar="REV", help="Let only what is not there at REV count.")
@click.option("--stdin-filename", default="stdin", metavar="NAME", help="What to call `-`.")
def check(
    *,
    paths: tuple[str, ...],
    linting: LintCommandOptions,
    fixing: FixOptions,
    skip_unrelated: bool,
    diff_base: str | None,
    stdin_filename: str,
) -> int:
    """Check connectors in files, folders, globs or standard input (`-`).

    Without PATHS, the working folder is checked. Exit code: 0 clean, 1 findings, 2 wrong usage
    or a fault of dclint, 3 something could not be read.
    """
    from dclint.sources.files import read_items

    fixing.check_combination(paths)
    refuse_to_overwrite(paths, linting.output_targets)
    chosen = linting.load_config(paths)
    paths = paths or (".",)
    original = read_stdin() if fixing.is_wanted and STDIN in paths else None
    items = read_items(
        paths,
        stdin=original or _open_stdin(),
        stdin_filename=stdin_filename,
        optional=skip_unrelated,
    )
    known = _lint_revision(diff_base, paths, linting, chosen)
    if not fixing.is_wanted:
        return linting.write_report(linting.lint_items(items, chosen, known=known), chosen)
    results = fix_all(fixing, chosen, items)
    if fixing.diff:
        return show_diffs(results)
    stdin = original.getvalue() if original else None
    return write_all(linting, chosen, results, stdin, known)


def _open_stdin() -> BinaryIO | None:
    return sys.stdin.buffer if sys.stdin else None


def _lint_revision(
    revision: str | None, paths: tuple[str, ...], linting: LintCommandOptions, chosen: "Config"
) -> "Baseline | None":
    """Return what was there at a revision; of a finding only its identity counts, not its line."""
    if revision is None:
        return None
    from dataclasses import replace

    from dclint.sources.files import read_items
    from dclint.sources.git import checkout_revision
    from dclint.suppression import baseline

    if not revision:
        raise UsageError("--diff-base: an empty name is no revision")
    if linting.baseline:
        raise UsageError("--diff-base and --baseline both say what is known; choose one")
    with checkout_revision(revision, paths) as folders:
        report = linting.lint_items(read_items(folders, stdin=None), replace(chosen, baseline=None))
    return baseline.make_baseline(revision, report.findings)
