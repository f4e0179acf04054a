"""The report in a form that users write: a Jinja2 template in a sandbox.

It gets `report`, the report for programs, with whatever a terminal would obey made visible.
"""

import traceback
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

from jinja2 import (
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dclint.engine.report import Report
from dclint.errors import UsageError
from dclint.report.json import convert_report
from dclint.report.markdown_escape import escape_markdown, format_code_span
from dclint.report.style import escape_unsafe, format_count

_MARKUP_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".xml", ".svg"})
_JINJA_SUFFIXES = frozenset({".j2", ".jinja", ".jinja2"})
_MAX_CHARACTERS = 64 << 20  # characters that a template may write


def render_template(report: Report, file: str) -> str:
    """Return the filled template in `file`, or raise UsageError that names a line of it."""
    path = Path(file)
    template = load_template(file)
    try:
        parts = template.generate(report=_escape_values(convert_report(report)))
        return "".join(_limit_output(parts))
    except Exception as error:  # noqa: BLE001 - an expression of a template may raise anything
        raise UsageError(_describe_error(path, error)) from None


def load_template(file: str) -> Template:
    """Return the template in `file`, or raise UsageError that names a line of it."""
    path = Path(file)
    try:
        return _create_environment(path.parent).get_template(path.name)
    except (TemplateError, OSError, ValueError) as error:
        raise UsageError(_describe_error(path, error)) from None


def _create_environment(folder: Path) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder),
        autoescape=_is_markup,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "markdown": escape_markdown,
        "markdown_code": format_code_span,
        "plural": format_count,
    }
    return environment


def _is_markup(name: str | None) -> bool:
    """Return whether a template writes HTML or XML, by its name without `.j2`."""
    path = PurePath(name or "")
    if path.suffix in _JINJA_SUFFIXES:
        path = path.with_suffix("")
    return path.suffix.lower() in _MARKUP_SUFFIXES


def _escape_values(value: Any) -> Any:
    match value:
        case str():
            return escape_unsafe(value)
        case list():
            return [_escape_values(item) for item in value]
        case dict():
            return {key: _escape_values(item) for key, item in value.items()}
        case _:
            return value


def _limit_output(parts: Iterator[str]) -> Iterator[str]:
    left = _MAX_CHARACTERS
    for part in parts:
        left -= len(part)
        if left < 0:
            raise UsageError(f"it writes more than {_MAX_CHARACTERS:,} characters")
        yield part


def _describe_error(path: Path, error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"{path.parent / str(error.name)}: there is no such template"
    file, line = _locate_error(path, error)
    message = (str(error).splitlines() or [""])[0]
    if not isinstance(error, TemplateError | UsageError):
        message = f"{type(error).__name__}: {message}"
    return f"{file}:{line}: {message}" if line else f"{file}: {message}"


def _locate_error(path: Path, error: Exception) -> tuple[str, int | None]:
    """Return file and line of an error; the frames of its traceback have the template's lines."""
    file, line = str(path), None
    if isinstance(error, TemplateSyntaxError):
        file, line = error.filename or file, error.lineno
    for frame in traceback.extract_tb(error.__traceback__):
        if Path(frame.filename).parent == path.parent and frame.filename.endswith(path.suffix):
            file, line = frame.filename, frame.lineno
    return file, line
