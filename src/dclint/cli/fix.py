"""`--fix` and `--diff` of `dclint check`."""

import functools
import io
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

import click

from dclint.cli.lint_options import LintCommandOptions
from dclint.cli.output import CLEAN, FINDINGS, INCOMPLETE, write_output
from dclint.errors import UsageError

if TYPE_CHECKING:
    from dclint.config.settings import Config
    from dclint.document.unreadable import Unreadable
    from dclint.fixing.fixer import FixResult
    from dclint.model.source_item import SourceItem
    from dclint.suppression.baseline import Baseline


_Command = TypeVar("_Command", bound=Callable[..., Any])
STDIN = "-"


class FixOptions(NamedTuple):
    """What is to be fixed, as the command line says."""

    fix: bool
    unsafe_fixes: bool
    diff: bool

    def check_combination(self, paths: tuple[str, ...]) -> None:
        """Raise UsageError if the options make no sense together, or with the paths."""
        if self.unsafe_fixes and not (self.fix or self.diff):
            raise UsageError("--unsafe-fixes needs --fix or --diff")
        if self.fix and not self.diff and STDIN in paths and len(paths) > 1:
            raise UsageError("--fix writes `-` to standard output, so no other file can go with it")

    @property
    def is_wanted(self) -> bool:
        """Whether anything is to be fixed, or shown as if it were."""
        return self.fix or self.diff


def fix_all(
    fixing: FixOptions, chosen: "Config", found: "Iterable[SourceItem | Unreadable]"
) -> "list[FixResult | Unreadable]":
    """Fix what was found; nothing is written yet."""
    from dclint.document.unreadable import Unreadable
    from dclint.fixing.fixer import apply_fixes
    from dclint.ruleset import registry as ruleset

    rules = ruleset.select_rules(ruleset.load_rules(chosen.rules), chosen)
    return [
        each
        if isinstance(each, Unreadable)
        else apply_fixes(each, rules, chosen, unsafe=fixing.unsafe_fixes)
        for each in found
    ]


def show_diffs(results: "Sequence[FixResult | Unreadable]") -> int:
    """Show what fixing would change, and return the exit code."""
    from dclint.fixing.diff import render_diff
    from dclint.fixing.fixer import FixResult
    from dclint.report.style import escape_unsafe, format_count

    files = findings = unread = 0
    for result in results:
        if not isinstance(result, FixResult):
            unread += 1
            name, reason = escape_unsafe(result.name), escape_unsafe(result.reason)
            click.echo(f"{name}: not read: {reason}", err=True)
        elif result.findings:
            files += 1
            findings += len(result.findings)
            write_output(render_diff(result))
    where = f" in {format_count(files, 'file')}" if files else ""
    click.echo(f"Would fix {format_count(findings, 'finding')}{where}.", err=True)
    if files:
        return FINDINGS
    return INCOMPLETE if unread else CLEAN


def write_all(
    linting: LintCommandOptions,
    chosen: "Config",
    results: "Sequence[FixResult | Unreadable]",
    stdin: bytes | None,
    known: "Baseline | None",
) -> int:
    """Write what was fixed, report what remains, and return the exit code.

    `stdin` is what came from standard input, if that was fixed.
    """
    from dclint.fixing.fixer import FixResult
    from dclint.report.style import escape_unsafe

    items: list[SourceItem | Unreadable] = []
    fixed = failed = 0
    for each in results:
        if not isinstance(each, FixResult):
            items.append(each)
            continue
        reason = _write_fixed(each, stdin)
        items.append(each.before if reason else each.after)
        fixed += 0 if reason else len(each.findings)
        if reason:
            failed += 1
            click.echo(f"{escape_unsafe(each.before.document.name)}: not fixed: {reason}", err=True)
    report = linting.lint_items(items, chosen, known=known, fixed_count=fixed)
    code = linting.write_report(report, chosen, aside=stdin is not None)
    return INCOMPLETE if failed and code == CLEAN else code


def _write_fixed(result: "FixResult", stdin: bytes | None) -> str | None:
    """Write a fixed text to where it came from; return why that was not done."""
    from dclint.fixing.files import encode_document
    from dclint.fixing.files import write_fixed_file as write_file

    if result.before.path is None:
        original = stdin or b""
        write_output(
            encode_document(result.after.document, original) if result.findings else original
        )
        return None
    if not result.findings:
        return None
    return write_file(result.before.path, result.before.document, result.after.document)


def read_stdin() -> io.BytesIO | None:
    """Read all of standard input, so that it can be written again as it was; None if closed."""
    return io.BytesIO(sys.stdin.buffer.read()) if sys.stdin else None


_OPTIONS = (
    click.option("--fix", is_flag=True, help="Fix what can be fixed without a doubt."),
    click.option("--unsafe-fixes", is_flag=True, help="Fix also what somebody has to look at."),
    click.option("--diff", is_flag=True, help="Only show what --fix would change; exit 1 if any."),
)


def add_fix_options(command: _Command) -> _Command:
    """Add the options of a command that can fix; it gets them as one value, `fixing`."""

    @functools.wraps(command)
    def gather_options(**options: Any) -> Any:
        own = {name: options.pop(name) for name in FixOptions._fields}
        return command(fixing=FixOptions(**own), **options)

    wrapped: Any = gather_options
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return cast(_Command, wrapped)
