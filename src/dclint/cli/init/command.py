"""`dclint init`: from a folder with connectors to one that is checked at every change."""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from dclint.cli.output import CLEAN, write_output
from dclint.errors import UsageError

if TYPE_CHECKING:
    from dclint.cli.init.scaffold import SetupStep
    from dclint.engine.report import Report


class _SettingsFile(NamedTuple):
    """The settings file, which need not be there yet, and the baseline that it names."""

    path: str
    baseline: str | None
    exists: bool


@click.command(short_help="Set dclint up in a repository.")
@click.argument("folder", default=".", type=click.Path(exists=True, file_okay=False))
@click.option("--baseline", is_flag=True, help="Let what is found today count as known.")
@click.option(
    "--ci",
    type=click.Choice(["auto", "github", "gitlab", "none"]),
    default="auto",
    help="The service that gets a job (what is there).",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing.")
def init(*, folder: str, baseline: bool, ci: str, dry_run: bool, yes: bool) -> int:
    """Set dclint up in FOLDER, the root of a repository; `.` if it is left out.

    Writes dclint.toml, the hook for pre-commit and a job for GitHub Actions or GitLab CI, and with
    --baseline the findings of today. What is there already is kept: text is added to it or it is
    left as it is, and either is said. Asks before each file, except in CI and without a terminal.
    """
    from dclint.cli.init.scaffold import BASELINE

    root = Path(folder)
    _refuse_subfolder(root)
    asks = not (yes or dry_run) and _is_interactive()
    found = _find_settings_file(root)
    report = _lint_folder(root, found)
    _print_summary(report)
    if asks and report.findings and not (baseline or found.baseline):
        baseline = click.confirm("Let them count as known (a baseline)?", default=False, err=True)
    for step in list(_plan_steps(root, found, report, ci, baseline=baseline)):
        is_agreed = step.path == BASELINE  # the settings that name it would be of no use without it
        _apply_step(step, root, dry_run=dry_run, asks=asks and not is_agreed)
    return CLEAN


def _plan_steps(
    root: Path, found: _SettingsFile, report: "Report", ci: str, *, baseline: bool
) -> "Iterator[SetupStep]":
    from dclint.cli.init import scaffold as setup

    added = setup.BASELINE if baseline and not found.baseline else None
    before = _read_file(root, found.path) if found.exists else None
    yield setup.plan_settings(before, baseline=added, path=found.path)
    if baseline:
        yield _plan_baseline(root, found.baseline or setup.BASELINE, report)
    yield setup.plan_hook(_read_file(root, setup.HOOK))
    present = [name for name in os.listdir(root) if name.startswith(".git")]
    remotes = _read_file(root, ".git/config") or ""
    wanted = {"auto": setup.detect_services(present, remotes), "none": ()}.get(ci, (ci,))
    texts = {path: _read_file(root, path) for path in (setup.WORKFLOW, setup.GITLAB)}
    yield from setup.ci(texts, wanted)


def _plan_baseline(root: Path, name: str, report: "Report") -> "SetupStep":
    """Return the step that writes a baseline; one that is there stays as it is."""
    from dclint.cli.init.scaffold import SetupStep
    from dclint.suppression.baseline import format_baseline, make_baseline

    before = _read_file(root, name)
    if before is not None:
        return SetupStep(name, before, before)
    entries = make_baseline(name, report.findings).entries.values()
    return SetupStep(name, None, format_baseline(entries))


def _apply_step(step: "SetupStep", root: Path, *, dry_run: bool, asks: bool) -> None:
    """Write one file, show what would become of it, or say why not."""
    if step.advice:
        _print_message(f"{step.path}: left as it is; add this by hand:")
        _print_message(step.advice)
    elif step.after == step.before:
        _print_message(f"{step.path}: there already; left as it is.")
    elif dry_run:
        write_output(_render_diff(step))
    elif not asks or click.confirm(_format_question(step), default=True, err=True):
        target = root / step.path
        _refuse_outside_path(root, target)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_output(step.after, str(target))
        _print_message(
            f"{step.path}: {'written' if step.before is None else 'changed; nothing removed'}."
        )


def _format_question(step: "SetupStep") -> str:
    return f"{'Write' if step.before is None else 'Add to'} {step.path}?"


def _render_diff(step: "SetupStep") -> str:
    from difflib import unified_diff

    from dclint.report.style import escape_unsafe

    before = (step.before or "").splitlines()
    old = "/dev/null" if step.before is None else f"a/{step.path}"
    lines = unified_diff(before, step.after.splitlines(), old, f"b/{step.path}", lineterm="")
    return "".join(f"{escape_unsafe(line)}\n" for line in lines)


def _lint_folder(root: Path, found: _SettingsFile) -> "Report":
    """Check the folder with the settings that it has."""
    from dclint.config import settings as config
    from dclint.engine.lint import lint
    from dclint.ruleset import registry as ruleset
    from dclint.sources.files import read_items

    chosen = config.load_settings(root / found.path) if found.exists else config.Config()
    rules = ruleset.select_rules(ruleset.load_rules(chosen.rules), chosen)
    try:
        texts = read_items((str(root),), stdin=None)
    except UsageError:  # an empty folder may be set up too
        return lint([], rules, chosen)
    return lint(texts, rules, chosen)


def _find_settings_file(root: Path) -> _SettingsFile:
    from dclint.cli.init import scaffold as setup
    from dclint.config import settings as config

    file = config.find_settings_file(Path(os.path.abspath(root)))
    if file is None:
        return _SettingsFile(setup.SETTINGS, None, exists=False)
    if file.parent != Path(os.path.abspath(root)):
        raise UsageError(f"{file} holds for this folder; run `dclint init` beside it")
    named = config.load_settings(file).baseline
    relative = named and Path(os.path.relpath(named, file.parent)).as_posix()
    return _SettingsFile(file.name, relative, exists=True)


def _print_summary(report: "Report") -> None:
    from dclint.report.style import format_count

    files = {each.file for each in report.connectors}
    if not files:
        _print_message("No data connectors found here yet.")
        return
    of_kind = Counter(finding.severity for finding in report.findings)
    kinds = [format_count(count, kind.value) for kind, count in sorted(of_kind.items())]
    found = format_count(len(report.connectors), "connector")
    _print_message(
        f"{found} in {format_count(len(files), 'file')}: {', '.join(kinds) or 'nothing found'}."
    )


def _read_file(root: Path, name: str) -> str | None:
    """Read a file of the repository; None if there is none.  Raises UsageError."""
    from dclint.base.toml_files import read_small_file

    path = root / name
    if not os.path.lexists(path):
        return None
    try:
        return read_small_file(path).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from None


def _refuse_subfolder(root: Path) -> None:
    """Raise UsageError in a folder below the root of a repository: services look there only."""
    folder = Path(os.path.realpath(root))
    above = next((each for each in (folder, *folder.parents) if (each / ".git").exists()), folder)
    if above != folder:
        raise UsageError(f"{folder} is a part of the repository {above}; run `dclint init` there")


def _refuse_outside_path(root: Path, target: Path) -> None:
    real = os.path.realpath(root)
    if os.path.commonpath([real, os.path.realpath(target)]) != real:
        raise UsageError(f"{target}: this is a link that leads out of the folder")


def _is_interactive() -> bool:
    """Whether somebody is there to ask."""
    if os.environ.get("CI"):
        return False
    streams = (sys.stdin, sys.stderr)
    return all(stream is not None and stream.isatty() for stream in streams)


def _print_message(text: str) -> None:
    from dclint.report.style import escape_unsafe

    for line in text.splitlines():
        click.echo(escape_unsafe(line), err=True)
