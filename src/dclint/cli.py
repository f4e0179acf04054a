"""The command line: the only place that prints, writes files, or ends the process.

Only click and the standard library are imported here; a command imports what it needs.
"""

import gc
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from dclint import __version__
from dclint.errors import DclintError, UsageError

if TYPE_CHECKING:
    from dclint.config import Config, FailOn
    from dclint.report.style import Style
    from dclint.result import Report

_RENDERERS = {
    "text": ("text", "render"),
    "concise": ("text", "concise"),
    "json": ("json", "render"),
    "sarif": ("sarif", "render"),
}
FORMATS = tuple(_RENDERERS)
SCHEMAS = ("connector", "report", "config", "rule")
SHELLS = ("bash", "zsh", "fish")

CLEAN, FINDINGS, FAILED, INCOMPLETE, INTERRUPTED = 0, 1, 2, 3, 130

_color = click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Use colour."
)
_config = click.option(
    "--config", type=click.Path(), metavar="FILE", envvar="DCLINT_CONFIG", help="Settings to use."
)
_isolated = click.option("--isolated", is_flag=True, help="Use no settings file.")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with one of the documented exit codes."""
    gc.set_threshold(100_000, 50, 100)  # start-up and parsing make many objects and no garbage
    try:
        code = cli.main(arguments, prog_name="dclint", standalone_mode=False) or CLEAN
    except click.ClickException as error:
        error.show()
        code = FAILED
    except click.Abort:
        code = INTERRUPTED
    except DclintError as error:
        click.echo(f"dclint: {error}", err=True)
        code = FAILED
    except Exception:  # noqa: BLE001 - whatever happens, the exit code is a documented one
        traceback.print_exc()
        code = FAILED
    sys.exit(code)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="dclint", message="%(prog)s %(version)s")
def cli() -> None:
    """Lint Intercom data connectors: find the ones that break, leak or let strangers in."""


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--format", "-f", "form", type=click.Choice(FORMATS), default="text", envvar="DCLINT_FORMAT",
    help="What to write to standard output.",
)  # fmt: skip
@click.option(
    "--output", "-o", "outputs", multiple=True, metavar="FORMAT[:FILE]",
    help="Write this format as well, to FILE or to standard output. Repeatable.",
)  # fmt: skip
@click.option("--select", multiple=True, metavar="RULES", help="Rules or categories to run.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Rules or categories not to run.")
@click.option(
    "--profile", type=click.Choice(["default", "pedantic", "auditor"]), envvar="DCLINT_PROFILE",
    help="How much to show.",
)  # fmt: skip
@click.option(
    "--fail-on", type=click.Choice(["error", "warning", "info", "never"]), envvar="DCLINT_FAIL_ON",
    help="The least severity that fails the run (warning).",
)  # fmt: skip
@click.option("--strict-evaluation", is_flag=True, help="Fail if a check was not observable.")
@click.option("--skip-unrelated", is_flag=True, help="Skip named files without a connector.")
@click.option("--stdin-filename", default="stdin", metavar="NAME", help="What to call `-`.")
@click.option("--profile-rules", is_flag=True, help="Say what each rule cost, on standard error.")
@_config
@_isolated
@_color
def check(  # noqa: PLR0913 - one parameter an option, as click has it
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
    profile_rules: bool,
    config: str | None,
    isolated: bool,
    color: str,
) -> int:
    """Check connectors in files, folders, globs or standard input (`-`).

    Without PATHS, the working folder is checked.  Exit code: 0 clean, 1 findings, 2 wrong usage
    or a fault of dclint, 3 something could not be read.
    """
    from dclint import ruleset  # noqa: PLC0415 - see the module docstring
    from dclint.engine import lint  # noqa: PLC0415
    from dclint.sources.files import documents  # noqa: PLC0415

    targets = _targets(form, outputs)
    changes = {
        "select": _names(select),
        "ignore": _names(ignore),
        "profile": profile,
        "fail_on": fail_on,
    }
    settings = _settings(config, changes, paths, isolated=isolated)
    rules = ruleset.select(ruleset.load(settings.rules), settings)
    found = documents(
        paths or (".",),
        stdin=sys.stdin and sys.stdin.buffer,
        stdin_filename=stdin_filename,
        optional=skip_unrelated,
    )
    report = lint(found, rules, settings, timed=profile_rules)
    for name, file in targets:
        _write(_render(name, report, _style(color, is_file=file is not None)), file)
    if profile_rules:
        click.echo(_profile(report), err=True)
    return _exit_code(report, settings.fail_on, strict=strict_evaluation)


@cli.command()
@click.option("--format", "-f", "form", type=click.Choice(["text", "json"]), default="text")
@_config
@_isolated
@_color
def rules(form: str, config: str | None, color: str, *, isolated: bool) -> None:
    """List the rules."""
    from dclint import ruleset  # noqa: PLC0415
    from dclint.report import page  # noqa: PLC0415

    settings = _settings(config, {}, (), isolated=isolated)
    found = list(ruleset.load(settings.rules).values())
    if form == "json":
        _write(page.as_json(found), None)
    else:
        _write(page.listing(found, _style(color)), None)


@cli.command()
@click.argument("rule")
@_config
@_isolated
@_color
def explain(rule: str, config: str | None, color: str, *, isolated: bool) -> None:
    """Explain a rule: what is wrong, why it matters, how to fix it, examples."""
    from dclint import ruleset  # noqa: PLC0415
    from dclint.report import page  # noqa: PLC0415

    settings = _settings(config, {}, (), isolated=isolated)
    found = ruleset.load(settings.rules)
    if rule not in found:
        raise UsageError(ruleset.unknown("rule", rule, found))
    _write(page.explain(found[rule], _style(color)), None)


@cli.command()
@click.argument("kind", type=click.Choice(SCHEMAS))
def schema(kind: str) -> None:
    """Print a JSON Schema: of connector files, the report, the settings, or rule files."""
    from dclint import schemas  # noqa: PLC0415

    _write(schemas.render(kind), None)


@cli.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print a completion script for a shell: `eval "$(dclint completion bash)"`."""
    from click.shell_completion import get_completion_class  # noqa: PLC0415

    found = get_completion_class(shell)
    if found is None:  # pragma: no cover - click knows all of SHELLS
        raise UsageError(f"no completion for {shell}")
    _write(found(cli, {}, "dclint", "_DCLINT_COMPLETE").source() + "\n", None)


