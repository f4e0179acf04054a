"""Where the command line writes, how, and what its exit codes mean."""

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from dclint.disk import replace_file
from dclint.errors import UsageError

if TYPE_CHECKING:
    from dclint.report.style import Renderer, Style
    from dclint.result import Report

CLEAN, FINDINGS, FAILED, INCOMPLETE, INTERRUPTED = 0, 1, 2, 3, 130

_RENDERERS = {
    "text": ("text", "render"),
    "concise": ("text", "concise"),
    "json": ("json", "render"),
    "sarif": ("sarif", "render"),
    "concise-end": ("text", "concise_end"),
}
FORMATS = ("text", "concise", "json", "sarif")


def targets(form: str, outputs: tuple[str, ...]) -> list[tuple[str, str | None]]:
    """Read `--format` and `--output`: a format and its file, or None for standard output.

    Raises UsageError for an unknown format, or if two formats want the same place.
    """
    found: list[tuple[str, str | None]] = []
    for output in outputs:
        name, _, file = output.partition(":")
        if name not in FORMATS:
            raise UsageError(f"unknown format `{name}`; choose from {', '.join(FORMATS)}")
        found.append((name, file or None))
    on_stdout = [name for name, file in found if file is None]
    if len(on_stdout) > 1:
        raise UsageError("only one format can go to standard output; give the others a file")
    files = [os.path.realpath(f) for _, f in found if f and not Path(f).is_char_device()]
    if len(set(files)) < len(files):
        raise UsageError("two formats cannot go to the same file")
    return found if on_stdout else [(form, None), *found]


def spare(inputs: tuple[str, ...], wanted: list[tuple[str, str | None]]) -> None:
    """Raise UsageError if a report would replace a file that is to be checked."""
    given = {os.path.realpath(path) for path in inputs if os.path.isfile(path)}
    for _, file in wanted:
        if file is not None and os.path.realpath(file) in given:
            raise UsageError(f"{file}: the report would replace what is to be checked")


def render(name: str, report: "Report", style: "Style") -> str:
    """Write a report, or the end of a concise one; only that format's module is imported."""
    module, function = _RENDERERS[name]
    renderer: Renderer = getattr(import_module(f"dclint.report.{module}"), function)
    return renderer(report, style)


def style(color: str, *, is_file: bool = False) -> "Style":
    """The flag decides, then NO_COLOR, then FORCE_COLOR, then whether there is a terminal."""
    from dclint.report.style import Style

    if is_file:
        return Style()
    if color != "auto":
        return Style(color=color == "always")
    if os.environ.get("NO_COLOR"):
        return Style()
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    return Style(color=bool(os.environ.get("FORCE_COLOR")) or is_terminal)


def write(text: str, file: str | None = None) -> None:
    """Write UTF-8 to a file, replacing it as a whole, or to standard output.

    A reader that has gone away is no error.  Raises UsageError if nothing can be written.
    """
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


def _replace(path: Path, content: bytes) -> None:
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    replace_file(Path(os.path.realpath(path)), content)
