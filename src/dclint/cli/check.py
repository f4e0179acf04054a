"""`dclint check`."""

import sys

import click

from dclint.cli.fixing import STDIN, Fixing, fix_options, run, standard_input
from dclint.cli.linting import Linting, lint_options
from dclint.cli.output import spare


@click.command(short_help="Check connectors in files and folders.")
@click.argument("paths", nargs=-1, type=click.Path())
@lint_options
@fix_options
@click.option("--skip-unrelated", is_flag=True, help="Skip named files without a connector.")
@click.option("--stdin-filename", default="stdin", metavar="NAME", help="What to call `-`.")
def check(
    *,
    paths: tuple[str, ...],
    linting: Linting,
    fixing: Fixing,
    skip_unrelated: bool,
    stdin_filename: str,
) -> int:
    """Check connectors in files, folders, globs or standard input (`-`).

    Without PATHS, the working folder is checked. Exit code: 0 clean, 1 findings, 2 wrong usage
    or a fault of dclint, 3 something could not be read.
    """
    from dclint.sources.files import documents

    fixing.check(paths)
    spare(paths, linting.targets)
    chosen = linting.settings(paths)
    read = standard_input() if fixing.is_wanted and STDIN in paths else None
    found = documents(
        paths or (".",),
        stdin=read or (sys.stdin.buffer if sys.stdin else None),
        stdin_filename=stdin_filename,
        optional=skip_unrelated,
    )
    if fixing.is_wanted:
        return run(fixing, linting, chosen, found, read.getvalue() if read else None)
    return linting.report(linting.lint(found, chosen), chosen)
