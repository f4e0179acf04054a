"""Where the command line writes, how, and what its exit codes mean."""

import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from dclint.base.files import replace_file
from dclint.errors import UsageError

if TYPE_CHECKING:
    from dclint.config.settings import Config
    from dclint.engine.report import Report
    from dclint.report.style import Renderer, Style


CLEAN, FINDINGS, FAILED, INCOMPLETE, INTERRUPTED = 0, 1, 2, 3, 130

_RENDERERS = {
    "text": ("text", "render"),
    "concise": ("text", "concise"),
    "json": ("json", "render"),
    "sarif": ("sarif", "render"),
    "github": ("github", "render"),
    "gitlab": ("gitlab", "render"),
    "gitlab-sast": ("gitlab.sast", "render"),
    "junit": ("junit", "render"),
    "markdown": ("markdown", "render"),
    "csv": ("csv", "render"),
    "html": ("html", "render"),
}

FORMATS = tuple(_RENDERERS)
WITHOUT_FIXES = frozenset({"concise", "csv", "github", "gitlab", "gitlab-sast", "junit"})

# The format that somebody else describes, in the file that `--template` names.
TEMPLATE = "template"

_JOB_START = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)Z")


@dataclass(frozen=True, slots=True)
class Target:
    """What is written where."""

    form: str
    """The name of a format."""
    path: str | None
    """The file, or None for standard output."""


def parse_targets(form: str, outputs: tuple[str, ...], template: str | None = None) -> list[Target]:
    """Return what `--format` and `--output` ask for.

    Raises UsageError for an unknown format, or if two formats want the same place.
    """
    known = (*FORMATS, TEMPLATE) if template else FORMATS
    targets = [_parse_target(output, known) for output in outputs]
    paths = [target.path for target in targets if target.path is not None]
    on_stdout = len(targets) - len(paths)
    if on_stdout > 1:
        raise UsageError("only one format can go to standard output; give the others a file")
    files = [os.path.realpath(path) for path in paths if not Path(path).is_char_device()]
    if len(set(files)) < len(files):
        raise UsageError("two formats cannot go to the same file")
    if template and os.path.realpath(template) in files:
        raise UsageError(f"{template}: the report would replace its template")
    return targets if on_stdout else [Target(form, None), *targets]


def _parse_target(output: str, known: tuple[str, ...]) -> Target:
    form, _, path = output.partition(":")
    if form not in known:
        raise UsageError(f"unknown format `{form}`; choose from {', '.join(known)}")
    return Target(form, path or None)


def refuse_to_overwrite(inputs: tuple[str, ...], targets: Iterable[Target]) -> None:
    """Raise UsageError if a report would replace a file that is to be checked."""
    given = {os.path.realpath(path) for path in inputs if os.path.isfile(path)}
    for target in targets:
        if target.path is not None and os.path.realpath(target.path) in given:
            raise UsageError(f"{target.path}: the report would replace what is to be checked")


def decide_exit_code(report: "Report", config: "Config", *, strict_evaluation: bool) -> int:
    """Return the exit code of a run; it is the same for every format.

    With `strict_evaluation`, a check that could not be done makes a run incomplete.
    """
    if report.crashes:
        return FAILED
    if any(config.fail_on.fails_on(finding.severity) for finding in report.findings):
        return FINDINGS
    is_unseen = strict_evaluation and report.not_observable > 0
    return INCOMPLETE if report.unreadable or report.dropped or is_unseen else CLEAN


def render_report(name: str, report: "Report", style: "Style", template: str | None = None) -> str:
    """Write a report; only that format's module is imported.

    Raises UsageError if the template cannot be used.
    """
    if name == TEMPLATE and template:
        from dclint.report.template import render_template as fill

        return fill(report, template)
    module, function = _RENDERERS[name]
    renderer: Renderer = getattr(import_module(f"dclint.report.{module}"), function)
    return renderer(report, style)


def choose_style(color: str, *, is_file: bool = False) -> "Style":
    """Say how to write: whether in colour, and when the job began, if its service tells."""
    from dclint.report.style import Style

    began = _JOB_START.fullmatch(os.environ.get("CI_JOB_STARTED_AT", ""))
    chosen = Style(color=not is_file and _wants_color(color))
    return chosen._replace(at=began[1]) if began else chosen


def _wants_color(color: str) -> bool:
    """The flag decides, then NO_COLOR, then FORCE_COLOR, then whether there is a terminal."""
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    return bool(os.environ.get("FORCE_COLOR")) or is_terminal


def write_output(text: str | bytes, file: str | None = None) -> None:
    """Write UTF-8, or bytes as they are, to a file as a whole or to standard output.

    A reader that has gone away is no error.  Raises UsageError if nothing can be written.
    """
    content = text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace")
    try:
        if file is not None:
            _write_to_path(Path(file), content)
        elif sys.stdout is None:
            raise UsageError("standard output is closed")
        else:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        silence_stdout()
    except OSError as error:
        if file is None:
            silence_stdout()
        name = file or "standard output"
        raise UsageError(f"{name}: cannot be written: {error.strerror}") from None


def silence_stdout() -> None:
    """Point standard output to nowhere, or Python complains again when it ends."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_to_path(path: Path, content: bytes) -> None:
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    replace_file(Path(os.path.realpath(path)), content)
