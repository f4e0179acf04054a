"""`dclint check`."""

import sys
from typing import TYPE_CHECKING

import click

from dclint.cli.output import (
    CLEAN,
    FAILED,
    FINDINGS,
    FORMATS,
    INCOMPLETE,
    render,
    spare,
    style,
    targets,
    write,
)
from dclint.cli.settings import common_options, names, settings

if TYPE_CHECKING:
    from dclint.config import FailOn
    from dclint.result import Report


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    envvar="DCLINT_FORMAT",
    help="What to write to standard output.",
)
@click.option(
    "--output",
    "-o",
    "outputs",
    multiple=True,
    metavar="FORMAT[:FILE]",
    help="Write this format as well, to FILE or to standard output. Repeatable.",
)
@click.option("--select", multiple=True, metavar="RULES", help="Rules or categories to run.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Rules or categories not to run.")
@click.option(
    "--profile",
    type=click.Choice(["default", "pedantic", "auditor"]),
    envvar="DCLINT_PROFILE",
    help="How much to show.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    envvar="DCLINT_FAIL_ON",
    help="The least severity that fails the run (warning).",
)
@click.option("--strict-evaluation", is_flag=True, help="Fail if a check was not observable.")
@click.option("--skip-unrelated", is_flag=True, help="Skip named files without a connector.")
@click.option("--stdin-filename", default="stdin", metavar="NAME", help="What to call `-`.")
@click.option("--show-proof", is_flag=True, help="Show what a hostile value does to the request.")
@click.option("--profile-rules", is_flag=True, help="Say what each rule cost, on standard error.")
@common_options
def check(  # noqa: PLR0913 - click passes every option as a parameter
    *,
    paths: tuple[str, ...],
    form: str,
    outputs: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    profile: str | None,
    fail_on: str | None,
    strict_evaluation: bool,
    skip_unrelated: bool,
    stdin_filename: str,
    show_proof: bool,
    profile_rules: bool,
    config: str | None,
    isolated: bool,
    color: str,
) -> int:
    """Check connectors in files, folders, globs or standard input (`-`).

    Without PATHS, the working folder is checked. Exit code: 0 clean, 1 findings, 2 wrong usage
    or a fault of dclint, 3 something could not be read.
    """
    from dclint import ruleset
    from dclint.engine import lint
    from dclint.sources.files import documents

    wanted = targets(form, outputs)
    spare(paths, wanted)
    chosen = settings(
        config,
        isolated=isolated,
        paths=paths,
        select=names(select),
        ignore=names(ignore),
        profile=profile,
        fail_on=fail_on,
    )
    found = documents(
        paths or (".",),
        stdin=sys.stdin.buffer if sys.stdin else None,
        stdin_filename=stdin_filename,
        optional=skip_unrelated,
    )
    rules = ruleset.select(ruleset.load(chosen.rules), chosen)
    report = lint(found, rules, chosen, timed=profile_rules, proved=show_proof)
    for name, file in wanted:
        write(render(name, report, style(color, is_file=file is not None)), file)
    if profile_rules:
        click.echo(_costs(report), err=True)
    return _exit_code(report, chosen.fail_on, strict=strict_evaluation)


def _exit_code(report: "Report", fail_on: "FailOn", *, strict: bool) -> int:
    if report.crashes:
        return FAILED
    if any(fail_on.fails(finding.severity) for finding in report.findings):
        return FINDINGS
    incomplete = report.unreadable or report.dropped or (strict and report.not_observable)
    return INCOMPLETE if incomplete else CLEAN


def _costs(report: "Report") -> str:
    """The rules, dearest first, with microseconds a connector."""
    count = max(1, len(report.connectors))
    rows = [f"{ns / count / 1000:12.2f}  {name}" for name, ns in report.nanoseconds.most_common()]
    return "\n".join(["µs/connector  rule", *rows])
