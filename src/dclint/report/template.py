"""The report in a form of one's own: a Jinja2 template in a sandbox.

It is given `report`, the report for programs, with whatever a terminal would obey made visible.
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
    """Fill the template in `file`.  Raises UsageError, with its line, if it cannot be used."""
    path = Path(file)
    template = load_template(file)
    try:
        parts = template.generate(report=_escape_values(convert_report(report)))
        return "".join(_limit_output(parts))
    except Exception as error:  # noqa: BLE001 - an expression of a template may raise anything
        raise UsageError(_describe_error(path, error)) from None


def load_template(file: str) -> Template:
    """Read a template.  Raises UsageError, with its line, if it is none."""
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
    """Whether what a template writes is HTML or XML, by its name without `.j2`."""
    path = PurePath(name or "")
    return (
        path.with_suffix("") if path.suffix in _JINJA_SUFFIXES else path
    ).suffix.lower() in _MARKUP_SUFFIXES


def _escape_values(value: Any) -> Any:
    match value:
        case str():
            return escape_unsafe(value)
        case list():
            return [_escape_values(each) for each in value]
        case dict():
            return {key: _escape_values(each) for key, each in value.items()}
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
    """Say what is wrong with a template, and where; its traceback has the template's lines."""
    line: int | None = None
    file = str(path)
    if isinstance(error, TemplateSyntaxError):
        line, file = error.lineno, error.filename or file
    for frame in traceback.extract_tb(error.__traceback__):
        if Path(frame.filename).parent == path.parent and frame.filename.endswith(path.suffix):
            line, file = frame.lineno, frame.filename
    if isinstance(error, TemplateNotFound):
        return f"{path.parent / str(error.name)}: there is no such template"
    ours = isinstance(error, TemplateError | UsageError)
    said = (str(error).splitlines() or [""])[0]
    what = said if ours else f"{type(error).__name__}: {said}"
    return f"{file}:{line}: {what}" if line else f"{file}: {what}"