def _settings(
    path: str | None, changes: dict[str, Any], paths: tuple[str, ...], *, isolated: bool
) -> "Config":
    """The settings at or above all that is checked, overlaid with what the command line says."""
    from dclint import config  # noqa: PLC0415

    if path is not None:
        file: Path | None = Path(path)
    else:
        file = None if isolated else config.find(_common(paths))
    return config.overlay(config.load(file), {k: v for k, v in changes.items() if v})


def _common(paths: tuple[str, ...]) -> Path:
    """The folder that holds all of `paths`; the working folder if there is none."""
    existing = [os.path.abspath(path) for path in paths if os.path.exists(path)]
    try:
        common = Path(os.path.commonpath(existing or [os.getcwd()]))
    except ValueError:  # two drives of Windows have nothing in common
        return Path.cwd()
    return common if common.is_dir() else common.parent


def _names(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def _targets(form: str, outputs: tuple[str, ...]) -> list[tuple[str, str | None]]:
    """What to write where: format and file, or None for standard output."""
    targets: list[tuple[str, str | None]] = []
    for output in outputs:
        name, _, file = output.partition(":")
        if name not in FORMATS:
            raise UsageError(f"unknown format `{name}`; choose from {', '.join(FORMATS)}")
        targets.append((name, file or None))
    on_stdout = [name for name, file in targets if file is None]
    if len(on_stdout) > 1:
        raise UsageError("only one format can go to standard output; give the others a file")
    return targets if on_stdout else [(form, None), *targets]


def _render(name: str, report: "Report", style: "Style") -> str:
    renderer: Callable[[Report, Style], str] = getattr(
        import_module(f"dclint.report.{_RENDERERS[name][0]}"), _RENDERERS[name][1]
    )
    return renderer(report, style)


def _style(color: str, *, is_file: bool = False) -> "Style":
    """The flag decides, then NO_COLOR, then FORCE_COLOR, then whether there is a terminal."""
    from dclint.report.style import Style  # noqa: PLC0415

    if is_file:
        return Style()
    if color != "auto":
        return Style(color=color == "always")
    if os.environ.get("NO_COLOR"):
        return Style()
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    return Style(color=bool(os.environ.get("FORCE_COLOR")) or is_terminal)


def _exit_code(report: "Report", fail_on: "FailOn", *, strict: bool) -> int:
    if report.crashes:
        return FAILED
    if any(fail_on.fails(finding.severity) for finding in report.findings):
        return FINDINGS
    incomplete = report.unreadable or report.dropped or (strict and report.not_observable)
    return INCOMPLETE if incomplete else CLEAN


def _profile(report: "Report") -> str:
    """The rules, dearest first, with microseconds a connector."""
    count = max(1, len(report.connectors))
    rows = [f"{ns / count / 1000:10.2f}  {name}" for name, ns in report.nanoseconds.most_common()]
    return "\n".join(["µs/connector  rule", *rows])


def _write(text: str, file: str | None) -> None:
    """Write UTF-8 to a file, replacing it as a whole, or to standard output."""
    content = text.encode("utf-8", "backslashreplace")
    try:
        if file is not None:
            _replace(Path(file), content)
        elif sys.stdout is None:
            raise UsageError("standard output is closed")
        else:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        if file is None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        name = file or "standard output"
        raise UsageError(f"{name}: cannot be written: {error.strerror}") from None


def _replace(path: Path, content: bytes) -> None:
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    target = path.resolve()
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
